import assert from "node:assert/strict";
import fc from "fast-check";
import { allocate } from "./allocate.ts";

const ELECTION = { a: 47000, b: 16000, c: 15800, d: 12000, e: 6100, f: 3100 };
const CASES: readonly (readonly [Record<string, number>, number, Record<string, number>])[] = [
  // The textbook's example of Hamilton's rule: 5, 2, 1, 1, 1, 0. That f may have one, too, b gives
  // one back, which was rounded up by most.
  [ELECTION, 10, { a: 5, b: 1, c: 1, d: 1, e: 1, f: 1 }],
  // Fewer than strata: the rule as it is.
  [ELECTION, 5, { a: 2, b: 1, c: 1, d: 1, e: 0, f: 0 }],
  [{ a: 1, b: 1, c: 8 }, 5, { a: 1, b: 1, c: 3 }],
  [{ a: 1, b: 1, c: 98 }, 10, { a: 1, b: 1, c: 8 }],
  [{ b: 1, a: 1 }, 1, { a: 1, b: 0 }],
  [{ a: 3, b: 2 }, 99, { a: 3, b: 2 }],
  [{ a: 10, b: 30 }, 1, { a: 0, b: 1 }],
  [{}, 3, {}],
];

for (const [sizes, count, expected] of CASES) {
  Deno.test(`allocate() gives ${JSON.stringify(sizes)} ${JSON.stringify(expected)} of ${count}`, () => {
    const shares = allocate(new Map(Object.entries(sizes)), count);
    assert.deepEqual(Object.fromEntries(shares), expected);
  });
}

Deno.test("allocate() shares out all, to each at least one and at most what it has", () => {
  const sizes = fc.dictionary(fc.string(), fc.integer({ min: 1, max: 1000 }), { minKeys: 1 });
  fc.assert(fc.property(sizes, fc.integer({ min: 1, max: 3000 }), (sizes, count) => {
    const entries = Object.entries(sizes);
    const total = entries.reduce((sum, [, size]) => sum + size, 0);
    const wanted = Math.min(count, total);
    const shares = allocate(new Map(entries), count);
    assert.equal([...shares.values()].reduce((sum, share) => sum + share, 0), wanted);
    for (const [name, size] of entries) {
      const share = shares.get(name) ?? -1;
      assert.ok(share >= (wanted >= entries.length ? 1 : 0) && share <= size);
      const quota = wanted * size / total;
      assert.ok(share <= Math.max(1, Math.ceil(quota)), `${share} of ${quota}`);
    }
  }));
});
