import type { Table } from "../../base/read_table.ts";
import { UserError } from "../../base/user_error.ts";
import { type LabelMap, normalizeLabel } from "./label_map.ts";
import type { LabelTable } from "./label_table.ts";

/** Options of {@linkcode readLabels}. */
export interface ReadLabelsOptions {
  /** The columns with the raters' labels. */
  raters: readonly string[];
  /** The column with the labels to measure against. Default: none. */
  reference?: string;
  /** What raw labels stand for. Default: each for itself. */
  map?: LabelMap;
  /** The column that says which rows belong together. Default: each row stands alone. */
  cluster?: string;
}

/** How often a rater wrote a label that the map does not know: by rater, then by label as written. */
export type Unmapped = Record<string, Record<string, number>>;

/** The labels of a table file. */
export interface ReadLabels {
  table: LabelTable;
  /** The reference's labels, one per row; undefined where none was named. */
  reference?: (string | null)[];
  /** Only raters (and the reference) that wrote such a label are named. */
  unmapped: Unmapped;
}

/**
 * Takes raters' labels out of a table. A label is trimmed and lower-cased, then looked up in the map;
 * without a map it stands for itself. An empty cell is missing; what the map does not know is
 * missing too, and counted.
 *
 * @throws {UserError} for a column that is not there, a rater named twice, and fewer than two raters
 * (without a reference).
 */
export function readLabels(table: Table, options: ReadLabelsOptions): ReadLabels {
  const { raters, reference, map, cluster } = options;
  checkRaters(raters, reference);
  const wanted = [...raters, reference, cluster].filter((name) => name !== undefined);
  for (const name of wanted) checkColumn(name, table);
  const counts = new Map<string, Map<string, number>>();
  const labelsOf = (column: string): (string | null)[] =>
    table.rows.map(({ fields }) => {
      const raw = textOf(fields[column]);
      const key = normalizeLabel(raw);
      if (key === "") return null;
      const label = map === undefined ? key : map.get(key);
      if (label !== undefined) return label;
      const byLabel = counts.get(column) ?? new Map<string, number>();
      counts.set(column, byLabel.set(raw, (byLabel.get(raw) ?? 0) + 1));
      return null;
    });
  const columns = raters.map(labelsOf);
  const ofReference = referenceLabels({ raters, columns, reference }, labelsOf);
  return {
    table: {
      raters,
      rows: table.rows.map((_, row) => columns.map((column) => column[row] ?? null)),
      clusters: cluster === undefined ? undefined : clustersOf(table, cluster),
    },
    reference: ofReference,
    unmapped: Object.fromEntries(
      [...counts].map(([rater, labels]) => [rater, Object.fromEntries(labels)]),
    ),
  };
}

/** A reference that is a rater too is not read, and so not counted, twice. */
function referenceLabels(
  { raters, columns, reference }: {
    raters: readonly string[];
    columns: readonly (string | null)[][];
    reference: string | undefined;
  },
  labelsOf: (column: string) => (string | null)[],
): (string | null)[] | undefined {
  if (reference === undefined) return undefined;
  return columns[raters.indexOf(reference)] ?? labelsOf(reference);
}

function checkRaters(raters: readonly string[], reference: string | undefined): void {
  const twice = raters.find((name, index) => raters.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UserError(
      `Cannot measure agreement: rater '${twice}' is named twice. Name each rater once.`,
    );
  }
  if (raters.length >= 2 || (raters.length === 1 && reference !== undefined)) return;
  throw new UserError(
    `Cannot measure agreement: expected two raters or more but found ${
      raters.length === 0 ? "none" : `'${raters[0]}' only`
    }. Name another column, or a reference.`,
  );
}

function checkColumn(name: string, { path, columns }: Table): void {
  if (columns.includes(name)) return;
  throw new UserError(
    `Cannot read ${path}: expected a column '${name}' but found ${
      columns.join(", ")
    }. Name one of ` +
      `them.`,
  );
}

/** A row whose cluster is not given stands alone. */
function clustersOf(table: Table, column: string): string[] {
  return table.rows.map(({ fields }, row) => {
    const name = textOf(fields[column]).trim();
    return name === "" ? `row ${row}` : `cluster ${name}`;
  });
}

/** A cell as text; what a data frame writes for a missing number is empty. */
function textOf(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
