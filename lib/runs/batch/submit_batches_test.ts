import assert from "node:assert/strict";
import fc from "fast-check";
import { type BatchEndpoint, connectBatches } from "../../models/batch_endpoint.ts";
import type { ModelSpec } from "../../models/model_spec.ts";
import { fakeAnswer } from "../../testing/fake_client.ts";
import { withShards } from "../../testing/with_shards.ts";
import { rowsOf, somePrompts, withRun } from "../../testing/temporary_run.ts";
import { addPrompts } from "../add_prompts.ts";
import type { RunFile } from "../run_file.ts";
import { saveResponse } from "../save_response.ts";
import { listShards, shardPath } from "./batch_shard.ts";
import { cancelBatches } from "./cancel_batches.ts";
import { exportBatch } from "./export_batch.ts";
import { fetchBatches } from "./fetch_batches.ts";
import { followBatches, lookAtBatches } from "./follow_batches.ts";
import { summarizeShards } from "./shard_summary.ts";
import { submitBatches } from "./submit_batches.ts";

const KEY = "sk-secret-0123456789";

const noSleep = { sleep: () => Promise.resolve() };

function statuses(run: RunFile): Record<string, unknown>[] {
  return rowsOf(
    run,
    "SELECT status, error_kind, count(*) AS n FROM responses GROUP BY 1, 2 ORDER BY 1, 2",
  );
}

Deno.test("batches are submitted, followed to their end, and come home whole", async () => {
  await withShards({}, async (run, simulator) => {
    const submitted = await submitBatches(run);
    assert.deepEqual(submitted.map(({ state, problem }) => [state?.status, problem]), [
      ["validating", null],
      ["validating", null],
    ]);
    const seen: string[] = [];
    await followBatches(run, {
      ...noSleep,
      onLook: (results) => seen.push(results.map(({ state }) => state?.status).join()),
    });
    assert.deepEqual(seen, ["in_progress", "finalizing", "completed"].map((s) => `${s},${s}`));
    const { files, shards } = await fetchBatches(run);
    assert.deepEqual(files.map(({ kept }) => kept), [10, 10]);
    assert.ok(shards.every(({ closed, answered }) => closed && answered === 10));
    assert.deepEqual(statuses(run), [{ status: "answered", error_kind: null, n: 20 }]);
    const refs = rowsOf(run, "SELECT DISTINCT origin_ref FROM responses");
    assert.ok(refs.every(({ origin_ref }) => /^batch_simulated_/.test(String(origin_ref))));
    assert.equal(simulator.stats.batches, 2);
    assert.deepEqual(await submitBatches(run), []);
    assert.deepEqual((await fetchBatches(run)).results, []);
  });
});

Deno.test("what met an error, the filter or the end of the window comes home as that", async () => {
  const options = { faults: { server_error: 0.2, content_filter: 0.2 }, batchExpiresAfter: 0.7 };
  await withShards(options, async (run) => {
    await submitBatches(run);
    await followBatches(run, noSleep);
    await fetchBatches(run);
    const counts = new Map(statuses(run).map((row) => [row.error_kind ?? row.status, row.n]));
    assert.equal(counts.get("batch_expired"), 6);
    assert.deepEqual([...counts.keys()].sort(), [
      "answered",
      "batch_expired",
      "filtered",
      "http_500",
    ]);
    assert.equal([...counts.values()].reduce((sum, n) => Number(sum) + Number(n), 0), 20);
  });
});

Deno.test("a cancelled batch brings home what it had answered, and leaves the rest as failures", async () => {
  await withShards({}, async (run) => {
    await submitBatches(run);
    await lookAtBatches(run);
    const [result] = await cancelBatches(run, { shards: [listShards(run)[0]?.shard ?? ""] });
    assert.equal(result?.state?.status, "cancelling");
    await followBatches(run, noSleep);
    await fetchBatches(run);
    assert.deepEqual(statuses(run), [
      { status: "answered", error_kind: null, n: 15 },
      { status: "failed", error_kind: "batch_cancelled", n: 5 },
    ]);
    assert.equal(summarizeShards(run)[0]?.missing, 5);
  });
});

Deno.test("fetchBatches() touches nothing of a batch that is not over", async () => {
  await withShards({}, async (run) => {
    await submitBatches(run);
    const { results, files } = await fetchBatches(run);
    assert.deepEqual(results.map(({ state }) => state?.status), ["in_progress", "in_progress"]);
    assert.deepEqual(files, []);
    assert.equal(summarizeShards(run)[0]?.out, 10);
  });
});

Deno.test("a batch of which the provider takes nothing leaves failures that say why", async () => {
  await withShards({}, async (run) => {
    const [first] = listShards(run);
    const connect: typeof connectBatches = (spec, options) => {
      const endpoint = connectBatches(spec, options);
      const empty = shardPath(run, "empty");
      Deno.writeTextFileSync(empty, "\n");
      return { ...endpoint, upload: (_, name) => endpoint.upload(empty, name) };
    };
    await submitBatches(run, { connect, shards: [first?.shard ?? ""] });
    await followBatches(run, noSleep);
    await fetchBatches(run);
    const errors = rowsOf(run, "SELECT DISTINCT error_kind, error FROM responses");
    assert.deepEqual(errors, [{
      error_kind: "batch_failed",
      error: "the provider took none of the batch: The input file is empty.",
    }]);
  });
});

/** An endpoint that ends the process before or after its n-th call. */
function crashingConnect(crash: { at: number; after: boolean }): typeof connectBatches {
  let calls = 0;
  async function step<T>(work: () => Promise<T>): Promise<T> {
    const isIt = calls++ === crash.at;
    if (isIt && !crash.after) throw new Error("killed");
    const result = await work();
    if (isIt) throw new Error("killed");
    return result;
  }
  return (spec, options): BatchEndpoint => {
    const real = connectBatches(spec, options);
    return {
      ...real,
      upload: (...args) => step(() => real.upload(...args)),
      createOnce: (batch) => step(() => real.createOnce(batch)),
      retrieve: (id) => step(() => real.retrieve(id)),
      download: (...args) => step(() => real.download(...args)),
    };
  };
}

Deno.test("a process killed at any step of submitting and fetching loses and doubles nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 13 }), fc.boolean(), async (at, after) => {
      await withShards({}, async (run, simulator) => {
        const all = async (connect: typeof connectBatches) => {
          await submitBatches(run, { connect });
          await followBatches(run, { ...noSleep, connect });
          await fetchBatches(run, { connect });
        };
        await all(crashingConnect({ at, after })).catch((error) =>
          assert.equal(error.message, "killed")
        );
        exportBatch(run, { models: simulator.models.slice(0, 1), maxRequests: 10 });
        await all(connectBatches);
        assert.equal(simulator.stats.batches, 2);
        assert.deepEqual(statuses(run), [{ status: "answered", error_kind: null, n: 20 }]);
      });
    }),
    { numRuns: 28, seed: 3 },
  );
});

Deno.test("a provider without batches, a missing key and a refused one are told in one line each", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) =>
      request.url.includes("/open/")
        ? Response.json({ detail: "Not Found" }, { status: 404 })
        : Response.json({ error: { message: `no such key: ${KEY}` } }, { status: 401 }),
  );
  const base = `http://127.0.0.1:${server.addr.port}`;
  const specs: ModelSpec[] = [
    { name: "open", model: "x", baseURL: `${base}/open/v1` },
    { name: "keyless", model: "x", baseURL: `${base}/v1`, apiKeyEnv: "BATCH_TEST_NO_KEY" },
    { name: "refused", model: "x", baseURL: `${base}/v1`, apiKeyEnv: "BATCH_TEST_KEY" },
  ];
  Deno.env.set("BATCH_TEST_KEY", KEY);
  await withRun(async (run) => {
    addPrompts(run, somePrompts(2));
    exportBatch(run, { models: specs });
    const problems = (await submitBatches(run)).map(({ problem }) => problem ?? "");
    assert.match(problems[0] ?? "", /there are no batches at .*\/open\/v1 \(404\).*generate.*Ray/);
    assert.match(problems[1] ?? "", /BATCH_TEST_NO_KEY is not set/);
    assert.match(problems[2] ?? "", /401 no such key: \[BATCH_TEST_KEY\]/);
    assert.ok(listShards(run).every(({ status }) => status === null));
    run.checkpoint();
    const files = [run.path, ...listShards(run).map(({ shard }) => shardPath(run, shard))];
    assert.equal(files.length, 4);
    for (const path of files) assert.ok(!Deno.readTextFileSync(path).includes(KEY), path);
  });
  Deno.env.delete("BATCH_TEST_KEY");
});

Deno.test("submitBatches() sends no file that has changed, nor what was answered meanwhile", async () => {
  await withShards({}, async (run, simulator) => {
    const [first, second] = listShards(run);
    assert.ok(first !== undefined && second !== undefined);
    Deno.writeTextFileSync(shardPath(run, first.shard), "{}", { append: true });
    const key = { model: first.model, sample: 0, answer: fakeAnswer() };
    saveResponse(run, { prompt_id: "p15", ...key });
    const problems = async () => (await submitBatches(run)).map(({ problem }) => problem);
    const [changed, answered] = await problems();
    assert.match(changed ?? "", /the file has changed since it was written. Export again/);
    assert.match(answered ?? "", /1 of its requests have been asked since it was written/);
    Deno.removeSync(shardPath(run, first.shard));
    assert.match((await problems())[0] ?? "", /there is no such file any more/);
    assert.equal(simulator.stats.batches, 0);
  });
});
