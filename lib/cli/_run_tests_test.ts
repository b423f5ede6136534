import assert from "node:assert/strict";
import { checkTestArguments, countsLine, countTests, ignoredTests } from "./_run_tests.ts";

Deno.test("countTests() counts tests and not their steps", () => {
  const lines = ["x ... ok", "FAILED | 1 passed (2 steps) | 2 failed (1 step) | 1 ignored (83ms)"];
  assert.deepEqual(countTests(lines, 1), { passed: 1, failed: 2, skipped: 1 });
});

Deno.test("countTests() believes the last summary, not one that a test printed", () => {
  const lines = [
    "ok | 99 passed | 0 failed (1s)",
    "ok | 3 passed | 0 failed | 15 filtered out (9ms)",
  ];
  assert.deepEqual(countTests(lines, 0), { passed: 3, failed: 0, skipped: 0 });
});

Deno.test("countTests() takes an end without a failed test as a failure", () => {
  assert.equal(countTests([], 1).failed, 1);
  assert.equal(countTests(["ok | 3 passed | 0 failed (9ms)"], 1).failed, 1);
});

Deno.test("countTests() takes a run in which no test ran as a failure", () => {
  assert.equal(countTests(["ok | 0 passed | 0 failed (0ms)"], 0).failed, 1);
  assert.equal(countTests(["ok | 0 passed | 0 failed | 4 ignored (0ms)"], 0).failed, 1);
});

Deno.test("ignoredTests() names the tests that were left out", () => {
  const lines = ["a ... ok (1ms)", "b (NOT RUN: ../shared/x is missing) ... ignored (0ms)"];
  assert.deepEqual(ignoredTests(lines), ["b (NOT RUN: ../shared/x is missing)"]);
});

Deno.test("countsLine() speaks of skipped tests only where there are some", () => {
  assert.equal(countsLine({ passed: 12, failed: 0, skipped: 0 }), "12 passed, 0 failed");
  assert.equal(countsLine({ passed: 1, failed: 2, skipped: 3 }), "1 passed, 2 failed, 3 skipped");
});

Deno.test("checkTestArguments() takes paths and known options and names an unknown one", () => {
  checkTestArguments(["lib/prompts", "--filter=x", "--filter", "y", "--fail-fast"]);
  assert.throws(
    () => checkTestArguments(["lib", "--frob"]),
    /Unknown option '--frob' of deno task test/,
  );
});
