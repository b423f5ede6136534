import { checkProject } from "../notebook/check/check_project.ts";
import { setUp } from "../notebook/setup/set_up.ts";
import { runTask, taskCommand } from "./_command.ts";
import { countsLine, runTests } from "./_run_tests.ts";

const command = taskCommand("ok", "Checks format, lint and types, notebooks included, then tests.")
  .action(async () => {
    const clean = await checkProject();
    await setUp();
    const counts = await runTests([]);
    console.log(countsLine(counts));
    if (counts.failed > 0 || !clean) Deno.exit(1);
  });

await runTask(command);
