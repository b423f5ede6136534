import assert from "node:assert/strict";
import type OpenAI from "openai";
import { connectOpenAI } from "../connect_openai.ts";
import { readBatchLine } from "../read_batch_line.ts";
import { startSimulator, type StartSimulatorOptions } from "./start_simulator.ts";

function requestLine(custom_id: string, model = "simulated-direct"): string {
  const body = { model, messages: [{ role: "user", content: `Question ${custom_id}` }] };
  return JSON.stringify({ custom_id, method: "POST", url: "/v1/chat/completions", body });
}

async function withClient(
  options: StartSimulatorOptions,
  use: (client: OpenAI) => Promise<void>,
): Promise<void> {
  await using simulator = startSimulator(options);
  await use(connectOpenAI({ name: "simulator", baseURL: simulator.baseURL }).client);
}

async function submit(client: OpenAI, lines: readonly string[]): Promise<OpenAI.Batch> {
  const file = await client.files.create({
    file: new File([lines.join("\n")], "in.jsonl"),
    purpose: "batch",
  });
  return await client.batches.create({
    input_file_id: file.id,
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
    metadata: { shard: "s" },
  });
}

/** Follows a batch to its end. @returns The states seen, and the batch as it ended. */
async function follow(client: OpenAI, batch: OpenAI.Batch) {
  const states: string[] = [batch.status];
  let last = batch;
  while (!["completed", "expired", "cancelled", "failed"].includes(last.status)) {
    assert.ok(states.length < 9);
    last = await client.batches.retrieve(batch.id);
    states.push(last.status);
  }
  return { states, last };
}

async function linesOf(client: OpenAI, id: string | null | undefined) {
  if (id === undefined || id === null) return [];
  const text = await (await client.files.content(id)).text();
  return text.trimEnd().split("\n").map((line) => {
    const read = readBatchLine(line);
    assert.ok("answer" in read);
    return read;
  });
}

const LINES = Array.from({ length: 40 }, (_, n) => requestLine(`c${n}`));

Deno.test("the simulator's batches go through their states and answer in an order of their own", async () => {
  await withClient({}, async (client) => {
    const { states, last } = await follow(client, await submit(client, LINES));
    assert.deepEqual(states, ["validating", "in_progress", "finalizing", "completed"]);
    assert.deepEqual(last.request_counts, { total: 40, completed: 40, failed: 0 });
    const output = await linesOf(client, last.output_file_id);
    const ids = output.map(({ custom_id }) => custom_id);
    assert.equal(new Set(ids).size, 40);
    assert.notDeepEqual(ids, LINES.map((_, n) => `c${n}`));
    assert.ok(output.every(({ answer }) => answer.status === "answered"));
    assert.equal(last.error_file_id, null);
  });
});

Deno.test("the simulator answers in a batch what it answers live", async () => {
  await withClient({ seed: 3 }, async (client) => {
    const { last } = await follow(client, await submit(client, LINES));
    const output = await linesOf(client, last.output_file_id);
    for (const line of LINES.slice(0, 5)) {
      const { custom_id, body } = JSON.parse(line);
      const live = await client.chat.completions.create(body);
      const inBatch = output.find((result) => result.custom_id === custom_id);
      assert.equal(inBatch?.answer.response, live.choices[0]?.message.content);
    }
  });
});

Deno.test("the simulator's batches have error files by the share of faults", async () => {
  await withClient(
    { faults: { server_error: 0.3, content_filter: 0.2, drop: 0.1 } },
    async (client) => {
      const lines = [...LINES, requestLine("odd", "simulated-direct!rate_limit")];
      const { last } = await follow(client, await submit(client, lines));
      const errors = await linesOf(client, last.error_file_id);
      const kinds = new Map(errors.map(({ custom_id, answer }) => [custom_id, answer.error_kind]));
      assert.equal(kinds.get("odd"), "http_429");
      kinds.delete("odd");
      assert.deepEqual(new Set(kinds.values()), new Set(["http_500"]));
      assert.ok(kinds.size >= 4 && kinds.size <= 22, `${kinds.size} errors`);
      const output = await linesOf(client, last.output_file_id);
      assert.equal(output.length + errors.length, 41);
      assert.ok(output.some(({ answer }) => answer.status === "filtered"));
    },
  );
});

Deno.test("the simulator's batches expire with a part answered and the rest named", async () => {
  await withClient({ batchExpiresAfter: 0.25 }, async (client) => {
    const { states, last } = await follow(client, await submit(client, LINES));
    assert.equal(states.at(-1), "expired");
    assert.equal((await linesOf(client, last.output_file_id)).length, 10);
    const errors = await linesOf(client, last.error_file_id);
    assert.equal(errors.length, 30);
    assert.ok(errors.every(({ answer }) => answer.error_kind === "batch_expired"));
  });
});

Deno.test("the simulator's batches can be cancelled, with a part answered", async () => {
  await withClient({}, async (client) => {
    const batch = await submit(client, LINES);
    await client.batches.retrieve(batch.id);
    assert.equal((await client.batches.cancel(batch.id)).status, "cancelling");
    const { last } = await follow(client, batch);
    assert.equal(last.status, "cancelled");
    assert.equal((await linesOf(client, last.output_file_id)).length, 20);
    await assert.rejects(client.batches.cancel(batch.id), /409/);
  });
});

Deno.test("the simulator takes none of a file that a provider would refuse", async () => {
  const files: readonly (readonly [string, string[]])[] = [
    ["empty_file", [""]],
    ["invalid_json_line", [requestLine("a"), "{"]],
    ["duplicate_custom_id", [requestLine("a"), requestLine("a")]],
    ["mismatched_model", [requestLine("a"), requestLine("b", "simulated-cautious")]],
  ];
  await withClient({}, async (client) => {
    for (const [code, lines] of files) {
      const { last } = await follow(client, await submit(client, lines));
      assert.equal(last.status, "failed");
      assert.equal(last.errors?.data?.[0]?.code, code);
    }
  });
});

Deno.test("the simulator lists batches, the newest first, and forgets a deleted file", async () => {
  await withClient({}, async (client) => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push((await submit(client, LINES)).id);
    const listed: string[] = [];
    for await (const { id, metadata } of client.batches.list({ limit: 2 })) {
      assert.deepEqual(metadata, { shard: "s" });
      listed.push(id);
    }
    assert.deepEqual(listed, ids.reverse());
    const file = await client.files.create({ file: new File(["x"], "in"), purpose: "batch" });
    assert.equal((await client.files.retrieve(file.id)).bytes, 1);
    await client.files.delete(file.id);
    await assert.rejects(client.files.retrieve(file.id), /404/);
  });
});
