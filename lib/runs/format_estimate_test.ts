import assert from "node:assert/strict";
import type { Price } from "../models/prices.ts";
import type { CostEstimate, ModelEstimate } from "./estimate_cost.ts";
import { costQuestion, estimateRows, formatEstimate, totalOf } from "./format_estimate.ts";

const PRICED: Price = {
  kind: "priced",
  prices: { input: 2.5, cached_input: 1.25, output: 10, batch: null },
  source: "https://openai.example/pricing",
  checked: "2026-10-14",
  note: null,
};
const UNKNOWN: Price = { kind: "unknown", why: "no price known for b: see data/prices.json" };

function aModel(fields: Partial<ModelEstimate> = {}): ModelEstimate {
  return {
    model: "gpt-4o",
    requests: 10_314,
    input: { tokens: 1_031_400, how: "counted", basis: "o200k_base" },
    output: { tokens: 4_125_600, how: "assumed", basis: "400 tokens an answer" },
    price: PRICED,
    atBatchPrice: false,
    expected: 43.8345,
    atMost: 107.99,
    ...fields,
  };
}

function estimateOf(...models: ModelEstimate[]): CostEstimate {
  return { models, batch: false };
}

const B = aModel({ model: "b", price: UNKNOWN, expected: null, atMost: null });
const FREE = aModel({
  model: "c",
  price: { kind: "free", why: "it is simulated" },
  expected: 0,
  atMost: 0,
});

Deno.test("formatEstimate() lines a model's figures up and says how each was got", () => {
  assert.deepEqual(formatEstimate(estimateOf(aModel())), [
    "model   requests  tokens in  tokens out  expected  at most",
    "gpt-4o    10,314  1,031,400   4,125,600    $43.83  $107.99",
    "gpt-4o: tokens in counted (o200k_base), tokens out assumed (400 tokens an answer); " +
    "price of 2026-10-14 from https://openai.example/pricing",
  ]);
});

Deno.test("formatEstimate() says plainly that a price is not known, and adds the others up", () => {
  const lines = formatEstimate(estimateOf(aModel({ atMost: null }), B));
  assert.match(lines[1] ?? "", /\$43\.83 +no limit$/);
  assert.match(lines[2] ?? "", /unknown +unknown$/);
  assert.match(lines[3] ?? "", /^together +20,628 +\$43\.83 and more +unknown$/);
  assert.match(
    lines[5] ?? "",
    /^b: no price known for b: see data\/prices\.json; tokens in counted/,
  );
});

Deno.test("formatEstimate() lets no model's name break a line", () => {
  const lines = formatEstimate(estimateOf(aModel({ model: "a\n\x1b[2Kb" })));
  for (const line of lines) assert.doesNotMatch(line, /\p{Cc}/u);
});

Deno.test("estimateRows() gives plain rows, and says where batches have no price of their own", () => {
  const [row] = estimateRows({ models: [aModel()], batch: true });
  assert.equal(row?.expected, 43.8345);
  assert.equal(row?.tokens_in, 1_031_400);
  assert.match(row?.notes ?? "", /; batches have no price of their own$/);
});

Deno.test("estimateRows() says where nothing is left to ask", () => {
  const [row] = estimateRows(estimateOf(aModel({ requests: 0, expected: 0, atMost: 0 })));
  assert.equal(row?.notes, "nothing is left to ask");
});

Deno.test("totalOf() counts what is paid for, and knows no limit where one model has none", () => {
  const total = totalOf(estimateOf(aModel(), aModel({ model: "d", atMost: null }), FREE));
  assert.equal(total.requests, 3 * 10_314);
  assert.equal(total.paidRequests, 2 * 10_314);
  assert.equal(total.expected, 2 * 43.8345);
  assert.equal(total.atMost, null);
});

for (
  const [models, question] of [
    [[aModel()], "Send 10,314 requests to gpt-4o for about $43.83 (at most $107.99)?"],
    [[aModel({ atMost: null })], "Send 10,314 requests to gpt-4o for about $43.83?"],
    [[aModel(), FREE], "Send 10,314 requests to gpt-4o for about $43.83 (at most $107.99)?"],
    [[aModel({ requests: 1 })], "Send 1 request to gpt-4o for about $43.83 (at most $107.99)?"],
    [
      [aModel(), B],
      "Send 20,628 requests to gpt-4o, b for about $43.83, and b at an unknown price?",
    ],
    [[B], "Send 10,314 requests to b at an unknown price?"],
    [[FREE], null],
    [[aModel({ requests: 0 })], null],
    [[], null],
  ] as const
) {
  Deno.test(`costQuestion() asks ${question ?? "nothing where nothing is paid for"}`, () => {
    assert.equal(costQuestion(estimateOf(...models)), question);
  });
}
