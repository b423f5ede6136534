import { examine } from "../notebook/setup/examine.ts";
import { runTask, taskCommand } from "./_command.ts";

const command = taskCommand("doctor", "Says what is set up, what is missing, and how to mend it.")
  .action(async () => {
    const findings = await examine();
    for (const { title, ok, found, mend } of findings) {
      console.log(
        `${ok ? "ok     " : "MISSING"} ${title.padEnd(22)} ${found}${ok ? "" : `. ${mend}`}`,
      );
    }
    if (findings.some(({ ok }) => !ok)) Deno.exit(1);
  });

await runTask(command);
