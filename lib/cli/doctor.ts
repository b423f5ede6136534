import { oneLine } from "../base/one_line.ts";
import { userPath } from "../base/project_paths.ts";
import { examine } from "../notebook/setup/examine.ts";
import { runTask, taskCommand } from "./_command.ts";

const command = taskCommand("doctor", "Says what is set up, what is missing, and how to mend it.")
  .option("--run <folder>", "look at this run's file instead of all in outputs/", userPath)
  .addHelpText("after", "\nExit code: 0 where all is well, 1 where something is missing.")
  .action(async ({ run }: { run?: string }) => {
    const findings = await examine({ run });
    const width = Math.max(...findings.map(({ title }) => title.length));
    for (const { title, ok, found, mend } of findings) {
      const wayOut = ok || mend === "" ? "" : `. ${mend}`;
      console.log(
        `${ok ? "ok     " : "MISSING"} ${title.padEnd(width)}  ${oneLine(found + wayOut)}`,
      );
    }
    if (findings.some(({ ok }) => !ok)) Deno.exit(1);
  });

await runTask(command);
