/** A share resting on this many answers' worth of its class is half steadied. */
const HALF_STEADIED_AT = 3;

/**
 * Raises the variances of rare classes that came out too small by luck.
 *
 * The variance of a share that rests on two or three answers, or items, is itself hardly known, and
 * comes out smallest when the share does. Such a v_k is drawn towards g p_k (1 − p_k), with g =
 * Σ v / Σ p (1 − p) the ratio of all classes together (a generalised design effect, as
 * `clusteredShares` has it after Rao and Scott 1981), by s = 3 / (3 + w), w = min(p, 1 − p) · p (1 − p) / v
 * the answers of the class that the share is worth. Variances are only ever raised.
 * With the 3, which was chosen by simulation (`bench/correction_coverage.ts`), shares of 1 % in few
 * items are covered as the others are, and w of 50 or more moves a variance by less than 6 % of the gap.
 *
 * @param variances Above 0.
 * @param options The shares, in [0, 1], and how many answers the gold set is worth: shares are
 * kept half an answer from 0 and 1.
 */
export function steadyVariances(
  variances: readonly number[],
  { estimate, gold }: { estimate: readonly number[]; gold: number },
): number[] {
  const nearest = Math.min(0.5, 0.5 / gold);
  const shares = estimate.map((share) => Math.min(1 - nearest, Math.max(nearest, share)));
  const spreads = shares.map((share) => share * (1 - share));
  const ratio = sum(variances) / sum(spreads);
  return variances.map((variance, k) => {
    const share = shares[k] ?? 0;
    const spread = spreads[k] ?? 0;
    const worth = Math.min(share, 1 - share) * spread / variance;
    const steadying = HALF_STEADIED_AT / (HALF_STEADIED_AT + worth);
    return Math.max(variance, variance + steadying * (ratio * spread - variance));
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
