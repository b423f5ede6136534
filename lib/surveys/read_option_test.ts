import assert from "node:assert/strict";
import { readOption } from "./read_option.ts";

const OPTIONS = ["Agree", "Disagree", "Cannot say"];

const CASES: readonly [string, number | null][] = [
  ["A", 0],
  [" b. ", null],
  ["B.", 1],
  ["(C)", 2],
  ["**B**", 1],
  ["B. Disagree", 1],
  ["B) Disagree, since A would be wrong", 1],
  ["Disagree", 1],
  ["disagree.", 1],
  ['"Cannot say"', 2],
  ["Answer: A", 0],
  ["The answer is (C).", 2],
  ["My choice is B", 1],
  ["I would choose B here", 1],
  ["I would choose B or C here", null],
  ["D", null],
  ["The answer is E.", null],
  ["A good question, which I cannot settle", null],
  ["I do not know", null],
  ["As an AI I have no opinion", null],
  ["", null],
  ["Agree and disagree", null],
];

for (const [text, expected] of CASES) {
  Deno.test(`readOption() reads ${JSON.stringify(text)} as ${expected}`, () => {
    assert.equal(readOption(text, OPTIONS), expected);
  });
}
