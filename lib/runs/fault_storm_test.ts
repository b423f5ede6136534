import assert from "node:assert/strict";
import { createClient } from "../models/create_client.ts";
import { RequestLimiter } from "../models/request_limiter.ts";
import { startSimulator } from "../models/simulator/start_simulator.ts";
import { addPrompts } from "./add_prompts.ts";
import { generateResponses } from "./generate_responses.ts";
import { rowsOf, somePrompts, withRun } from "../testing/temporary_run.ts";

/** Three requests in ten are hit. */
const STORM = {
  rate_limit: 0.05,
  server_error: 0.05,
  unavailable: 0.04,
  overloaded: 0.02,
  slow: 0.03,
  drop: 0.03,
  broken_json: 0.03,
  empty_choices: 0.02,
  content_filter: 0.02,
  context_length: 0.01,
};

/** A clock on which every wait is over at once. */
function hastyClock() {
  let now = 0;
  return {
    now: () => now,
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
      if (signal?.aborted) return Promise.reject(signal.reason);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

Deno.test("generateResponses() comes through a storm with a row for every prompt, none twice", async () => {
  await using simulator = startSimulator({ seed: 3, faults: STORM, slowBy: 1 });
  await withRun(async (run) => {
    addPrompts(run, somePrompts(300));
    const limiter = new RequestLimiter(hastyClock());
    const models = simulator.models.slice(0, 2).map((spec) => ({
      spec,
      client: createClient(spec, { ...hastyClock(), limiter }),
    }));
    const summary = await generateResponses(run, { models });
    assert.deepEqual([summary.left, summary.aborted], [0, false]);
    const rows = rowsOf(run, "SELECT status, error, error_kind, attempts FROM responses");
    assert.equal(rows.length, 600);
    for (const { status, error, error_kind } of rows) {
      assert.equal(status === "failed", error !== null && error_kind !== null, String(error));
    }
    const { faults, requests } = simulator.stats;
    const count = (status: string) => rows.filter((row) => row.status === status).length;
    assert.equal(count("filtered"), faults.content_filter);
    assert.ok(count("failed") >= (faults.context_length ?? NaN));
    // Every request sent belongs to a row: nothing was asked that is not accounted for.
    assert.equal(rows.reduce((sum, { attempts }) => sum + Number(attempts), 0), requests);
    assert.ok(Object.values(faults).reduce((sum, hits) => sum + hits, 0) > 0.25 * requests);
    const { inFlight, waiting, limit } = limiter.state();
    assert.deepEqual([inFlight, waiting], [0, 0]);
    assert.ok(limit >= 1);
  });
});
