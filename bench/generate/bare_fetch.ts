/** The least that any program does: asks with `fetch`, appends JSONL. See `contenders.ts`. */
import { runBareLoop } from "./run_bare_loop.ts";

const [baseURL = "", promptsFile = "", outFile = "", concurrency = ""] = Deno.args;

await runBareLoop({ promptsFile, outFile, concurrency: Number(concurrency) }, async (input) => {
  const response = await fetch(`${baseURL}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "stub-1", messages: [{ role: "user", content: input }] }),
  });
  const completion = await response.json();
  return completion.choices[0].message.content;
});
