import assert from "node:assert/strict";
import { formatRetryRules } from "./format_retry_rules.ts";

const EXPECTED = `failure                          sent  waits between            its limit
429 too many requests         8 times  1 s, doubling to 60 s    halved
503, 529 overloaded           6 times  1 s, doubling to 60 s    halved
502, 504, 520-527 gateway     6 times  1 s, doubling to 60 s    cut to 3/4
500 and other 5xx             6 times  1 s, doubling to 60 s    kept
408 request timeout           5 times  0.5 s, doubling to 30 s  cut to 3/4
409 conflict                  5 times  0.5 s, doubling to 30 s  kept
connection refused or broken  6 times  0.5 s, doubling to 30 s  cut to 3/4
no answer in time             3 times  1 s, doubling to 30 s    cut to 3/4
malformed body, no choices    4 times  0.5 s, doubling to 10 s  kept

401, no money left (402, quota)           final; the model is asked no more
403, 404, no connection at the first try  final; the model is asked no more
400, 422 and other 4xx                    final; the row says why
prompt longer than the context            final; the row says why
content filter                            final; the row is marked filtered

The limit is how many requests the provider is sent at once. Waits are drawn
from their upper half, so that what failed together does not come back
together. A provider's Retry-After is never undercut: all requests to it pause
so long; one of more than 10 minutes makes the failure final.`;

Deno.test("formatRetryRules() prints what is retried and what is final", () => {
  assert.equal(formatRetryRules().join("\n"), EXPECTED);
  assert.ok(formatRetryRules().every((line) => line.length < 80));
});
