/** Options of {@linkcode jensenShannonDistance}. */
export interface JensenShannonOptions {
  /** Of the logarithm, above 1. Default: 2, so that distances lie in [0, 1]. */
  base?: number;
}

/**
 * The Jensen–Shannon distance of two distributions over the same classes: √(½ KL(p ‖ m) + ½ KL(q ‖ m))
 * with m = (p + q) / 2, a metric (Lin 1991, "Divergence measures based on the Shannon entropy", IEEE
 * Trans. Inf. Theory 37, 145–151; Endres and Schindelin 2003, "A new metric for probability
 * distributions", ibid. 49, 1858–1860). A class without mass on one side, or on both, is no trouble:
 * 0 ln 0 is 0, and m has mass wherever one side has. It is scipy's `jensenshannon`.
 *
 * @param p Masses of at least 0, not all 0; they need not add up to 1.
 * @param q The same for the other distribution.
 * @returns In [0, √(ln 2 / ln base)].
 */
export function jensenShannonDistance(
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  { base = 2 }: JensenShannonOptions = {},
): number {
  if (p.length !== q.length) {
    throw new RangeError(`Cannot compare ${p.length} classes with ${q.length}.`);
  }
  if (!(base > 1)) {
    throw new RangeError(`Cannot take logarithms of base ${base}: expected above 1.`);
  }
  const [ofP, ofQ] = [totalMass(p), totalMass(q)];
  let divergence = 0;
  for (let index = 0; index < p.length; index++) {
    const [left, right] = [(p[index] ?? 0) / ofP, (q[index] ?? 0) / ofQ];
    const middle = (left + right) / 2;
    if (left > 0) divergence += left * Math.log(left / middle);
    if (right > 0) divergence += right * Math.log(right / middle);
  }
  // Rounding can put the divergence of equal distributions just below 0.
  return Math.sqrt(Math.max(0, divergence) / 2 / Math.log(base));
}

function totalMass(masses: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < masses.length; index++) {
    const mass = masses[index] ?? 0;
    if (!(mass >= 0 && Number.isFinite(mass))) {
      throw new RangeError(`Cannot compare distributions: ${mass} is no mass.`);
    }
    total += mass;
  }
  if (total === 0) throw new RangeError("Cannot compare a distribution without mass.");
  return total;
}
