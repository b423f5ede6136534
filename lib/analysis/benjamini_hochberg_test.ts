import assert from "node:assert/strict";
import { benjaminiHochberg } from "./benjamini_hochberg.ts";

/** Computed by `bench/reference/bootstrap.py` with statsmodels' `multipletests`. */
const REFERENCE: { families: { p: number[]; adjusted: number[] }[] } = JSON.parse(
  Deno.readTextFileSync(new URL("./fixtures/bootstrap_reference.json", import.meta.url)),
);

Deno.test("benjaminiHochberg() gives statsmodels' adjusted p-values", () => {
  for (const { p, adjusted } of REFERENCE.families) {
    benjaminiHochberg(p).forEach((value, index) => {
      assert.ok(Math.abs((value ?? NaN) - (adjusted[index] ?? NaN)) < 1e-14);
    });
  }
});

Deno.test("benjaminiHochberg() leaves what was not tested out of the family", () => {
  assert.deepEqual(benjaminiHochberg([0.01, null, 0.04, null]), [0.02, null, 0.04, null]);
  assert.deepEqual(benjaminiHochberg([]), []);
  for (const p of [1.5, -0.1, NaN]) assert.throws(() => benjaminiHochberg([p]), RangeError);
});
