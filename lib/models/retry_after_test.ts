import assert from "node:assert/strict";
import { retryAfterMs } from "./retry_after.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");

const CASES: readonly { name: string; headers: Record<string, string>; expected: number | null }[] =
  [
    { name: "reads seconds", headers: { "retry-after": "2" }, expected: 2000 },
    { name: "reads fractions of a second", headers: { "retry-after": " 0.5 " }, expected: 500 },
    {
      name: "reads a date",
      headers: { "retry-after": "Thu, 01 Jan 2026 00:00:07 GMT" },
      expected: 7000,
    },
    {
      name: "does not wait for a date that is past",
      headers: { "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" },
      expected: 0,
    },
    {
      name: "prefers milliseconds",
      headers: { "retry-after-ms": "150", "retry-after": "9" },
      expected: 150,
    },
    {
      name: "falls back from nonsense",
      headers: { "retry-after-ms": "x", "retry-after": "9" },
      expected: 9000,
    },
    { name: "reads nothing out of words", headers: { "retry-after": "soon" }, expected: null },
    { name: "finds nothing where nothing is said", headers: {}, expected: null },
  ];

for (const { name, headers, expected } of CASES) {
  Deno.test(`retryAfterMs() ${name}`, () => {
    assert.equal(retryAfterMs(new Headers(headers), NOW), expected);
  });
}
