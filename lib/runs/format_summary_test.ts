import assert from "node:assert/strict";
import { formatSummary } from "./format_summary.ts";
import type { ModelSummary } from "./generation_summary.ts";

const MODEL: ModelSummary = {
  model: "m",
  seriesOf: null,
  isNewSeries: false,
  simulated: false,
  reused: 0,
  total: 0,
  alreadyThere: 0,
  alreadyFailed: 0,
  asked: 0,
  answered: 0,
  truncated: 0,
  empty: 0,
  filtered: 0,
  failed: 0,
  failedByKind: {},
  left: 0,
  stopped: null,
  seconds: 0,
  inputTokens: 0,
  outputTokens: 0,
  retries: 0,
};

Deno.test("formatSummary() lines the counts up, then says what went wrong", () => {
  const models: ModelSummary[] = [
    { ...MODEL, model: "first", asked: 12345, answered: 12345, inputTokens: 5, seconds: 61 },
    {
      ...MODEL,
      model: "m (seed=1)",
      seriesOf: "m",
      isNewSeries: true,
      reused: 1200,
      asked: 3,
      failed: 3,
      failedByKind: { timeout: 1, http_429: 2 },
      alreadyFailed: 4,
      left: 7,
      stopped: "no key",
    },
  ];
  assert.deepEqual(formatSummary({ models, seconds: 61, aborted: false, left: 7 }), [
    "model        asked  answered  truncated  empty  filtered  failed  there before  left  " +
    "retries  tokens in  tokens out       time",
    "first       12,345    12,345          0      0         0       0             0     0  " +
    "      0          5           0  1 min 1 s",
    "m (seed=1)       3         0          0      0         0       3             0     7  " +
    "      0          0           0        0 s",
    "m (seed=1): a series of its own: 'm' answered with other parameters before",
    "m (seed=1): 1,200 answers taken over from prompts with the same text",
    "m (seed=1): failed by kind: http_429 2, timeout 1",
    "m (seed=1): 4 of those there before are failures; retry-errors asks them again",
    "m (seed=1): stopped: no key",
  ]);
});
