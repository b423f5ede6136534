import assert from "node:assert/strict";
import { formatExport, formatFiles, formatResult, formatShards } from "./format_batch.ts";

const FILE = {
  path: "/a/out.jsonl",
  lines: 1200,
  kept: 1190,
  repeated: 6,
  differing: 2,
  unused: 1,
  foreign: 1,
  broken: 2,
  examples: ["line 3: it is not valid JSON"],
};

Deno.test("formatFiles() says what became of each line, and names what cannot be read", () => {
  assert.deepEqual(formatFiles([FILE]), [
    "out.jsonl: 1,200 lines, 1,190 kept, 6 there before (2 with another text: the first stays), " +
    "1 answered elsewhere before, 1 foreign, left out, 2 unreadable",
    "out.jsonl: unreadable: line 3: it is not valid JSON, …",
  ]);
});

Deno.test("formatFiles() sums up many files, but for those with unreadable lines", () => {
  const whole = { ...FILE, broken: 0, examples: [] };
  const lines = formatFiles([...Array.from({ length: 11 }, () => whole), FILE]);
  assert.equal(lines.length, 3);
  assert.match(lines[0] ?? "", /^12 files: 14,400 lines, 14,280 kept/);
  assert.match(lines[2] ?? "", /^out\.jsonl: unreadable/);
});

Deno.test("formatShards() is a table, a line a shard", () => {
  const counts = {
    answered: 7,
    truncated: 1,
    empty: 0,
    filtered: 0,
    failed: 1,
    missing: 0,
    unused: 0,
  };
  const shard = { shard: "m-0001", model: "m", requested: 10, ...counts, out: 1, closed: false };
  const [title, line] = formatShards([shard]);
  assert.match(title ?? "", /^shard +requested +answered .* out$/);
  assert.match(line ?? "", /^m-0001 +10 +7 +1 +0 +0 +1 +0 +0 +1$/);
  assert.deepEqual(formatShards([]), []);
});

Deno.test("formatResult() and formatExport() are one line each, whatever a provider says", () => {
  const state = { id: "b", output_file_id: null, error_file_id: null };
  const counts = { total: 2000, completed: 1500, failed: 3 };
  const result = { shard: "m-0001", model: "m", problem: null };
  assert.equal(
    formatResult({ ...result, state: { ...state, status: "in_progress", error: null, counts } }),
    "m-0001: in progress, 1,500 of 2,000 answered, 3 failed",
  );
  const error = "no\n\x1b[2Kmoney";
  assert.equal(
    formatResult({ ...result, state: { ...state, status: "failed", error, counts: null } }),
    "m-0001: failed, no [2Kmoney",
  );
  const summary = { model: "m", wanted: 9, done: 3, out: 2, requests: 4, shards: ["m-0001"] };
  assert.equal(
    formatExport(summary),
    "m: 4 requests in 1 file, 3 of 9 done before, 2 out in batches",
  );
});
