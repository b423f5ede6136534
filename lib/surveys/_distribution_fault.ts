/** Why values are no distribution over options. */
export type DistributionFault = "not_numbers" | "wrong_length" | "negative" | "zero_sum";

/** What is wrong with a distribution: of which kind, and in words. */
export interface FaultyDistribution {
  kind: DistributionFault;
  reason: string;
}

/**
 * What keeps values from being shares once they are divided by their sum; null where nothing does.
 *
 * @param options How many values there should be; null where any number will do.
 */
export function distributionFault(
  values: readonly unknown[],
  options: number | null,
): FaultyDistribution | null {
  const odd = values.findIndex((value) => typeof value !== "number" || !Number.isFinite(value));
  if (odd !== -1) {
    return { kind: "not_numbers", reason: `${shown(values[odd])} is no finite number` };
  }
  if (options !== null && values.length !== options) {
    return { kind: "wrong_length", reason: `${values.length} values for ${options} options` };
  }
  const negative = values.find((value) => Number(value) < 0);
  if (negative !== undefined) {
    return { kind: "negative", reason: `${shown(negative)} is below zero` };
  }
  const sum = values.reduce((total: number, value) => total + Number(value), 0);
  if (sum > 0 && Number.isFinite(sum)) return null;
  return sum > 0
    ? { kind: "not_numbers", reason: "the sum is no finite number" }
    : { kind: "zero_sum", reason: "the values sum to zero" };
}

function shown(value: unknown): string {
  if (typeof value === "string") return `'${value.slice(0, 40)}'`;
  if (typeof value === "object" && value !== null) return "what is no list of numbers";
  return String(value);
}

/** Values divided by their sum; see {@linkcode distributionFault} for what must not be passed. */
export function toShares(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
