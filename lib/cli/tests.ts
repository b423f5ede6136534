import { setUp } from "../notebook/setup/set_up.ts";
import { runTask, taskCommand } from "./_command.ts";
import { checkTestArguments, countsLine, runTests } from "./_run_tests.ts";

// Not named test.ts: 'deno test' takes a file of that name for a test, and would run itself.
const command = taskCommand("test", "Sets up what is missing, then runs every test.")
  .argument("[PATHS...]", "only the tests in these; options of 'deno test' are passed on")
  .allowUnknownOption()
  .action(async (args: string[]) => {
    checkTestArguments(args);
    await setUp();
    const counts = await runTests(args);
    console.log(countsLine(counts));
    if (counts.failed > 0) Deno.exit(1);
  });

await runTask(command);
