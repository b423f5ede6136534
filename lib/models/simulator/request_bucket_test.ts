import assert from "node:assert/strict";
import { requestBucket } from "./request_bucket.ts";
import { startSimulator } from "./start_simulator.ts";

Deno.test("requestBucket() lets a burst through, refuses the rest, and fills again", () => {
  let now = 0;
  const { take } = requestBucket({ requestsPerSecond: 4, burst: 3 }, () => now);
  const taken = () => Array.from({ length: 4 }, () => take() === null);
  assert.deepEqual(taken(), [true, true, true, false]);
  now = 500;
  assert.deepEqual(taken(), [true, true, false, false]);
  now = 60_000;
  assert.deepEqual(taken(), [true, true, true, false]);
});

Deno.test("requestBucket() says what is left, and when to come back", async () => {
  const { take, headers } = requestBucket({ requestsPerSecond: 0.5, burst: 2 }, () => 0);
  take();
  assert.deepEqual(headers(), {
    "x-ratelimit-limit-requests": "2",
    "x-ratelimit-remaining-requests": "1",
    "x-ratelimit-reset-requests": "2s",
  });
  take();
  const refusal = take();
  assert.equal(refusal?.status, 429);
  assert.equal(refusal?.headers.get("retry-after"), "2");
  assert.equal(refusal?.headers.get("retry-after-ms"), "2000");
  assert.equal(refusal?.headers.get("x-ratelimit-remaining-requests"), "0");
  assert.match(await refusal?.text() ?? "", /rate_limit_exceeded/);
});

Deno.test("requestBucket() writes times as OpenAI does", () => {
  const resetAfter = (requestsPerSecond: number) => {
    const { take, headers } = requestBucket({ requestsPerSecond, burst: 1 }, () => 0);
    take();
    return headers()["x-ratelimit-reset-requests"];
  };
  assert.deepEqual([resetAfter(20), resetAfter(0.4), resetAfter(1 / 360)], [
    "50ms",
    "2.5s",
    "6m0s",
  ]);
});

Deno.test("startSimulator() counts the budget of each model by itself", async () => {
  await using simulator = startSimulator({ rateLimit: { requestsPerSecond: 0.001, burst: 1 } });
  const statuses: number[] = [];
  for (const { model } of [...simulator.models, ...simulator.models.slice(0, 2)]) {
    const body = JSON.stringify({ model, messages: [{ role: "user", content: "Why?" }] });
    const response = await fetch(`${simulator.baseURL}/chat/completions`, { method: "POST", body });
    assert.equal(response.headers.get("x-ratelimit-limit-requests"), "1");
    statuses.push(response.status);
    await response.body?.cancel();
  }
  assert.deepEqual(statuses, [200, 200, 200, 200, 429, 429]);
  assert.equal(simulator.stats.refused, 2);
});

for (const rateLimit of [{ requestsPerSecond: 0, burst: 1 }, { requestsPerSecond: 1, burst: 0 }]) {
  Deno.test(`startSimulator() refuses a budget of nothing: ${JSON.stringify(rateLimit)}`, () => {
    assert.throws(() => startSimulator({ rateLimit }), /^UserError: Cannot simulate a budget/);
  });
}
