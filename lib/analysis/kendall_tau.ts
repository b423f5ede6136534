/**
 * Kendall's τ-b, how far two lists of values order the same things alike: (C − D) / √((n₀ − n₁)(n₀ − n₂)),
 * with C pairs in the same order, D in the opposite, n₀ pairs in all, and n₁ and n₂ of them tied in
 * one list or the other (Kendall 1945, "The treatment of ties in ranking problems", Biometrika 33,
 * 239–251). It is scipy's `kendalltau`.
 *
 * @returns In [−1, 1]; null where all values of a list are equal, or there are fewer than two.
 */
export function kendallTau(one: readonly number[], other: readonly number[]): number | null {
  if (one.length !== other.length) {
    throw new RangeError(`Cannot compare the order of ${one.length} values with ${other.length}.`);
  }
  let [score, untiedOne, untiedOther] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = Math.sign((one[i] ?? 0) - (one[j] ?? 0));
      const b = Math.sign((other[i] ?? 0) - (other[j] ?? 0));
      score += a * b;
      untiedOne += a * a;
      untiedOther += b * b;
    }
  }
  if (untiedOne === 0 || untiedOther === 0) return null;
  return score / Math.sqrt(untiedOne * untiedOther);
}
