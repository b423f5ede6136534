import { oneLine } from "../base/one_line.ts";
import { examine } from "../notebook/setup/examine.ts";
import { runTask, taskCommand } from "./_command.ts";

const command = taskCommand("doctor", "Says what is set up, what is missing, and how to mend it.")
  .action(async () => {
    const findings = await examine();
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
