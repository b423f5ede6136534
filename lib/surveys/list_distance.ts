import { jensenShannonDistance } from "../analysis/jensen_shannon.ts";
import { distributionFault } from "./_distribution_fault.ts";
import { type ReadCell, readListCell } from "./_opinion_cells.ts";

/** Options of {@linkcode listDistance}. */
export interface ListDistanceOptions {
  /** What the two are called, for the reasons' sake. */
  names: readonly [string, string];
  /** Of the logarithm, above 1. Default: 2. */
  base?: number;
}

/**
 * The Jensen–Shannon distance between two distributions that are given as texts: lists or tuples of
 * numbers as Python or JSON writes them, such as `[0.2, 0.8]` or `(1, 4)`. Nothing in them is executed. The
 * shorter one is padded with zeros at its end, and each is divided by its sum.
 *
 * @returns The distance, or why there is none: what is no list of finite numbers of at least 0, or sums
 * to zero.
 */
export function listDistance(
  [left, right]: readonly [string, string],
  { names, base }: ListDistanceOptions,
): { distance: number } | { reason: string } {
  const p = readMasses(left, names[0]);
  if ("reason" in p) return p;
  const q = readMasses(right, names[1]);
  if ("reason" in q) return q;
  const length = Math.max(p.value.length, q.value.length);
  const [one, other] = [padded(p.value, length), padded(q.value, length)];
  return { distance: jensenShannonDistance(one, other, { base }) };
}

function readMasses(text: string, name: string): ReadCell<readonly number[]> {
  const cell = readJsonNumbers(text) ?? readListCell(text);
  if ("reason" in cell) return { reason: `'${name}': ${cell.reason}` };
  const fault = distributionFault(cell.value, null);
  if (fault !== null) return { reason: `'${name}': ${fault.reason}` };
  return { value: cell.value.map(Number) };
}

/** What both languages read alike is left to JSON's parser, which is ten times as fast. */
function readJsonNumbers(text: string): ReadCell<readonly unknown[]> | null {
  if (!/^\s*\[[\s\d.,eE+-]*\]\s*$/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? { value } : null;
  } catch {
    return null;
  }
}

function padded(values: readonly number[], length: number): readonly number[] {
  if (values.length === length) return values;
  return [...values, ...Array<number>(length - values.length).fill(0)];
}
