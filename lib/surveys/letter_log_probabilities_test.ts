import assert from "node:assert/strict";
import { letterIn, letterLogProbabilities, type TokenLogprob } from "./letter_log_probabilities.ts";

const SPELLINGS: readonly [string, string | null][] = [
  ["A", "A"],
  [" A", "A"],
  ["A.", "A"],
  ["(A)", "A"],
  ["(A", "A"],
  [" (B).", "B"],
  ["\u0120C", "C"],
  ["\u2581D", "D"],
  ["**E**", "E"],
  ["\nF", "F"],
  ['"A"', "A"],
  ["a", null],
  ["An", null],
  ["AB", null],
  ["", null],
  ["(", null],
  ["I'm", null],
  ["1", null],
];

for (const [token, letter] of SPELLINGS) {
  Deno.test(`letterIn() takes ${JSON.stringify(token)} for ${letter}`, () => {
    assert.equal(letterIn(token), letter);
  });
}

function near(actual: number | undefined, expected: number): void {
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-12, `${actual} is not ${expected}`);
}

const TOKENS: TokenLogprob[] = [
  [" A", Math.log(0.4)],
  ["A", Math.log(0.2)],
  ["B.", Math.log(0.1)],
  ["The", Math.log(0.1)],
  [" B", Math.log(0.05)],
];

Deno.test("letterLogProbabilities() adds the probabilities of a letter's spellings", () => {
  const read = letterLogProbabilities(TOKENS, { options: 2 });
  assert.ok(read);
  near(read.logprobs[0], Math.log(0.6));
  near(read.logprobs[1], Math.log(0.15));
  near(read.mass, 0.75);
});

Deno.test("letterLogProbabilities() bounds unseen letters by the least likely token", () => {
  // 0.15 is left, of which C and D may have 0.075 each: more than the 0.05 of the last token.
  const read = letterLogProbabilities(TOKENS, { options: 4 });
  assert.deepEqual(read?.seen, [true, true, false, false]);
  near(read?.logprobs[2], Math.log(0.05));
  near(read?.logprobs[3], Math.log(0.05));
});

Deno.test("letterLogProbabilities() bounds unseen letters by their part of what is left", () => {
  const tokens: TokenLogprob[] = [["A", Math.log(0.9)], ["B", Math.log(0.08)]];
  const read = letterLogProbabilities(tokens, { options: 4 });
  near(read?.logprobs[2], Math.log(0.01));
});

Deno.test("letterLogProbabilities() bounds nothing by a token that was taken beyond the likeliest", () => {
  const tokens: TokenLogprob[] = [["A", Math.log(0.5)], ["x", Math.log(0.2)], [
    "y",
    Math.log(1e-6),
  ]];
  const read = letterLogProbabilities(tokens, { options: 2, asked: 2 });
  near(read?.logprobs[1], Math.log(0.2));
});

Deno.test("letterLogProbabilities() keeps a log-probability of -9999 from outweighing all others", () => {
  const read = letterLogProbabilities([["A", 0], ["B", -9999]], { options: 2 });
  near(read?.logprobs[1], Math.log(1e-15));
});

Deno.test("letterLogProbabilities() multiplies the odds of spellings where logits are added", () => {
  const read = letterLogProbabilities(TOKENS, { options: 2, spellings: "logits" });
  near(read?.logprobs[0], Math.log(0.4) + Math.log(0.2));
  // 'B' alone was not seen: it counts with the bound, the least likely token's.
  near(read?.logprobs[1], Math.log(0.05) + Math.log(0.05));
});

Deno.test("letterLogProbabilities() knows nothing where no letter was seen", () => {
  assert.equal(letterLogProbabilities([["The", -0.1], ["Z", -3]], { options: 2 }), null);
  assert.equal(letterLogProbabilities([], { options: 2 }), null);
});
