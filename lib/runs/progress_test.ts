import assert from "node:assert/strict";
import {
  formatDuration,
  formatProgress,
  formatProgressTotal,
  type ModelProgress,
  secondsLeft,
} from "./progress.ts";

function aModel(fields: Partial<ModelProgress>): ModelProgress {
  return {
    model: "m",
    total: 100,
    done: 0,
    asked: 0,
    failed: 0,
    inFlight: 0,
    stopped: null,
    ...fields,
  };
}

const LINES: readonly (readonly [Partial<ModelProgress>, number, string])[] = [
  [{}, 0, "m  ░░░░  0/100    0%"],
  [{ done: 50, asked: 50 }, 10, "m  ██░░  50/100   50%  5.0/s  10 s left"],
  [{ done: 50, asked: 25 }, 10, "m  ██░░  50/100   50%  2.5/s  20 s left"],
  [{ done: 100, asked: 100 }, 10, "m  ████  100/100  100%  10/s"],
  [{ done: 100 }, 10, "m  ████  100/100  100%"],
  [
    { done: 2, asked: 2, failed: 1 },
    60,
    "m  ░░░░  2/100    2%  2.0/min  49 min 0 s left  1 failed",
  ],
  [{ done: 1, asked: 1, stopped: "no key" }, 1, "m  ░░░░  1/100    1%  1.0/s  stopped: no key"],
  [
    { total: 10314, done: 10313, asked: 10313 },
    100,
    "m  ███░  10,313/10,314   99%  103/s  1 s left",
  ],
  [{ total: 0 }, 0, "m  ████  0/0  100%"],
];

for (const [fields, seconds, expected] of LINES) {
  Deno.test(`formatProgress() writes ${expected}`, () => {
    const lines = formatProgress({ seconds, models: [aModel(fields)] }, { barWidth: 4 });
    assert.deepEqual(lines, [expected]);
  });
}

Deno.test("formatProgress() lines the models up", () => {
  const models = [aModel({ model: "a", total: 10 }), aModel({ model: "long", total: 1000 })];
  const [first, second] = formatProgress({ seconds: 0, models }, { barWidth: 2 });
  assert.equal(first, "a     ░░     0/10    0%");
  assert.equal(second, "long  ░░  0/1,000    0%");
});

Deno.test("formatProgressTotal() adds the models up and waits for the slowest", () => {
  const models = [
    aModel({ model: "fast", done: 100, asked: 100 }),
    aModel({ model: "slow", done: 10, asked: 10, failed: 2 }),
    aModel({ model: "gone", stopped: "no key" }),
  ];
  const expected = "110/300 answers, 11/s, 1 min 30 s left, 2 failed, stopped: gone";
  assert.equal(formatProgressTotal({ seconds: 10, models }), expected);
});

Deno.test("secondsLeft() does not guess before the first answer", () => {
  assert.equal(secondsLeft(aModel({}), 10), null);
  assert.equal(secondsLeft(aModel({ done: 100 }), 10), 0);
});

for (
  const [seconds, expected] of [
    [0, "0 s"],
    [0.2, "1 s"],
    [59, "59 s"],
    [59.5, "1 min 0 s"],
    [725, "12 min 5 s"],
    [3599.5, "1 h 0 min"],
    [10920, "3 h 2 min"],
  ] as const
) {
  Deno.test(`formatDuration() writes ${seconds} seconds as ${expected}`, () => {
    assert.equal(formatDuration(seconds), expected);
  });
}
