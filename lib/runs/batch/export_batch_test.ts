import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../../base/sha256.ts";
import { UserError } from "../../base/user_error.ts";
import { chatRequest } from "../../models/chat_request.ts";
import type { ModelSpec } from "../../models/model_spec.ts";
import { fakeAnswer, fakeFailure } from "../../testing/fake_client.ts";
import { aPrompt, rowsOf, somePrompts, withRun } from "../../testing/temporary_run.ts";
import { addPrompts } from "../add_prompts.ts";
import type { RunFile } from "../run_file.ts";
import { saveResponse } from "../save_response.ts";
import { batchFolder, listShards, shardPath } from "./batch_shard.ts";
import { exportBatch, SHARD_LIMITS } from "./export_batch.ts";

const SPEC: ModelSpec = {
  name: "m",
  model: "m-1",
  baseURL: "http://localhost:1/v1",
  params: { temperature: 0, seed: 7 },
  system: "Be brief.",
};

interface Line {
  custom_id: string;
  method: string;
  url: string;
  body: { model: string; messages: { content: string }[]; seed?: number };
}

function linesOf(run: RunFile, shard: string): Line[] {
  const text = Deno.readTextFileSync(shardPath(run, shard));
  assert.ok(text.endsWith("\n"));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

function filesOf(run: RunFile): string[] {
  return [...Deno.readDirSync(batchFolder(run))].map(({ name }) => name).sort();
}

Deno.test("exportBatch() writes what a live client would send, one line a sample", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(3));
    const [summary] = exportBatch(run, { models: [SPEC], samples: 2 });
    assert.deepEqual(summary, {
      model: "m",
      wanted: 6,
      done: 0,
      out: 0,
      requests: 6,
      shards: ["m-0001"],
    });
    const lines = linesOf(run, "m-0001");
    const expected = [0, 1].flatMap((sample) =>
      [0, 1, 2].map((n) => chatRequest(SPEC, { prompt: `Question p${n}`, sample }))
    );
    assert.deepEqual(lines.map(({ body }) => body), JSON.parse(JSON.stringify(expected)));
    assert.ok(
      lines.every(({ method, url }) => method === "POST" && url === "/v1/chat/completions"),
    );
    const ids = new Set(lines.map(({ custom_id }) => custom_id));
    assert.equal(ids.size, 6);
    for (const id of ids) assert.match(id, /^[\w.-]{1,64}$/);
  });
});

Deno.test("exportBatch() notes size and SHA-256 of each file as it is", async () => {
  await withRun((run) => {
    addPrompts(run, [aPrompt("ä", { input: "Größe\u2028😀?" }), aPrompt("b")]);
    exportBatch(run, { models: [SPEC] });
    const [shard] = listShards(run);
    const bytes = Deno.readFileSync(shardPath(run, "m-0001"));
    assert.equal(shard?.bytes, bytes.length);
    assert.equal(shard?.sha256, sha256(bytes));
    assert.equal(shard?.requests, 2);
    assert.equal(shard?.status, null);
  });
});

Deno.test("exportBatch() writes lines that break nowhere else, whatever is in a prompt", async () => {
  await withRun((run) => {
    const input = "a\u2028b\u2029c\u0085d\ne\u000bf\u001cg";
    addPrompts(run, [aPrompt("p", { input })]);
    exportBatch(run, { models: [SPEC] });
    const text = Deno.readTextFileSync(shardPath(run, "m-0001"));
    assert.doesNotMatch(text.slice(0, -1), /[\p{Cc}\u2028\u2029]/u);
    assert.equal(linesOf(run, "m-0001")[0]?.body.messages[1]?.content, input);
  });
});

Deno.test("exportBatch() begins a new file at either limit, one model a file", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(5));
    const models = [SPEC, { ...SPEC, name: "other/M" }];
    const byCount = exportBatch(run, { models, maxRequests: 2 });
    assert.deepEqual(byCount[0]?.shards, ["m-0001", "m-0002", "m-0003"]);
    assert.match(byCount[1]?.shards[0] ?? "", /^other-m-[0-9a-f]{6}-0001$/);
    assert.deepEqual(listShards(run).map(({ requests }) => requests), [2, 2, 1, 2, 2, 1]);
    const size = listShards(run)[0]?.bytes ?? 0;
    exportBatch(run, { models: [SPEC], maxBytes: size });
    assert.deepEqual(linesOf(run, "m-0001").length, 2);
    exportBatch(run, { models: [SPEC], maxBytes: size - 1 });
    assert.deepEqual(linesOf(run, "m-0001").length, 1);
    assert.ok(listShards(run).every(({ bytes }) => bytes <= size));
  });
});

Deno.test("exportBatch() again replaces what was never sent, with the same ids, and no other file", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(5));
    exportBatch(run, { models: [SPEC], maxRequests: 1 });
    const before = linesOf(run, "m-0003").map(({ custom_id }) => custom_id);
    Deno.writeTextFileSync(join(batchFolder(run), "m-0009.jsonl"), "left by a crash");
    Deno.writeTextFileSync(join(batchFolder(run), "m-0001.jsonl.part"), "left by a crash");
    Deno.writeTextFileSync(join(batchFolder(run), "m-0001.output.jsonl"), "an answer");
    exportBatch(run, { models: [SPEC], limit: 3 });
    assert.deepEqual(filesOf(run), ["m-0001.jsonl", "m-0001.output.jsonl"]);
    assert.deepEqual(linesOf(run, "m-0001").map(({ custom_id }) => custom_id).slice(2), before);
    assert.equal(rowsOf(run, "SELECT * FROM batch_requests").length, 3);
  });
});

Deno.test("exportBatch() leaves out what is answered, has failed, or is out in a batch", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(6));
    exportBatch(run, { models: [SPEC], limit: 2 });
    run.db.exec("UPDATE batch_shards SET status = 'in_progress'");
    saveResponse(run, { prompt_id: "p2", model: "m", sample: 0, answer: fakeAnswer() });
    saveResponse(run, { prompt_id: "p3", model: "m", sample: 0, answer: fakeFailure("http_400") });
    saveResponse(run, { prompt_id: "p4", model: "m", sample: 0, answer: fakeFailure("quota") });
    const [summary] = exportBatch(run, { models: [SPEC] });
    assert.deepEqual(summary?.shards, ["m-0002"]);
    assert.deepEqual([summary?.done, summary?.out, summary?.requests], [2, 2, 2]);
    const asked = () => linesOf(run, "m-0002").map(({ body }) => body.messages[1]?.content);
    assert.deepEqual(asked(), ["Question p4", "Question p5"]);
    exportBatch(run, { models: [SPEC], retryErrors: true });
    assert.deepEqual(asked(), ["Question p3", "Question p4", "Question p5"]);
  });
});

Deno.test("exportBatch() gives a request that was sent before and failed another id", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(1));
    exportBatch(run, { models: [SPEC] });
    const [first] = linesOf(run, "m-0001");
    run.db.exec("UPDATE batch_shards SET status = 'completed', imported_at = 'then'");
    saveResponse(run, { prompt_id: "p0", model: "m", sample: 0, answer: fakeFailure("http_400") });
    exportBatch(run, { models: [SPEC], retryErrors: true });
    assert.equal(linesOf(run, "m-0002")[0]?.custom_id, `${first?.custom_id}.2`);
  });
});

Deno.test("exportBatch() ties ids to the run, the parameters and the prompt's text", async () => {
  const idIn = async (spec: ModelSpec, input: string) => {
    let id = "";
    await withRun((run) => {
      run.db.exec(`INSERT INTO manifest VALUES ('run_id', '"one run"')`);
      addPrompts(run, [aPrompt("p", { input })]);
      exportBatch(run, { models: [spec] });
      id = linesOf(run, "m-0001")[0]?.custom_id ?? "";
    });
    return id;
  };
  const id = await idIn(SPEC, "Why?");
  assert.equal(await idIn(SPEC, "Why?"), id);
  assert.notEqual(await idIn(SPEC, "Why not?"), id);
  assert.notEqual(await idIn({ ...SPEC, params: { temperature: 1 } }, "Why?"), id);
});

Deno.test("exportBatch() refuses secrets among params, limits beyond the providers', and a long line", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(1));
    const refuses = (options: Parameters<typeof exportBatch>[1], message: RegExp) =>
      assert.throws(
        () => exportBatch(run, options),
        (error: Error) => error instanceof UserError && message.test(error.message),
      );
    refuses({ models: [{ ...SPEC, params: { headers: { "api-key": "s" } } }] }, /looks like a key/);
    refuses({ models: [SPEC], maxRequests: SHARD_LIMITS.maxRequests + 1 }, /1 to 50000/);
    refuses({ models: [SPEC], maxBytes: 0 }, /1 to 200000000/);
    refuses({ models: [SPEC], maxBytes: 20 }, /prompt 'p0' for m: its request alone has \d+ bytes/);
    assert.deepEqual(filesOf(run), []);
  });
});

Deno.test("what is out in a batch keeps its prompt's text and its model's parameters", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(2));
    exportBatch(run, { models: [SPEC], limit: 1 });
    const others = [aPrompt("p9")];
    addPrompts(run, others, { replaceUnanswered: true });
    assert.deepEqual(rowsOf(run, "SELECT prompt_id FROM prompts"), [{ prompt_id: "p9" }]);
    assert.equal(rowsOf(run, "SELECT * FROM batch_requests").length, 0);
    exportBatch(run, { models: [SPEC] });
    run.db.exec("UPDATE batch_shards SET status = 'uploaded'");
    addPrompts(run, somePrompts(1), { replaceUnanswered: true });
    assert.equal(rowsOf(run, "SELECT * FROM prompts").length, 2);
    assert.throws(
      () => addPrompts(run, [aPrompt("p9", { input: "Else?" })], { replaceUnanswered: true }),
      /the run has it with another 'input'/,
    );
    const [other] = exportBatch(run, { models: [{ ...SPEC, params: { temperature: 2 } }] });
    assert.match(other?.model ?? "", /\(.*temperature=2.*\)$/);
    assert.throws(
      () => exportBatch(run, { models: [{ ...SPEC, model: "another" }] }),
      /expected its 'model' to be/,
    );
  });
});
