import { distributionFault } from "../_distribution_fault.ts";

/**
 * Shannon's entropy of a distribution in nats: −Σ p ln p, with 0 ln 0 = 0, so that an option without
 * mass is no trouble (Shannon 1948, "A mathematical theory of communication", Bell Syst. Tech. J. 27,
 * 379–423). It is scipy's `entropy`. The published notebooks have NaN there, and leave the question out.
 *
 * @param masses At least 0, finite, not all 0; they need not add up to 1.
 * @returns In [0, ln n] for n options.
 */
export function entropy(masses: readonly number[]): number {
  const fault = distributionFault(masses, null);
  if (fault !== null) throw new RangeError(`Cannot take the entropy: ${fault.reason}.`);
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.reduce((sum, mass) => {
    const share = mass / total;
    return share > 0 ? sum - share * Math.log(share) : sum;
  }, 0);
}
