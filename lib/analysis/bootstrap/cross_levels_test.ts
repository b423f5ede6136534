import assert from "node:assert/strict";
import { crossLevels, numberAnew } from "./cross_levels.ts";

/** Counts so large that pairs are looked up in a list, and in a map. */
const COUNTS = [6, 2 ** 14];

for (const count of COUNTS) {
  Deno.test(`crossLevels() numbers pairs of ${count} levels in order of appearance`, () => {
    const one = { codes: Uint32Array.of(5, 0, 5, 0, 5, 3), count };
    const other = { codes: Uint32Array.of(1, 1, 1, 2, 2, 1), count };
    const crossed = crossLevels(one, other);
    assert.deepEqual([[...crossed.codes], crossed.count], [[0, 1, 0, 2, 3, 4], 5]);
    assert.deepEqual([...one.codes], [5, 0, 5, 0, 5, 3]);
  });

  Deno.test(`crossLevels() writes over either list of codes of ${count} levels`, () => {
    for (const overwritten of ["one", "other"] as const) {
      const levels = {
        one: { codes: Uint32Array.of(5, 0, 5, 0), count },
        other: { codes: Uint32Array.of(1, 1, 1, 2), count },
      };
      const into = levels[overwritten].codes;
      const crossed = crossLevels(levels.one, levels.other, { into });
      assert.deepEqual([[...into], crossed.count], [[0, 1, 0, 2], 3]);
      assert.equal(crossed.codes, into);
    }
  });
}

Deno.test("numberAnew() leaves out levels that do not occur", () => {
  const { codes, count } = numberAnew({ codes: Uint32Array.of(7, 2, 7), count: 9 });
  assert.deepEqual([[...codes], count], [[0, 1, 0], 2]);
});
