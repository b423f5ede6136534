import assert from "node:assert/strict";
import fc from "fast-check";
import { AdaptiveLimit } from "./_adaptive_limit.ts";

/** One round trip in which every slot brings an answer. */
function roundOfAnswers(limit: AdaptiveLimit): number {
  for (let left = limit.value; left > 0; left--) limit.grow(limit.round);
  return limit.value;
}

Deno.test("AdaptiveLimit multiplies from round trip to round trip until the first overload", () => {
  const limit = new AdaptiveLimit({ min: 1, max: 4000, start: 8 });
  const values = [roundOfAnswers(limit), roundOfAnswers(limit), roundOfAnswers(limit)];
  assert.deepEqual([limit.value >= 512, values[0]], [true, 64]);
  assert.ok(values.every((value, index) => index === 0 || value >= 2 * (values[index - 1] ?? 0)));
});

Deno.test("AdaptiveLimit halves once per round trip, however many are refused", () => {
  const limit = new AdaptiveLimit({ min: 1, max: 100, start: 64 });
  const { round } = limit;
  for (let refused = 0; refused < 30; refused++) limit.cut(round, 0.5);
  assert.equal(limit.value, 32);
  limit.cut(limit.round, 0.5);
  assert.equal(limit.value, 16);
});

Deno.test("AdaptiveLimit is not raised by answers to what was sent before a cut", () => {
  const limit = new AdaptiveLimit({ min: 1, max: 100, start: 64 });
  const { round } = limit;
  limit.cut(round, 0.5);
  for (let answer = 0; answer < 30; answer++) limit.grow(round);
  assert.equal(limit.value, 32);
});

Deno.test("AdaptiveLimit goes on by even steps after an overload", () => {
  const limit = new AdaptiveLimit({ min: 1, max: 1000, start: 160 });
  limit.cut(limit.round, 0.5);
  const values = [80, ...Array.from({ length: 6 }, () => roundOfAnswers(limit))];
  const steps = values.slice(1).map((value, index) => value - (values[index] ?? 0));
  // A sixteenth of 160 per round trip, less what the growth within the round takes off.
  assert.ok(steps.every((step) => step >= 8 && step <= 10), String(steps));
});

Deno.test("AdaptiveLimit is soon back after an outage: the cuts of one outage count as one", () => {
  const limit = new AdaptiveLimit({ min: 1, max: 1000, start: 256 });
  for (let cut = 0; cut < 12; cut++) limit.cut(limit.round, 0.5);
  assert.equal(limit.value, 1);
  for (let round = 0; round < 7; round++) roundOfAnswers(limit);
  assert.equal(limit.value, 128);
});

Deno.test("AdaptiveLimit stays within its bounds, whatever comes", () => {
  const steps = fc.array(fc.constantFrom("grow", "halve", "ease", "stale"), { maxLength: 300 });
  const bounds = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 300 }));
  fc.assert(
    fc.property(steps, bounds, fc.integer({ min: 1, max: 400 }), (all, [min, more], start) => {
      const limit = new AdaptiveLimit({ min, max: min + more, start });
      for (const step of all) {
        const before = limit.value;
        if (step === "grow") limit.grow(limit.round);
        else if (step === "stale") limit.cut(limit.round - 1, 0.5);
        else limit.cut(limit.round, step === "halve" ? 0.5 : 0.75);
        assert.ok(limit.value >= min && limit.value <= min + more && Number.isInteger(limit.value));
        if (step === "grow") assert.ok(limit.value >= before);
        else assert.ok(limit.value <= before);
      }
    }),
  );
});
