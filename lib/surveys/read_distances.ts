import { nearestNames } from "../base/nearest_names.ts";
import { streamTable } from "../base/stream_table.ts";
import { UserError } from "../base/user_error.ts";
import { listDistance } from "./list_distance.ts";

/** Which columns are compared, and how. */
export interface ReadDistancesOptions {
  /** The columns with the lists. */
  p: string;
  q: string;
  /** A column whose texts group the rows. Default: none. */
  by?: string;
  /** Of the logarithm, above 1. Default: 2. */
  base?: number;
}

/** A mean of distances. */
export interface DistanceSummary {
  /** Rows with a distance. */
  n: number;
  /** Rows without one. */
  missing: number;
  /** Of the `n` distances; null where there are none. */
  mean: number | null;
}

/** The rows of one text in the column that groups them. */
export interface DistanceGroup extends DistanceSummary {
  by: string;
}

/** The distances of a table's rows, in memory that a million of them fit in. */
export interface DistanceTable {
  /** By row: the line of the file on which it starts, from 1. */
  lines: readonly number[];
  /** By row: in [0, √(ln 2 / ln base)]; NaN where there is none. */
  distances: readonly number[];
  /** Why there is none, by the row's index. */
  reasons: ReadonlyMap<number, string>;
  /** In the order of appearance; empty where no column groups the rows. */
  groups: readonly DistanceGroup[];
  overall: DistanceSummary;
}

/**
 * The Jensen–Shannon distance between the lists of two columns of a CSV file, row by row; see
 * `listDistance()` for what a list may be. A row without a distance is kept, with its reason.
 *
 * @throws {UserError} where the file cannot be read or has no such column.
 */
export async function readDistances(
  path: string,
  { p, q, by, base }: ReadDistancesOptions,
): Promise<DistanceTable> {
  const collected = new Collected();
  for await (const { columns, rows } of streamTable(path, { format: "csv" })) {
    for (const name of [p, q, ...(by === undefined ? [] : [by])]) checkColumn(name, columns, path);
    for (const { where, fields } of rows) {
      const found = listDistance([textOf(fields[p]), textOf(fields[q])], { names: [p, q], base });
      const group = by === undefined ? null : textOf(fields[by]);
      collected.add(found, { line: Number(where.slice("line ".length)), group });
    }
  }
  return collected.table();
}

class Collected {
  readonly #lines: number[] = [];
  readonly #distances: number[] = [];
  readonly #reasons = new Map<number, string>();
  /** Each reason once, however many rows have it. */
  readonly #texts = new Map<string, string>();
  readonly #groups = new Map<string, Tally>();
  readonly #overall = new Tally();

  add(
    found: { distance: number } | { reason: string },
    { line, group }: { line: number; group: string | null },
  ): void {
    const distance = "distance" in found ? found.distance : NaN;
    if ("reason" in found) this.#reasons.set(this.#lines.length, this.#once(found.reason));
    this.#lines.push(line);
    this.#distances.push(distance);
    this.#overall.add(distance);
    if (group !== null) this.#tallyOf(group).add(distance);
  }

  table(): DistanceTable {
    return {
      ...{ lines: this.#lines, distances: this.#distances, reasons: this.#reasons },
      groups: [...this.#groups].map(([by, tally]) => ({ by, ...tally.summary() })),
      overall: this.#overall.summary(),
    };
  }

  #once(reason: string): string {
    const known = this.#texts.get(reason);
    if (known === undefined) this.#texts.set(reason, reason);
    return known ?? reason;
  }

  #tallyOf(group: string): Tally {
    const known = this.#groups.get(group);
    if (known !== undefined) return known;
    const tally = new Tally();
    this.#groups.set(group, tally);
    return tally;
  }
}

class Tally {
  #n = 0;
  #missing = 0;
  #sum = 0;

  add(distance: number): void {
    if (Number.isNaN(distance)) this.#missing++;
    else {
      this.#n++;
      this.#sum += distance;
    }
  }

  summary(): DistanceSummary {
    const [n, missing] = [this.#n, this.#missing];
    return { n, missing, mean: n === 0 ? null : this.#sum / n };
  }
}

function checkColumn(name: string, columns: readonly string[], path: string): void {
  if (columns.includes(name)) return;
  const near = nearestNames(name, columns);
  const hint = near.length === 0 ? "" : ` Did you mean ${near.map((n) => `'${n}'`).join(", ")}?`;
  throw new UserError(
    `Cannot read ${path}, line 1: expected column '${name}' but found ${
      columns.join(", ")
    }.${hint}`,
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
