import assert from "node:assert/strict";
import { costOf } from "./token_prices.ts";

const PRICES = { input: 2.5, cached_input: 1.25, output: 10 };

Deno.test("costOf() charges a million tokens of each kind at its price", () => {
  assert.equal(costOf(PRICES, { input: 1e6, cached: 0, output: 0 }), 2.5);
  assert.equal(costOf(PRICES, { input: 1e6, cached: 1e6, output: 0 }), 1.25);
  assert.equal(costOf(PRICES, { input: 0, cached: 0, output: 1e6 }), 10);
});

Deno.test("costOf() charges the cached part of the input as such, and only once", () => {
  // 600 × 2.5 + 400 × 1.25 + 300 × 10 = 1500 + 500 + 3000 millionths of a dollar
  assert.equal(costOf(PRICES, { input: 1000, cached: 400, output: 300 }), 0.005);
});

Deno.test("costOf() charges cached input as any other where it has no price of its own", () => {
  const prices = { ...PRICES, cached_input: null };
  assert.equal(costOf(prices, { input: 1000, cached: 400, output: 0 }), 0.0025);
});

Deno.test("costOf() does not pay back for more cached tokens than there was input", () => {
  assert.equal(costOf(PRICES, { input: 100, cached: 400, output: 0 }), 0.000125);
});
