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
 * 0 ln 0 is 0, and m has mass wherever one side has. It is scipy's `jensenshannon`, but that nearly equal
 * distributions keep their digits: scipy has up to 1e-8, or NaN, between multiples of one distribution.
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
    divergence += divergenceTerm((p[index] ?? 0) / ofP, (q[index] ?? 0) / ofQ);
  }
  return Math.sqrt(divergence / 2 / Math.log(base));
}

/** Below this the logarithms cancel, and six terms of the series are exact. */
const NEARLY_EQUAL = 0.05;

/**
 * What one class adds to twice the divergence, in nats: l ln(l/m) + r ln(r/m), m = (l + r) / 2.
 *
 * With d = (l − r) / (l + r) that is m ((1 + d) ln(1 + d) + (1 − d) ln(1 − d)), or m Σ d²ᵏ / (k (2k − 1)).
 *
 * @returns At least 0; 0 where the two are equal.
 */
export function divergenceTerm(left: number, right: number): number {
  const sum = left + right;
  if (left === right) return 0;
  const d = (left - right) / sum;
  if (Math.abs(d) < NEARLY_EQUAL) {
    const x = d * d;
    return sum / 2 * x *
      (1 + x * (1 / 6 + x * (1 / 15 + x * (1 / 28 + x * (1 / 45 + x / 66)))));
  }
  const ofLeft = left > 0 ? left * Math.log(2 * left / sum) : 0;
  return Math.max(0, ofLeft + (right > 0 ? right * Math.log(2 * right / sum) : 0));
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
