import { runDemo } from "../notebook/run_demo.ts";
import { requireTriedDeno } from "../notebook/setup/require_tried_deno.ts";
import { setUp } from "../notebook/setup/set_up.ts";
import { runTask, taskCommand } from "./_command.ts";
import { stopSignal } from "./_stop_signal.ts";

const command = taskCommand(
  "demo",
  "Sets up what is missing, then runs all notebooks headless on simulated models into outputs/demo/ " +
    "(made afresh each time).",
).action(async () => {
  requireTriedDeno("demo");
  using stop = stopSignal("\nStopping …");
  const { signal } = stop;
  try {
    if (await runDemo({ jupyter: await setUp({ signal }), signal })) return;
  } catch (error) {
    // What breaks while we stop is broken by stopping.
    if (!signal.aborted) throw error;
    console.error("Stopped. The next try makes what was not finished.");
  }
  Deno.exit(130);
});

await runTask(command);
