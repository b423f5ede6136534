import { checkProject } from "../notebook/check/check_project.ts";
import { fixProject } from "../notebook/check/fix_project.ts";
import { runTask, taskCommand } from "./_command.ts";

const command = taskCommand(
  "check",
  "Checks format, lint and types, the notebooks' cells included.",
)
  .option("--fix", "first format everything and strip the notebooks of what running them left")
  .action(async ({ fix }: { fix?: boolean }) => {
    if (fix) await fixProject();
    if (!await checkProject()) Deno.exit(1);
  });

await runTask(command);
