import { relative } from "node:path";
import { PROJECT_ROOT } from "../base/project_paths.ts";
import { newNotebook } from "../notebook/new_notebook.ts";
import { runTask, taskCommand } from "./_command.ts";

const command = taskCommand(
  "new-notebook",
  "Makes a notebook of your own in notebooks/, with a head, imports, parameters and a first run loaded.",
)
  .argument("<NAME>", "small letters, digits and underscores, such as my_question")
  .action(async (name: string) => {
    const path = relative(PROJECT_ROOT, await newNotebook(name)).replaceAll("\\", "/");
    console.log(`Made ${path}. Open it with 'deno task lab'.`);
  });

await runTask(command);
