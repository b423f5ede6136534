import assert from "node:assert/strict";
import fc from "fast-check";
import type { TokenLogprob } from "./letter_log_probabilities.ts";
import { optionDistribution } from "./option_distribution.ts";

function tokensOf(shares: readonly number[]): TokenLogprob[] {
  return shares.map((share, index) => [String.fromCharCode(65 + index), Math.log(share)]);
}

function near(actual: readonly number[] | null, expected: readonly number[]): void {
  assert.ok(actual);
  assert.equal(actual.length, expected.length);
  actual.forEach((value, index) => assert.ok(Math.abs(value - (expected[index] ?? NaN)) < 1e-12));
}

Deno.test("optionDistribution() takes the softmax of mean log-probabilities, as published", () => {
  const { distribution } = optionDistribution([tokensOf([0.8, 0.2]), tokensOf([0.2, 0.8])], {
    options: 2,
  });
  near(distribution, [0.5, 0.5]);
  // The geometric means are 0.2 and 0.6: √(0.4 · 0.1) and √(0.6 · 0.6).
  near(
    optionDistribution([tokensOf([0.4, 0.6]), tokensOf([0.1, 0.6])], { options: 2 }).distribution,
    [0.25, 0.75],
  );
});

Deno.test("optionDistribution() averages probabilities where it is told to", () => {
  const repeats = [tokensOf([0.4, 0.4]), tokensOf([0.1, 0.7])];
  const { distribution, mass } = optionDistribution(repeats, {
    options: 2,
    average: "probabilities",
  });
  near(distribution, [(0.5 + 0.125) / 2, (0.5 + 0.875) / 2]);
  near(mass === null ? null : [mass], [0.8]);
});

Deno.test("optionDistribution() counts repeats without a letter, and has nothing without any", () => {
  const none: TokenLogprob[] = [["The", -0.1]];
  const { distribution, repeats, without } = optionDistribution([none, tokensOf([0.3, 0.6])], {
    options: 2,
  });
  near(distribution, [1 / 3, 2 / 3]);
  assert.deepEqual([repeats, without], [1, 1]);
  assert.deepEqual(optionDistribution([none, []], { options: 2 }), {
    ...{ distribution: null, mass: null, repeats: 0, without: 2 },
  });
});

Deno.test("optionDistribution() gives shares that sum to 1, whatever the tokens", () => {
  const token = fc.tuple(
    fc.constantFrom("A", " A", "B", "(C)", "The", "D."),
    fc.double({ min: -10000, max: 0, noNaN: true }),
  );
  fc.assert(fc.property(fc.array(fc.array(token), { minLength: 1 }), (repeats) => {
    for (const average of ["log_probabilities", "probabilities"] as const) {
      for (const spellings of ["logits", "probabilities"] as const) {
        const { distribution } = optionDistribution(repeats, { options: 4, average, spellings });
        if (distribution === null) continue;
        assert.ok(distribution.every((share) => share >= 0 && share <= 1));
        assert.ok(Math.abs(distribution.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
      }
    }
  }));
});
