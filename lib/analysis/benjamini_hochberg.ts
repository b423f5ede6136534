/**
 * p-values adjusted for a family of tests, so that of the differences called true at most a share of α
 * is expected to be false, α what the adjusted ones are compared with.
 *
 * The i-th smallest of m becomes min over j ≥ i of p_(j) · m / j, at most 1 (Benjamini and Hochberg
 * 1995, "Controlling the false discovery rate", JRSS B 57, 289–300). That holds for tests that are
 * independent or depend on each other positively (Benjamini and Yekutieli 2001, Ann. Stat. 29).
 *
 * @param p In [0, 1]; null for what was not tested, which stays null and counts for nothing.
 * @throws {RangeError} for anything else.
 */
export function benjaminiHochberg(p: readonly (number | null)[]): (number | null)[] {
  const wrong = p.find((value) => value !== null && !(value >= 0 && value <= 1));
  if (wrong !== undefined) throw new RangeError(`Cannot adjust a p-value of ${wrong}.`);
  const tested = p.flatMap((value, index) => value === null ? [] : [{ value, index }]);
  tested.sort((a, b) => b.value - a.value);
  const adjusted: (number | null)[] = p.map(() => null);
  let least = 1;
  tested.forEach(({ value, index }, place) => {
    least = Math.min(least, value * tested.length / (tested.length - place));
    adjusted[index] = least;
  });
  return adjusted;
}
