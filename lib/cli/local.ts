import { ENGINE_VERSION, engineFolder, isEngineInstalled } from "../models/local/engine.ts";
import { installEngine } from "../models/local/install_engine.ts";
import { runTask, taskCommand } from "./_command.ts";
import { stopSignal } from "./_stop_signal.ts";

const command = taskCommand(
  "local",
  "Installs what runs models on this machine without a server (node-llama-cpp, 90 MB).",
)
  .addHelpText(
    "after",
    `
Then fetch a small model, and ask it like any other:
  deno task data smollm2
  deno task generate --run outputs/small --models local/smollm2 --stratified 60 --max-tokens 120

docs/local.md says how to take other weights, and how to use servers such as Ollama instead.`,
  )
  .action(async () => {
    if (isEngineInstalled()) {
      console.log(`node-llama-cpp ${ENGINE_VERSION} is already there: ${engineFolder()}`);
      return;
    }
    using stop = stopSignal("\nStopping …");
    console.log(`Installing node-llama-cpp ${ENGINE_VERSION} into ${engineFolder()} (90 MB) …`);
    await installEngine({ signal: stop.signal });
    console.log("Done. Next, a small model: deno task data smollm2");
  });

await runTask(command);
