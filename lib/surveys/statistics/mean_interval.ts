import { studentT95 } from "../../analysis/student_t.ts";

/** A mean over questions (or statements) with its 95 % interval. */
export interface MeanInterval {
  /** The values that the mean is of. */
  n: number;
  /** Null where there are none. */
  mean: number | null;
  /** The interval's ends; null where there are fewer than two values. */
  low: number | null;
  high: number | null;
}

/** The least and the largest value that a mean can have; its interval ends there. */
export interface ValueRange {
  /** Default: −∞. */
  least?: number;
  /** Default: ∞. */
  most?: number;
}

/**
 * The mean of values with Student's interval, mean ± t s/√n, t with n − 1 degrees of freedom (Student
 * 1908, "The probable error of a mean", Biometrika 6, 1–25). Each question gives one value, however
 * often it was asked, so that n is the number of questions and repeats do not count as evidence: the
 * interval says how far the mean would move with other questions of the kind. It is that of scipy's
 * `ttest_1samp`, but that it ends where `range` does, and that values that are all equal have a point.
 */
export function meanInterval(
  values: ArrayLike<number>,
  { least = -Infinity, most = Infinity }: ValueRange = {},
): MeanInterval {
  const n = values.length;
  if (n === 0) return { n, mean: null, low: null, high: null };
  const mean = sumOf(values, (value) => value) / n;
  if (n === 1) return { n, mean, low: null, high: null };
  const variance = sumOf(values, (value) => (value - mean) ** 2) / (n - 1);
  const half = studentT95(n - 1) * Math.sqrt(variance / n);
  return { n, mean, low: Math.max(least, mean - half), high: Math.min(most, mean + half) };
}

function sumOf(values: ArrayLike<number>, term: (value: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += term(values[i] ?? 0);
  return sum;
}
