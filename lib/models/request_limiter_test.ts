import assert from "node:assert/strict";
import fc from "fast-check";
import { type VirtualClock, virtualClock } from "../testing/virtual_clock.ts";
import { RequestLimiter, type RequestLimiterOptions, type Slot } from "./request_limiter.ts";

const LANE = { lane: "m" };
const FINE = { effect: "grow" } as const;

function aLimiter(options: RequestLimiterOptions = {}): [RequestLimiter, VirtualClock] {
  const clock = virtualClock();
  return [new RequestLimiter({ now: clock.now, sleep: clock.sleep, ...options }), clock];
}

async function take(limiter: RequestLimiter, count: number, lane = "m"): Promise<Slot[]> {
  return await Promise.all(Array.from({ length: count }, () => limiter.acquire({ lane })));
}

/** Whether it gets leave without time passing. */
async function isFree(limiter: RequestLimiter, lane = "m"): Promise<boolean> {
  const controller = new AbortController();
  const asked = limiter.acquire({ lane, signals: [controller.signal] })
    .then((slot) => {
      slot.release({ effect: "keep" });
      return true;
    }, () => false);
  await Promise.resolve();
  controller.abort();
  return await asked;
}

Deno.test("RequestLimiter starts low and counts what is under way and what waits", async () => {
  const [limiter] = aLimiter();
  await take(limiter, 8);
  const controller = new AbortController();
  const ninth = limiter.acquire({ ...LANE, signals: [undefined, controller.signal] });
  assert.deepEqual(limiter.state(), { limit: 8, inFlight: 8, waiting: 1, pausedUntil: null });
  controller.abort(new Error("enough"));
  await assert.rejects(ninth, /enough/);
  assert.deepEqual(limiter.state(), { limit: 8, inFlight: 8, waiting: 0, pausedUntil: null });
});

Deno.test("RequestLimiter does not start above its maximum, nor go there", async () => {
  const [limiter] = aLimiter({ max: 3 });
  for (let round = 0; round < 5; round++) {
    const slots = await take(limiter, 3);
    assert.equal(await isFree(limiter), false);
    slots.forEach((slot) => slot.release(FINE));
    assert.equal(limiter.state().limit, 3);
  }
});

Deno.test("RequestLimiter does not raise a limit that nobody needs", async () => {
  const [limiter] = aLimiter();
  for (let round = 0; round < 50; round++) {
    const slots = await take(limiter, 7);
    slots.forEach((slot) => slot.release(FINE));
  }
  assert.equal(limiter.state().limit, 8);
});

Deno.test("RequestLimiter serves those first who came first, whichever model they ask", async () => {
  const [limiter] = aLimiter({ start: 1, max: 1 });
  const [held] = await take(limiter, 1);
  const served: number[] = [];
  const all = Array.from({ length: 20 }, async (_, index) => {
    const slot = await limiter.acquire({ lane: `m${index % 3}` });
    served.push(index);
    slot.release(FINE);
  });
  held?.release(FINE);
  await Promise.all(all);
  assert.deepEqual(served, Array.from({ length: 20 }, (_, index) => index));
});

Deno.test("RequestLimiter takes a slot back once, however often it is given", async () => {
  const [limiter] = aLimiter();
  const [first] = await take(limiter, 2);
  first?.release({ effect: "halve" });
  first?.release({ effect: "halve" });
  assert.deepEqual([limiter.state().inFlight, limiter.state().limit], [1, 4]);
});

Deno.test("RequestLimiter holds all of a provider's models while it asks to wait", async () => {
  const [limiter, clock] = aLimiter();
  const [slot] = await take(limiter, 1);
  await clock.advance(500);
  slot?.release({ effect: "halve", retryAfterMs: 8000 });
  assert.equal(limiter.state().pausedUntil, 8500);
  assert.deepEqual([await isFree(limiter), await isFree(limiter, "another")], [false, false]);
  const at: number[] = [];
  const waiting = ["m", "another"].map(async (lane) => {
    await limiter.acquire({ lane });
    at.push(clock.now());
  });
  await clock.advance(7999);
  assert.deepEqual([at, clock.sleepers], [[], 1]);
  await clock.run(Promise.all(waiting));
  assert.deepEqual(at, [8500, 8500]);
  assert.equal(limiter.state().pausedUntil, null);
});

Deno.test("RequestLimiter turns its timer off when nobody waits any more", async () => {
  const [limiter, clock] = aLimiter();
  const [slot] = await take(limiter, 1);
  slot?.release({ effect: "halve", retryAfterMs: 8000 });
  const controller = new AbortController();
  const asked = limiter.acquire({ ...LANE, signals: [controller.signal] });
  assert.equal(clock.sleepers, 1);
  controller.abort(new Error("enough"));
  await assert.rejects(asked, /enough/);
  assert.equal(clock.sleepers, 0);
});

Deno.test("RequestLimiter does not wait where a provider asks for hours: the request fails by it", async () => {
  const [limiter] = aLimiter();
  const [slot] = await take(limiter, 1);
  slot?.release({ effect: "halve", retryAfterMs: 7_200_000 });
  assert.equal(limiter.state().pausedUntil, null);
});

Deno.test("RequestLimiter forgets a pause that a clock set back would make endless", async () => {
  let now = 1e12;
  const clock = virtualClock();
  const limiter = new RequestLimiter({ now: () => now, sleep: clock.sleep });
  const [slot] = await take(limiter, 1);
  slot?.release({ effect: "halve", retryAfterMs: 5000 });
  now -= 86_400_000;
  await clock.run(limiter.acquire(LANE));
  assert.ok(clock.now() < 1000);
});

function budgetHeaders(remaining: number, reset: string): Headers {
  return new Headers({
    "x-ratelimit-limit-requests": "10",
    "x-ratelimit-remaining-requests": String(remaining),
    "x-ratelimit-reset-requests": reset,
  });
}

Deno.test("RequestLimiter sends nothing that the headers say would be refused, to that model", async () => {
  const [limiter, clock] = aLimiter();
  const [slot] = await take(limiter, 1);
  slot?.release({ ...FINE, headers: budgetHeaders(0, "20s") });
  assert.deepEqual([await isFree(limiter), await isFree(limiter, "another")], [false, true]);
  await clock.run(limiter.acquire(LANE));
  assert.equal(clock.now(), 2000);
});

Deno.test("RequestLimiter waits for the reset where a refusal names no other time", async () => {
  const [limiter] = aLimiter();
  const [slot] = await take(limiter, 1);
  slot?.release({ effect: "halve", headers: budgetHeaders(0, "20s") });
  assert.equal(limiter.state().pausedUntil, 20_000);
});

const EFFECTS = ["grow", "halve", "ease", "keep"] as const;

/** What happens to one request: when it comes, how long it takes, what becomes of it. */
const REQUEST = fc.record({
  lane: fc.constantFrom("a", "b", "c"),
  comesAt: fc.integer({ min: 0, max: 2000 }),
  takes: fc.integer({ min: 0, max: 300 }),
  effect: fc.constantFrom(...EFFECTS),
  retryAfterMs: fc.option(fc.integer({ min: 0, max: 3000 }), { freq: 8 }),
  remaining: fc.option(fc.integer({ min: 0, max: 10 }), { freq: 3 }),
  abortAt: fc.option(fc.integer({ min: 0, max: 3000 }), { freq: 4 }),
});

function abortsAfter(
  clock: VirtualClock,
  { comesAt, abortAt }: { comesAt: number; abortAt: number | null },
): AbortController {
  const controller = new AbortController();
  const wait = Math.max(0, (abortAt ?? Infinity) - comesAt);
  if (abortAt !== null) clock.sleep(wait).then(() => controller.abort());
  return controller;
}

Deno.test("RequestLimiter keeps its bounds, serves everyone and loses no slot, whatever comes", async () => {
  const bounds = fc.record({
    min: fc.integer({ min: 1, max: 3 }),
    max: fc.integer({ min: 3, max: 12 }),
  });
  const requests = fc.array(REQUEST, { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(requests, bounds, async (all, { min, max }) => {
      const [limiter, clock] = aLimiter({ min, max });
      let seen = 0;
      // A cut may leave more under way than the new limit; none is added to those.
      const look = () => {
        const { limit, inFlight } = limiter.state();
        assert.ok(inFlight <= Math.max(limit, seen) && limit >= min && limit <= max);
        seen = inFlight;
      };
      const fates = await clock.run(Promise.all(all.map(async (request) => {
        await clock.sleep(request.comesAt);
        const { signal } = abortsAfter(clock, request);
        const asked = limiter.acquire({ lane: request.lane, signals: [signal] }).catch(() => null);
        look();
        const slot = await asked;
        if (slot === null) return "aborted";
        look();
        await clock.sleep(request.takes);
        slot.release({
          effect: request.effect,
          retryAfterMs: request.retryAfterMs,
          headers: request.remaining === null ? undefined : budgetHeaders(request.remaining, "3s"),
        });
        look();
        return "served";
      })));
      assert.ok(fates.every((fate, index) => fate === "served" || all[index]?.abortAt !== null));
      const { inFlight, waiting } = limiter.state();
      assert.deepEqual([inFlight, waiting], [0, 0]);
    }),
    { numRuns: 60 },
  );
});
