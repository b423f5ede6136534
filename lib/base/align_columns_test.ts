import assert from "node:assert/strict";
import { alignColumns } from "./align_columns.ts";

Deno.test("alignColumns() sets the first column flush left and the others flush right", () => {
  const rows = [["model", "answers"], ["a longer name", "7"], ["b"]];
  assert.deepEqual(alignColumns(rows), [
    "model          answers",
    "a longer name        7",
    "b",
  ]);
  assert.deepEqual(alignColumns([["1", "a"], ["10", "b"]], { right: [true, false] }), [
    " 1  a",
    "10  b",
  ]);
  assert.deepEqual(alignColumns([]), []);
});

Deno.test("alignColumns() lets no cell break a line or steer the terminal", () => {
  assert.deepEqual(alignColumns([["a\x1b[2J\nb", "1"], ["c", "2"]]), ["a [2J b  1", "c        2"]);
});
