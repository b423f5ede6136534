import { PROJECT_ROOT } from "../base/project_paths.ts";
import { startLab } from "../notebook/start_lab.ts";
import { requireTriedDeno } from "../notebook/setup/require_tried_deno.ts";
import { setUp } from "../notebook/setup/set_up.ts";
import { runTask, taskCommand } from "./_command.ts";

const command = taskCommand(
  "lab",
  "Sets up what is missing, then opens JupyterLab on notebooks/.",
)
  .argument("[OPTIONS...]", "passed on to JupyterLab, such as --no-browser --port 8899")
  .allowUnknownOption()
  .action(async (options: string[]) => {
    requireTriedDeno("lab");
    Deno.exit(await startLab({ jupyter: await setUp(), root: PROJECT_ROOT, options }));
  });

await runTask(command);
