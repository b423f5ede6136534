/** What one would write without us: asks through `openai`, appends JSONL. See `contenders.ts`. */
import OpenAI from "openai";
import { runBareLoop } from "./run_bare_loop.ts";

const [baseURL = "", promptsFile = "", outFile = "", concurrency = ""] = Deno.args;
const client = new OpenAI({ apiKey: "none-needed", baseURL });

await runBareLoop({ promptsFile, outFile, concurrency: Number(concurrency) }, async (input) => {
  const completion = await client.chat.completions.create({
    model: "stub-1",
    messages: [{ role: "user", content: input }],
  });
  return completion.choices[0]?.message.content ?? null;
});
