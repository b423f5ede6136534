/**
 * A process that generates into a run, to be killed: `generating_process.ts FOLDER BASE_URL
 * CONCURRENCY`. Each time an answer is counted done, it says how many are, at once.
 */
import { connectModels } from "../runs/connect_models.ts";
import { generateResponses } from "../runs/generate_responses.ts";
import { openRun } from "../runs/run_file.ts";

const [folder = "", baseURL = "", concurrency = ""] = Deno.args;
const encoder = new TextEncoder();
using run = openRun(folder);
await generateResponses(run, {
  models: connectModels([{ name: "m", model: "m", baseURL }]),
  concurrency: Number(concurrency),
  onProgress({ models }) {
    Deno.stdout.writeSync(encoder.encode(`${models[0]?.done}\n`));
  },
});
