import assert from "node:assert/strict";
import fc from "fast-check";
import { allocateSample } from "./allocate_sample.ts";

Deno.test("allocateSample() divides by size, and gives the rare their minimum", () => {
  assert.deepEqual(allocateSample([60, 30, 10], { count: 10 }), [6, 3, 1]);
  assert.deepEqual(allocateSample([600, 300, 1], { count: 10 }), [6, 3, 1]);
  assert.deepEqual(allocateSample([100, 4], { count: 12, power: 0.5, atLeast: 2 }), [10, 2]);
  assert.deepEqual(allocateSample([1, 1, 1], { count: 2 }), [1, 1, 0]);
  assert.deepEqual(allocateSample([2, 1], { count: 50 }), [2, 1]);
  assert.deepEqual(allocateSample([], { count: 5 }), []);
});

Deno.test("allocateSample() adds up, stays within sizes, and takes nothing away as it grows", () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 });
  const options = fc.record({
    power: fc.constantFrom(0.5, 1),
    atLeast: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(fc.property(sizes, options, fc.integer({ min: 0, max: 400 }), (list, rest, count) => {
    const total = list.reduce((sum, size) => sum + size, 0);
    const drawn = allocateSample(list, { ...rest, count });
    assert.equal(drawn.reduce((sum, n) => sum + n, 0), Math.min(count, total));
    drawn.forEach((n, index) => assert.ok(n <= (list[index] ?? 0)));
    const more = allocateSample(list, { ...rest, count: count + 1 });
    drawn.forEach((n, index) => assert.ok((more[index] ?? 0) >= n));
  }));
});
