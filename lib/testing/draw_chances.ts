import { standardNormal } from "../base/standard_normal.ts";
/** What {@linkcode drawChances} draws with. */
export interface DrawChancesOptions {
  /** The correlation of two answers with the same chances, in (0, 1). */
  icc: number;
  /** Uniform random numbers in [0, 1). */
  random: () => number;
}

/**
 * One item's chances of the classes, whose means over items are `shares`: a draw from the Dirichlet
 * distribution with concentration 1/icc − 1, by gamma variates (Marsaglia and Tsang 2000, "A simple
 * method for generating gamma variables", ACM Trans. Math. Softw. 26, 363–372).
 */
export function drawChances(
  shares: readonly number[],
  { icc, random }: DrawChancesOptions,
): number[] {
  const parts = shares.map((share) => gamma(share * (1 / icc - 1), random));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / whole);
}

function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = standardNormal(random(), random());
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < x * x / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
