import { projectPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { copyExample } from "../notebook/copy_example.ts";
import { describeLocalDemo, LOCAL_DEMO, prepareLocalDemo } from "../notebook/local_demo.ts";
import { runDemo } from "../notebook/run_demo.ts";
import { requireTriedDeno } from "../notebook/setup/require_tried_deno.ts";
import { setUp } from "../notebook/setup/set_up.ts";
import { runTask, taskCommand } from "./_command.ts";
import { stopSignal } from "./_stop_signal.ts";

const command = taskCommand(
  "demo",
  "Sets up what is missing, then runs all notebooks headless on simulated models into outputs/demo/ " +
    "(made afresh each time).",
)
  .option(
    "--local",
    "a small real model on this machine in place of simulated ones; see below",
    false,
  )
  .option("--example", "then also copy its figures, tables and pages to outputs/example/", false)
  .addHelpText(
    "after",
    `
With --local, notebooks 01 to 04 run into outputs/demo-local/: SmolLM2 (135 million parameters) answers 60
prompts, the rules annotate, and the model judges a few of its answers, held to JSON and in free text; the
last lines say how well. What runs it and its weights are fetched first, 190 MB, once; then it takes four
to five minutes on two cores, and 0.5 GB of memory. No key, no server.`,
  )
  .action(async ({ example, local }: { example: boolean; local: boolean }) => {
    requireTriedDeno("demo");
    if (example && local) {
      throw new UserError("Cannot copy an example of --local: the example is of simulated models.");
    }
    using stop = stopSignal("\nStopping …");
    const { signal } = stop;
    try {
      const jupyter = await setUp({ signal });
      if (local) await prepareLocalDemo({ signal });
      if (await runDemo({ jupyter, signal, ...(local ? LOCAL_DEMO : {}) })) {
        if (local) { for (const line of describeLocalDemo()) console.log(line); }
        if (example) await sayExample();
        return;
      }
    } catch (error) {
      // What breaks while we stop is broken by stopping.
      if (!signal.aborted) throw error;
      console.error("Stopped. The next try makes what was not finished.");
    }
    Deno.exit(130);
  });

async function sayExample(): Promise<void> {
  const from = projectPath("outputs", "demo");
  const copied = await copyExample({ from, to: projectPath("outputs", "example") });
  console.log(`Copied ${copied.length} files to outputs/example/.`);
}

await runTask(command);
