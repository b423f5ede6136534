import { projectPath } from "../base/project_paths.ts";
import { copyExample } from "../notebook/copy_example.ts";
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
  .option("--example", "then also copy its figures and tables to outputs/example/", false)
  .action(async ({ example }: { example: boolean }) => {
    requireTriedDeno("demo");
    using stop = stopSignal("\nStopping …");
    const { signal } = stop;
    try {
      if (await runDemo({ jupyter: await setUp({ signal }), signal })) {
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
