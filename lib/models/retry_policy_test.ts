import assert from "node:assert/strict";
import fc from "fast-check";
import { failure } from "./describe_failure.ts";
import { limitEffect, MAX_RETRY_AFTER_MS, retryDelay } from "./retry_policy.ts";

const ATTEMPTS: readonly (readonly [string, number])[] = [
  ["http_429", 8],
  ["http_408", 5],
  ["http_409", 5],
  ["http_500", 6],
  ["http_502", 6],
  ["http_503", 6],
  ["http_529", 6],
  ["connection", 6],
  ["timeout", 3],
  ["malformed", 4],
  ["empty_choices", 4],
  ["http_400", 1],
  ["http_401", 1],
  ["http_402", 1],
  ["http_403", 1],
  ["http_404", 1],
  ["http_422", 1],
  ["context_length", 1],
  ["quota", 1],
  ["unknown", 1],
];

for (const [kind, attempts] of ATTEMPTS) {
  Deno.test(`retryDelay() sends what failed by ${kind} ${attempts} times in all`, () => {
    const waits = Array.from(
      { length: 12 },
      (_, index) => retryDelay(failure(kind, ""), { attempt: index + 1, random: () => 0 }),
    );
    assert.equal(waits.findIndex((wait) => wait === null) + 1, attempts);
  });
}

Deno.test("retryDelay() doubles the wait up to the rule's limit", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7].map((attempt) =>
    retryDelay(failure("http_429", ""), { attempt, random: () => 1 })
  );
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000]);
});

Deno.test("retryDelay() draws the wait from the upper half of what the rule allows", () => {
  const wait = (random: number) =>
    retryDelay(failure("connection", ""), { attempt: 1, random: () => random });
  assert.equal(wait(0), 250);
  assert.equal(wait(0.5), 375);
});

Deno.test("retryDelay() never undercuts what the provider asks for", () => {
  const kinds = fc.constantFrom("http_429", "http_503", "http_408");
  const asked = fc.integer({ min: 0, max: MAX_RETRY_AFTER_MS });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(fc.property(kinds, asked, random, (kind, retryAfterMs, drawn) => {
    const wait = retryDelay({ kind, message: "", retryAfterMs }, {
      attempt: 1,
      random: () => drawn,
    });
    assert.ok(wait !== null && wait >= retryAfterMs && wait <= retryAfterMs * 1.1);
  }));
});

Deno.test("retryDelay() gives up where the provider asks for more than ten minutes", () => {
  const asked = { kind: "http_429", message: "", retryAfterMs: MAX_RETRY_AFTER_MS + 1 };
  assert.equal(retryDelay(asked, { attempt: 1, random: () => 0 }), null);
});

Deno.test("retryDelay() backs off by itself where Retry-After was asked for twice in vain", () => {
  const asked = { kind: "http_429", message: "", retryAfterMs: 50 };
  const waits = [1, 2, 3, 4].map((attempt) => retryDelay(asked, { attempt, random: () => 0 }));
  assert.deepEqual(waits, [50, 50, 2000, 4000]);
});

for (
  const [kind, effect] of [
    ["http_429", "halve"],
    ["http_503", "halve"],
    ["http_529", "halve"],
    ["http_502", "ease"],
    ["http_504", "ease"],
    ["http_524", "ease"],
    ["http_408", "ease"],
    ["connection", "ease"],
    ["timeout", "ease"],
    ["http_500", "keep"],
    ["http_409", "keep"],
    ["malformed", "keep"],
    ["empty_choices", "keep"],
    ["http_401", "keep"],
    ["context_length", "keep"],
    ["quota", "keep"],
  ] as const
) {
  Deno.test(`limitEffect() of ${kind} is ${effect}`, () => {
    assert.equal(limitEffect(kind), effect);
  });
}
