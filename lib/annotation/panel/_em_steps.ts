import type { LabelPattern } from "./_label_patterns.ts";

/** The parameters of Dawid and Skene's model, by positions of judges and categories. */
export interface Parameters {
  /** Shares of the true classes; they add up to 1. */
  priors: number[];
  /** `confusion[judge][truth][said]`: probabilities; each row adds up to 1. */
  confusion: number[][][];
}

/** How many judges and categories there are, and what is added to each cell. */
export interface ModelShape {
  judges: number;
  categories: number;
  smoothing: number;
}

/** The posteriors that the vote shares of each pattern are taken for at the start. */
export function voteShares(patterns: readonly LabelPattern[], categories: number): number[][] {
  return patterns.map(({ said }) => {
    const shares = Array<number>(categories).fill(0);
    for (const { category } of said) add(shares, category, 1 / said.length);
    return shares;
  });
}

/** The parameters that fit some posteriors best. */
export function maximize(
  patterns: readonly LabelPattern[],
  posteriors: readonly (readonly number[])[],
  { judges, categories, smoothing }: ModelShape,
): Parameters {
  const mass = Array<number>(categories).fill(0);
  const confusion = Array.from(
    { length: judges },
    () => mass.map(() => Array<number>(categories).fill(smoothing)),
  );
  patterns.forEach(({ weight, said }, index) => {
    (posteriors[index] ?? []).forEach((share, truth) => {
      add(mass, truth, weight * share);
      for (const { judge, category } of said) {
        add(confusion[judge]?.[truth] ?? [], category, weight * share);
      }
    });
  });
  return {
    priors: normalized(mass),
    confusion: confusion.map((rows) => rows.map(normalized)),
  };
}

/** The posteriors under some parameters, and how likely the labels are under them. */
export function expect(
  patterns: readonly LabelPattern[],
  { priors, confusion }: Parameters,
): { posteriors: number[][]; logLikelihood: number } {
  const logPriors = priors.map(Math.log);
  const logs = confusion.map((rows) => rows.map((row) => row.map(Math.log)));
  let logLikelihood = 0;
  const posteriors = patterns.map(({ weight, said }) => {
    const joint = logPriors.map((prior, truth) =>
      said.reduce(
        (sum, { judge, category }) => sum + (logs[judge]?.[truth]?.[category] ?? 0),
        prior,
      )
    );
    const highest = Math.max(...joint);
    const scaled = joint.map((value) => Math.exp(value - highest));
    const total = scaled.reduce((sum, value) => sum + value, 0);
    logLikelihood += weight * (highest + Math.log(total));
    return scaled.map((value) => value / total);
  });
  return { posteriors, logLikelihood };
}

/** The log-density of the smoothing's prior, up to a constant: Σ smoothing · log π. */
export function logSmoothing({ confusion }: Parameters, smoothing: number): number {
  if (smoothing === 0) return 0;
  return smoothing * confusion.flat(2).reduce((sum, share) => sum + Math.log(share), 0);
}

/** As shares; all alike where there is nothing to share out. */
function normalized(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => total === 0 ? 1 / values.length : value / total);
}

function add(values: number[], index: number, amount: number): void {
  values[index] = (values[index] ?? 0) + amount;
}
