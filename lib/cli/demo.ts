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
  const jupyter = await setUp({ signal });
  if (!await runDemo({ jupyter, signal })) Deno.exit(130);
});

await runTask(command);
