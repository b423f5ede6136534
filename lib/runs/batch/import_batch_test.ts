import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { ModelSpec } from "../../models/model_spec.ts";
import { fakeAnswer, fakeFailure } from "../../testing/fake_client.ts";
import { aPrompt, rowsOf, somePrompts, withRun } from "../../testing/temporary_run.ts";
import { addPrompts } from "../add_prompts.ts";
import { generateResponses } from "../generate_responses.ts";
import { fakeClient } from "../../testing/fake_client.ts";
import type { RunFile } from "../run_file.ts";
import { saveResponse } from "../save_response.ts";
import { listShards, shardPath } from "./batch_shard.ts";
import { closeShard } from "./_batch_requests.ts";
import { exportBatch } from "./export_batch.ts";
import { importBatch } from "./import_batch.ts";
import { summarizeShards } from "./shard_summary.ts";

const SPEC: ModelSpec = { name: "m", model: "m-1", baseURL: "http://localhost:1/v1" };

/** Exports `count` prompts and gives the ids of the requests, in order. */
function exported(run: RunFile, count: number, options: { maxRequests?: number } = {}): string[] {
  addPrompts(run, somePrompts(count));
  const shards = exportBatch(run, { models: [SPEC], ...options })[0]?.shards ?? [];
  return shards.flatMap((shard) =>
    Deno.readTextFileSync(shardPath(run, shard)).trimEnd().split("\n")
      .map((line) => String(JSON.parse(line).custom_id))
  );
}

function answerLine(custom_id: string | undefined, text: string): string {
  const message = { role: "assistant", content: text };
  const body = { model: "m-1", choices: [{ finish_reason: "stop", message }] };
  return JSON.stringify({ id: "1", custom_id, response: { status_code: 200, body }, error: null });
}

function errorLine(custom_id: string | undefined, status = 400): string {
  const body = { error: { message: "No." } };
  return JSON.stringify({ custom_id, response: { status_code: status, body }, error: null });
}

function write(run: RunFile, lines: readonly string[], name = "out.jsonl"): string {
  const path = join(run.folder, name);
  Deno.writeTextFileSync(path, lines.join("\n"));
  return path;
}

function responses(run: RunFile): unknown[] {
  return rowsOf(
    run,
    "SELECT prompt_id, status, response, error_kind FROM responses ORDER BY prompt_id, sample",
  ).map((row) => Object.values(row));
}

Deno.test("importBatch() takes answers in any order, from output and error files", async () => {
  await withRun(async (run) => {
    const ids = exported(run, 4);
    const output = write(run, [answerLine(ids[3], "D"), "", answerLine(ids[0], "A")]);
    const errors = write(run, [errorLine(ids[2], 500), errorLine(ids[1])], "errors.jsonl");
    const { files, shards } = await importBatch(run, { files: [errors, output] });
    assert.deepEqual(responses(run), [
      ["p0", "answered", "A", null],
      ["p1", "failed", null, "http_400"],
      ["p2", "failed", null, "http_500"],
      ["p3", "answered", "D", null],
    ]);
    assert.deepEqual(files.map(({ lines, kept }) => [lines, kept]), [[2, 2], [2, 2]]);
    assert.equal(shards.length, 1);
    const { requested, answered, failed, out, closed } = Object(shards[0]);
    assert.deepEqual([requested, answered, failed, out, closed], [4, 2, 2, 0, true]);
    const origins = rowsOf(run, "SELECT DISTINCT origin, origin_ref FROM responses");
    assert.deepEqual(origins, [{ origin: "batch", origin_ref: "m-0001" }]);
  });
});

Deno.test("importBatch() adds nothing when the same comes home again", async () => {
  await withRun(async (run) => {
    const ids = exported(run, 3);
    const path = write(run, [answerLine(ids[0], "A"), errorLine(ids[1]), answerLine(ids[2], "C")]);
    await importBatch(run, { files: [path] });
    const before = rowsOf(run, "SELECT * FROM responses");
    const { files } = await importBatch(run, { files: [path] });
    assert.deepEqual(rowsOf(run, "SELECT * FROM responses"), before);
    assert.deepEqual([files[0]?.kept, files[0]?.repeated, files[0]?.differing], [0, 3, 0]);
  });
});

Deno.test("importBatch() keeps the first of two answers, and an answer rather than a failure", async () => {
  await withRun(async (run) => {
    const ids = exported(run, 2);
    const path = write(run, [
      answerLine(ids[0], "first"),
      answerLine(ids[0], "second"),
      answerLine(ids[0], "first"),
      errorLine(ids[0]),
      errorLine(ids[1]),
      errorLine(ids[1], 500),
      answerLine(ids[1], "at last"),
    ]);
    const { files, shards } = await importBatch(run, { files: [path] });
    assert.deepEqual(responses(run).map((row) => Object(row)[2]), ["first", "at last"]);
    assert.deepEqual([files[0]?.kept, files[0]?.repeated, files[0]?.differing], [3, 4, 1]);
    assert.deepEqual([shards[0]?.answered, shards[0]?.failed], [2, 0]);
  });
});

Deno.test("importBatch() refuses what the run never sent, and takes nothing of any file", async () => {
  await withRun(async (run) => {
    const ids = exported(run, 2);
    const good = write(run, [answerLine(ids[0], "A")], "good.jsonl");
    const foreign = write(run, [answerLine(ids[1], "B"), answerLine("nn-else", "?"), "{"]);
    await assert.rejects(
      importBatch(run, { files: [good, foreign] }),
      /1 of its 2 answers are to requests that this run never sent.*\(line 2: "nn-else"\)/,
    );
    assert.deepEqual(responses(run), []);
    const { files } = await importBatch(run, { files: [good, foreign], skipForeign: true });
    assert.equal(responses(run).length, 2);
    assert.deepEqual([files[1]?.kept, files[1]?.foreign, files[1]?.broken], [1, 1, 1]);
  });
});

Deno.test("importBatch() refuses an answer to a text or to parameters that have changed since", async () => {
  await withRun(async (run) => {
    const ids = exported(run, 1);
    const path = write(run, [answerLine(ids[0], "A")]);
    addPrompts(run, [aPrompt("p0", { input: "Another?" })], { replaceUnanswered: true });
    await assert.rejects(importBatch(run, { files: [path] }), /have changed since/);
  });
  await withRun(async (run) => {
    const ids = exported(run, 1);
    const path = write(run, [answerLine(ids[0], "A")]);
    exportBatch(run, { models: [{ ...SPEC, params: { temperature: 1 } }] });
    await assert.rejects(importBatch(run, { files: [path] }), /have changed since/);
  });
});

Deno.test("importBatch() counts lines that cannot be read, says where, and takes the rest", async () => {
  await withRun(async (run) => {
    const ids = exported(run, 3);
    const whole = answerLine(ids[1], "B");
    const path = write(run, [
      "not JSON",
      answerLine(ids[0], "A"),
      '{"custom_id":null}',
      whole.slice(0, 40),
    ]);
    const { files, shards } = await importBatch(run, { files: [path] });
    assert.deepEqual([files[0]?.lines, files[0]?.kept, files[0]?.broken], [4, 1, 3]);
    assert.deepEqual(files[0]?.examples, [
      "line 1: it is not valid JSON",
      "line 3: it has no custom_id",
      "line 4: it is not valid JSON",
    ]);
    assert.deepEqual([shards[0]?.out, shards[0]?.closed], [2, false]);
    await importBatch(run, { files: [write(run, [whole, answerLine(ids[2], "C")])] });
    assert.equal(listShards(run, { which: "out" }).length, 0);
  });
});

Deno.test("importBatch() says in one line that a file is no output, or not there", async () => {
  await withRun(async (run) => {
    exported(run, 1);
    const files = [write(run, ["prompt_id,input", "p0,Why?"])];
    await assert.rejects(importBatch(run, { files }), /no line of it is a batch's output/);
    await assert.rejects(importBatch(run, { files: [join(run.folder, "gone")] }), /no such file/);
  });
});

Deno.test("importBatch() leaves an answer that the run had from elsewhere, and says so", async () => {
  await withRun(async (run) => {
    const ids = exported(run, 2);
    saveResponse(run, { prompt_id: "p0", model: "m", sample: 0, answer: fakeAnswer() });
    saveResponse(run, { prompt_id: "p1", model: "m", sample: 0, answer: fakeFailure("http_500") });
    const path = write(run, [answerLine(ids[0], "A"), answerLine(ids[1], "B")]);
    const { files, shards } = await importBatch(run, { files: [path] });
    assert.deepEqual(responses(run).map((row) => Object(row)[2]), ["An answer.", "B"]);
    assert.deepEqual([files[0]?.unused, shards[0]?.unused, shards[0]?.answered], [1, 1, 1]);
  });
});

Deno.test("a shard that is closed leaves a reason for each request, which a late answer replaces", async () => {
  await withRun(async (run) => {
    const ids = exported(run, 1200);
    await importBatch(run, { files: [write(run, [answerLine(ids[7], "A")])] });
    closeShard(run, "m-0001", { kind: "batch_expired", message: "Too late." });
    assert.deepEqual(
      rowsOf(run, "SELECT error_kind, error, count(*) AS n FROM responses GROUP BY 1 ORDER BY 1"),
      [
        { error_kind: null, error: null, n: 1 },
        { error_kind: "batch_expired", error: "Too late.", n: 1199 },
      ],
    );
    assert.equal(summarizeShards(run)[0]?.missing, 1199);
    await importBatch(run, { files: [write(run, [answerLine(ids[8], "late")])] });
    const { missing, answered, closed } = Object(summarizeShards(run)[0]);
    assert.deepEqual([missing, answered, closed], [1198, 2, true]);
    // What expired was not answered: it is asked again without being told to.
    const again = exportBatch(run, { models: [SPEC] })[0];
    assert.equal(again?.requests, 1198);
  });
});

Deno.test("generateResponses() does not ask what is out in a batch, and says how much that is", async () => {
  await withRun(async (run) => {
    const ids = exported(run, 4, { maxRequests: 2 });
    run.db.exec("UPDATE batch_shards SET status = 'in_progress' WHERE shard = 'm-0001'");
    const client = fakeClient();
    const options = { models: [{ spec: SPEC, client }] };
    const { models, left } = await generateResponses(run, options);
    assert.deepEqual(client.asked.map(({ prompt }) => prompt), ["Question p2", "Question p3"]);
    assert.deepEqual([left, models[0]?.inBatch], [2, 2]);
    const path = write(run, [answerLine(ids[0], "A"), errorLine(ids[1])]);
    await importBatch(run, { files: [path] });
    assert.equal((await generateResponses(run, options)).left, 0);
    assert.equal(client.asked.length, 2);
  });
});

Deno.test("importBatch() comes to the same whatever the order of lines and files, broken off or not", async () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 0, max: 8 }), async (numbers, cut) => {
      await withRun(async (run) => {
        const ids = exported(run, 8);
        const lines = numbers.map((n) =>
          n % 3 === 0 ? errorLine(ids[n]) : answerLine(ids[n], `Answer ${n}`)
        );
        const files = [
          write(run, lines.slice(cut), "b.jsonl"),
          write(run, lines.slice(0, cut), "a.jsonl"),
        ].filter((path) => Deno.statSync(path).size > 0);
        for (const path of [...files, ...files]) await importBatch(run, { files: [path] });
        assert.deepEqual(
          responses(run),
          [0, 1, 2, 3, 4, 5, 6, 7].map((n) =>
            n % 3 === 0
              ? [`p${n}`, "failed", null, "http_400"]
              : [`p${n}`, "answered", `Answer ${n}`, null]
          ),
        );
      });
    }),
    { numRuns: 12, seed: 5 },
  );
});
