/**
 * Asks a real server of local models, llama.cpp's own, what our client has to bear: a chat, the legacy
 * endpoint, log-probabilities, a prompt that is too long, an interruption, a server that dies.
 *
 *   python3 -m venv /tmp/server && /tmp/server/bin/pip install xllamacpp==2026.10.11549
 *   deno run -A bench/local_server.ts /tmp/server/bin/python
 */
import { fileURLToPath } from "node:url";
import type { Answer } from "../lib/models/answer.ts";
import { createClient } from "../lib/models/create_client.ts";
import { findModel } from "../lib/models/catalog.ts";
import { findWeights } from "../lib/models/local/find_weights.ts";
import type { ModelSpec } from "../lib/models/model_spec.ts";
import { textLines } from "../lib/base/text_lines.ts";

const PORT = 18_099;
const BASE: ModelSpec = { name: "server", model: "small", baseURL: `http://127.0.0.1:${PORT}/v1` };

const [python = "python3"] = Deno.args;
const script = fileURLToPath(new URL("./local_server.py", import.meta.url));
const server = new Deno.Command(python, {
  args: [script, findWeights(findModel("local/smollm2")), String(PORT), "300"],
  stdout: "piped",
  stderr: "null",
}).spawn();
for await (const line of textLines(server.stdout)) if (line.startsWith("listening")) break;

const chat = { max_tokens: 20, temperature: 0.2, seed: 1 };
show("chat", await ask("Should taxes fall?", { params: chat }));
show("chat, the same again", await ask("Should taxes fall?", { params: chat }));
const likeliest = { max_tokens: 1, logprobs: true, top_logprobs: 5 };
show("chat, likeliest tokens", await ask("A or B?", { params: likeliest }));
const text = { endpoint: "completions", params: { max_tokens: 1, logprobs: 5 } } as const;
show("legacy, likeliest tokens", await ask("The answer is", text));
show("a prompt that is too long", await ask("word ".repeat(3000), {}));

const stop = new AbortController();
setTimeout(() => stop.abort(new Error("enough")), 1500);
const story = { params: { max_tokens: 900, temperature: 1, seed: 3 } };
const dropped = await ask("Write a long story.", story, stop.signal).then(() => "answered", String);
console.log(`interrupted: ${dropped}`);
show("asked right after", await ask("Hi", { params: { max_tokens: 1 } }));

setTimeout(() => server.kill("SIGKILL"), 1500);
show("the server dies in the middle", await ask("Write a long story about a king.", story));
await server.status;

function ask(prompt: string, more: Partial<ModelSpec>, signal?: AbortSignal): Promise<Answer> {
  const request = signal === undefined ? { prompt } : { prompt, signal };
  return createClient({ ...BASE, ...more }).ask(request);
}

function show(what: string, answer: Answer): void {
  const { status, response, error, error_kind, attempts, seconds, reported_model } = answer;
  const said = error ?? answer.top_logprobs ?? response ?? "";
  const how = [
    status,
    error_kind,
    `${attempts} attempts`,
    `${seconds.toFixed(1)} s`,
    reported_model,
  ];
  console.log(`${what}: ${how.filter(Boolean).join(", ")}: ${JSON.stringify(said.slice(0, 160))}`);
}
