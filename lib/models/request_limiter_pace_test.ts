import assert from "node:assert/strict";
import { type VirtualClock, virtualClock } from "../testing/virtual_clock.ts";
import { RequestLimiter, type RequestLimiterOptions, type SlotOutcome } from "./request_limiter.ts";
import { retryAfterMs } from "./retry_after.ts";
import { requestBucket } from "./simulator/request_bucket.ts";

const FINE = { effect: "grow" } as const;

function aLimiter(options: RequestLimiterOptions = {}): [RequestLimiter, VirtualClock] {
  const clock = virtualClock();
  return [new RequestLimiter({ now: clock.now, sleep: clock.sleep, ...options }), clock];
}

/** Asks `count` questions by `workers` at once of a provider that answers by `answer`. */
async function askAll(
  limiter: RequestLimiter,
  { count, workers, answer }: {
    count: number;
    workers: number;
    answer: () => Promise<SlotOutcome>;
  },
): Promise<{ refused: number; peak: number }> {
  const seen = { refused: 0, peak: 0 };
  let left = count;
  await Promise.all(Array.from({ length: workers }, async () => {
    while (left > 0) {
      left--;
      for (let isAnswered = false; !isAnswered;) {
        const slot = await limiter.acquire({ lane: "m" });
        seen.peak = Math.max(seen.peak, limiter.state().inFlight);
        const outcome = await answer();
        slot.release(outcome);
        isAnswered = outcome.effect === "grow";
        if (!isAnswered) seen.refused++;
      }
    }
  }));
  return seen;
}

Deno.test("RequestLimiter has reached 256 requests at once after less than three round trips", async () => {
  const [limiter, clock] = aLimiter({ max: 256 });
  const answer = async () => {
    await clock.sleep(100);
    return FINE;
  };
  const { peak } = await clock.run(askAll(limiter, { count: 2560, workers: 256, answer }));
  assert.equal(peak, 256);
  // Ideal would be 1000 ms: ten rounds of 256.
  assert.ok(clock.now() <= 1200, `${clock.now()} ms`);
});

Deno.test("RequestLimiter settles where a provider bears so many at once and no more", async () => {
  const [limiter, clock] = aLimiter({ max: 256 });
  let taken = 0;
  const answer = async () => {
    if (taken === 40) {
      await clock.sleep(5);
      return { effect: "halve" as const };
    }
    taken++;
    await clock.sleep(100);
    taken--;
    return FINE;
  };
  const { refused } = await clock.run(askAll(limiter, { count: 8000, workers: 256, answer }));
  assert.ok(refused < 0.02 * 8000, `${refused} refused`);
  // Ideal: 8,000 answers, 40 every 100 ms.
  assert.ok(clock.now() < 20_000 / 0.7, `${clock.now()} ms`);
});

Deno.test("RequestLimiter is back at full speed soon after an outage", async () => {
  const [limiter, clock] = aLimiter({ max: 64 });
  const answer = async () => {
    const isOut = clock.now() > 5000 && clock.now() < 8000;
    await clock.sleep(100);
    return isOut ? { effect: "halve" as const } : FINE;
  };
  const asked = askAll(limiter, { count: 6400, workers: 64, answer });
  asked.catch(() => {});
  await clock.advance(9000);
  assert.ok(limiter.state().limit >= 32, `${limiter.state().limit}`);
  await clock.run(asked);
  assert.equal(limiter.state().limit, 64);
});

/** A provider with a budget of requests, and answers that take 50 ms. */
function budgetedAnswer(clock: VirtualClock, { saysBudget }: { saysBudget: boolean }) {
  const bucket = requestBucket({ requestsPerSecond: 50, burst: 25 }, clock.now);
  return async (): Promise<SlotOutcome> => {
    const refusal = bucket.take();
    const headers = new Headers(bucket.headers());
    await clock.sleep(refusal === null ? 50 : 2);
    const shown = saysBudget ? { headers } : {};
    if (refusal === null) return { ...FINE, ...shown };
    const wait = retryAfterMs(refusal.headers, clock.now());
    return { effect: "halve", retryAfterMs: wait, ...shown };
  };
}

Deno.test("RequestLimiter keeps to a budget that the headers show, with hardly a refusal", async () => {
  const [limiter, clock] = aLimiter({ max: 64 });
  const answer = budgetedAnswer(clock, { saysBudget: true });
  const { refused } = await clock.run(askAll(limiter, { count: 3000, workers: 64, answer }));
  assert.ok(refused <= 40, `${refused} refused`);
  // Ideal: 25 at once, then 50 a second.
  assert.ok(clock.now() < 59_500 * 1.03, `${clock.now()} ms`);
});

Deno.test("RequestLimiter finds the pace of a budget that only Retry-After tells of", async () => {
  const [limiter, clock] = aLimiter({ max: 64 });
  const answer = budgetedAnswer(clock, { saysBudget: false });
  const { refused } = await clock.run(askAll(limiter, { count: 3000, workers: 64, answer }));
  assert.ok(refused < 0.2 * 3000, `${refused} refused`);
  assert.ok(clock.now() < 59_500 * 1.1, `${clock.now()} ms`);
});
