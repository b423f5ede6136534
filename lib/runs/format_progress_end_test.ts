import assert from "node:assert/strict";
import { formatProgressEnd } from "./format_progress_end.ts";
import type { ModelProgress } from "./progress.ts";

function model(fields: Partial<ModelProgress>): ModelProgress {
  const none = { total: 0, done: 0, asked: 0, failed: 0, inFlight: 0, stopped: null };
  return { model: "m", ...none, ...fields };
}

Deno.test("formatProgressEnd() sums all models up in one line", () => {
  const models = [
    model({ total: 1000, done: 1000, asked: 1000 }),
    model({ total: 1000, done: 1000, asked: 600, failed: 2 }),
  ];
  assert.deepEqual(formatProgressEnd({ seconds: 4, models }), [
    "All 2,000 done (1,600 new at 400/s, 2 failed).",
  ]);
});

Deno.test("formatProgressEnd() says what an interrupt has left, and how to go on", () => {
  const models = [model({ total: 30, done: 5, asked: 5 })];
  assert.deepEqual(formatProgressEnd({ seconds: 2, models }), [
    "5 of 30 done (5 new at 2.5/s). 25 are left: run this cell again to go on.",
  ]);
});

Deno.test("formatProgressEnd() gives each model that was asked no more a line with the reason", () => {
  const models = [
    model({ model: "a", total: 3, done: 3 }),
    model({ model: "b", total: 3, stopped: "its key is\nnot set" }),
  ];
  assert.deepEqual(formatProgressEnd({ seconds: 0, models }), [
    "3 of 6 done (none new). 3 are left: run this cell again to go on.",
    "b is asked no more: its key is not set.",
  ]);
});

Deno.test("formatProgressEnd() of what failed before anything was asked is a line, too", () => {
  assert.deepEqual(formatProgressEnd({ seconds: 0, models: [] }), [
    "Nothing was asked.",
  ]);
});
