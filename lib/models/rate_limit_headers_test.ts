import assert from "node:assert/strict";
import { readRateLimits, readReset } from "./rate_limit_headers.ts";

const NOW = Date.parse("2026-01-02T03:04:05Z");

for (
  const [text, expected] of [
    ["1s", 1000],
    ["6m0s", 360_000],
    ["120ms", 120],
    ["7.66s", 7660],
    ["2m59.56s", 179_560],
    ["1h2m3s", 3_723_000],
    ["1d", 86_400_000],
    ["350.5µs", 0.3505],
    ["0s", 0],
    ["12", 12_000],
    ["0.5", 500],
    ["2026-01-02T03:04:15Z", 10_000],
    ["2026-01-02T04:04:15+01:00", 10_000],
    ["2026-01-02T03:04:00Z", 0],
    [String(NOW / 1000 + 3), 3000],
    [String(NOW + 250), 250],
    ["", null],
    ["soon", null],
    ["5 s", null],
    ["-1s", null],
    ["1", 1000],
    ["Fri, 02 Jan 2026 03:04:15 GMT", null],
  ] as const
) {
  Deno.test(`readReset() reads '${text}' as ${expected} ms`, () => {
    const found = readReset(text, NOW);
    assert.equal(found === null ? null : Math.round(found * 1e6) / 1e6, expected);
  });
}

const HEADERS: readonly { name: string; headers: HeadersInit; expected: unknown }[] = [
  {
    name: "OpenAI's headers",
    headers: {
      "x-ratelimit-limit-requests": "60",
      "x-ratelimit-remaining-requests": "59",
      "x-ratelimit-reset-requests": "1s",
      "x-ratelimit-limit-tokens": "150000",
      "x-ratelimit-remaining-tokens": "149984",
      "x-ratelimit-reset-tokens": "6m0s",
    },
    expected: {
      requests: { limit: 60, remaining: 59, resetMs: 1000 },
      tokens: { limit: 150_000, remaining: 149_984, resetMs: 360_000 },
    },
  },
  {
    name: "Anthropic's headers",
    headers: {
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": "2026-01-02T03:04:06Z",
      "anthropic-ratelimit-tokens-limit": "40000",
      "anthropic-ratelimit-tokens-remaining": "39000",
      "anthropic-ratelimit-tokens-reset": "2026-01-02T03:04:08Z",
    },
    expected: {
      requests: { limit: 50, remaining: 0, resetMs: 1000 },
      tokens: { limit: 40_000, remaining: 39_000, resetMs: 3000 },
    },
  },
  {
    name: "OpenRouter's headers",
    headers: {
      "x-ratelimit-limit": "20",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(NOW + 5000),
    },
    expected: { requests: { limit: 20, remaining: 0, resetMs: 5000 }, tokens: null },
  },
  {
    name: "headers without a limit",
    headers: { "x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "2s" },
    expected: { requests: { limit: null, remaining: 3, resetMs: 2000 }, tokens: null },
  },
  {
    name: "what cannot be read",
    headers: {
      "x-ratelimit-remaining-requests": "-1",
      "x-ratelimit-reset-requests": "1s",
      "x-ratelimit-remaining-tokens": "7",
      "x-ratelimit-reset-tokens": "later",
    },
    expected: { requests: null, tokens: null },
  },
  { name: "nothing", headers: {}, expected: { requests: null, tokens: null } },
];

for (const { name, headers, expected } of HEADERS) {
  Deno.test(`readRateLimits() reads ${name}`, () => {
    assert.deepEqual(readRateLimits(new Headers(headers), NOW), expected);
  });
}
