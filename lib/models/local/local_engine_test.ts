import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../../testing/temporary_folder.ts";
import { LocalEngine, type LocalRequest } from "./local_engine.ts";

/** A worker without a model: it does what the prompt says. */
const FAKE_WORKER = `
import { textLines } from ${
  JSON.stringify(new URL("../../base/text_lines.ts", import.meta.url).href)
};
const job = JSON.parse(Deno.args[0]);
const say = (message) => console.log(JSON.stringify(message));
if (job.weights === "broken") say({ failed: "no GGUF" });
else {
  say({ ready: true });
  let busy = 0;
  for await (const line of textLines(Deno.stdin.readable)) {
    const { ask, drop } = JSON.parse(line);
    if (drop) { say({ dropped: true }); busy = 0; continue; }
    const { content } = ask.body.messages[0];
    if (content === "die") { console.error("out of memory"); Deno.exit(3); }
    busy++;
    if (content !== "wait") { say({ body: { content, busy, pid: Deno.pid } }); busy = 0; }
  }
}
`;

interface Body {
  content: string;
  busy: number;
  pid: number;
}

function asking(content: string): LocalRequest {
  return { endpoint: "chat", body: { model: "m", messages: [{ role: "user", content }] } };
}

async function withEngine(
  test: (ask: (content: string, signal?: AbortSignal) => Promise<unknown>) => Promise<void>,
  { weights = "fine", timeoutMs = 60_000 } = {},
): Promise<void> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "worker.ts");
  await Deno.writeTextFile(path, FAKE_WORKER);
  await Deno.writeTextFile(join(folder.path, "deno.json"), "{}");
  const job = { weights, module: "", version: "0", sha256: null };
  await using engine = new LocalEngine({
    job: { ...job, contextTokens: 64, threads: 1, idleMs: 1000 },
    ...{ folder: folder.path, timeoutMs, worker: pathToFileURL(path).href },
  });
  await test((content, signal) => engine.ask(asking(content), signal));
}

Deno.test("LocalEngine answers one request after the other, however many are sent, in one process", async () => {
  await withEngine(async (ask) => {
    const bodies = await Promise.all(["a", "b", "c"].map((content) => ask(content))) as Body[];
    assert.deepEqual(bodies.map(({ content, busy }) => [content, busy]), [
      ["a", 1],
      ["b", 1],
      ["c", 1],
    ]);
    assert.equal(new Set(bodies.map(({ pid }) => pid)).size, 1);
  });
});

Deno.test("LocalEngine drops a request with its signal's reason, and goes on with the next", async () => {
  await withEngine(async (ask) => {
    const stop = new AbortController();
    await ask("first");
    const waiting = ask("wait", stop.signal);
    const next = ask("next");
    const never = ask("never sent", AbortSignal.abort(new Error("beforehand")));
    setTimeout(() => stop.abort(new Error("enough")));
    await assert.rejects(waiting, /enough/);
    assert.equal((await next as Body).busy, 1);
    await assert.rejects(never, /beforehand/);
  });
});

Deno.test("LocalEngine says how its process ended in the middle, and starts another one", async () => {
  await withEngine(async (ask) => {
    const { pid } = await ask("before") as Body;
    await assert.rejects(ask("die"), { name: "TypeError", message: /with code 3: out of memory$/ });
    const after = await ask("after") as Body;
    assert.equal(after.content, "after");
    assert.notEqual(after.pid, pid);
  });
});

Deno.test("LocalEngine answers as a server without the model where the weights cannot be loaded", async () => {
  await withEngine(async (ask) => {
    assert.deepEqual(await ask("a"), {
      error: { code: "model_not_found", message: "the weights cannot be loaded: no GGUF" },
    });
  }, { weights: "broken" });
});

Deno.test("LocalEngine ends a process that does not answer in time", async () => {
  await withEngine(async (ask) => {
    await assert.rejects(ask("wait"), { name: /Error/, message: /timed out/i });
  }, { timeoutMs: 300 });
});
