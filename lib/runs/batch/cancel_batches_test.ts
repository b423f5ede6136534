import assert from "node:assert/strict";
import { rowsOf } from "../../testing/temporary_run.ts";
import { withShards } from "../../testing/with_shards.ts";
import { lockRun } from "../run_lock.ts";
import { listShards } from "./batch_shard.ts";
import { cancelBatches } from "./cancel_batches.ts";
import { exportBatch } from "./export_batch.ts";
import { fetchBatches } from "./fetch_batches.ts";
import { submitBatches, takeElsewhere } from "./submit_batches.ts";

Deno.test("what was taken elsewhere is out until its answers come home or it is given up", async () => {
  await withShards({}, async (run, simulator) => {
    const models = simulator.models.slice(0, 1);
    await takeElsewhere(run, { shards: [listShards(run)[0]?.shard ?? ""] });
    assert.equal(exportBatch(run, { models })[0]?.out, 10);
    assert.equal((await submitBatches(run)).length, 1);
    const results = await cancelBatches(run, { shards: [listShards(run)[0]?.shard ?? ""] });
    assert.deepEqual(results.map(({ problem }) => problem), [null]);
    const kinds = rowsOf(run, "SELECT error_kind, count(*) AS n FROM responses GROUP BY 1");
    assert.deepEqual(kinds, [{ error_kind: "batch_cancelled", n: 10 }]);
    assert.equal(exportBatch(run, { models })[0]?.requests, 10);
  });
});

Deno.test("cancelBatches() with forget ends a shard that no provider knows any more", async () => {
  await withShards({}, async (run) => {
    run.db.exec("UPDATE batch_shards SET status = 'completed', batch_id = 'batch_gone'");
    assert.deepEqual(await cancelBatches(run), []);
    assert.equal((await cancelBatches(run, { forget: true })).length, 2);
    assert.equal(listShards(run, { which: "out" }).length, 0);
  });
});

Deno.test("while another task writes to the run, nothing is exported, submitted, cancelled or fetched", async () => {
  await withShards({}, async (run, simulator) => {
    using _lock = lockRun(run, "generate");
    const isHeld = /has held it for 'generate'/;
    assert.throws(() => exportBatch(run, { models: simulator.models.slice(0, 1) }), isHeld);
    for (const task of [submitBatches, takeElsewhere, cancelBatches, fetchBatches]) {
      await assert.rejects(task(run), isHeld);
    }
    assert.ok(listShards(run).every(({ status }) => status === null));
    assert.equal(simulator.stats.batches, 0);
  });
});
