import assert from "node:assert/strict";
import type { Pace } from "../models/answer.ts";
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

function aPace(fields: Partial<Pace> = {}): Pace {
  return { provider: "x.invalid", underWay: 12, limit: 64, waitMs: 0, ...fields };
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
  [{ pace: aPace() }, 0, "m  ░░░░  0/100    0%  12 of 64 under way"],
  [
    { done: 50, asked: 50, failed: 1, pace: aPace({ underWay: 0, waitMs: 7200 }) },
    10,
    "m  ██░░  50/100   50%  5.0/s  10 s left  0 of 64 under way  waits 8 s for the provider  1 failed",
  ],
  [{ pace: aPace({ waitMs: 900 }) }, 0, "m  ░░░░  0/100    0%  12 of 64 under way"],
  [{ done: 100, pace: aPace() }, 10, "m  ████  100/100  100%"],
  [
    { done: 1, asked: 1, stopped: "no key", pace: aPace() },
    1,
    "m  ░░░░  1/100    1%  1.0/s  stopped: no key",
  ],
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

Deno.test("formatProgressTotal() adds up what is under way, and the limit of each provider once", () => {
  const models = [
    aModel({ model: "a", pace: aPace() }),
    aModel({ model: "b", pace: aPace({ underWay: 20, waitMs: 3000 }) }),
    aModel({ model: "c", pace: aPace({ provider: "y.invalid", limit: 8, underWay: 1 }) }),
    aModel({ model: "d", pace: aPace({ provider: "z.invalid" }), stopped: "no key" }),
  ];
  assert.equal(
    formatProgressTotal({ seconds: 10, models }),
    "0/400 answers, 33 of 72 under way, waits 3 s for the provider, stopped: d",
  );
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
