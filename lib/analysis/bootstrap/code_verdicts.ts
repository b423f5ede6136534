import type pl from "nodejs-polars";
import { TECHNIQUES } from "../../base/vocabulary.ts";
import type { RunFrames } from "../read_run.ts";
import { encodeColumn, type EncodedColumn } from "./encode_column.ts";

/** Answers with a technique as numbers, one row each; see {@linkcode codeVerdicts}. */
export interface CodedVerdicts {
  models: readonly string[];
  datasets: readonly string[];
  /** Per row: index in `models`. */
  model: Int32Array | Uint32Array;
  /** Per row: index in `datasets`. */
  dataset: Int32Array | Uint32Array;
  /** Per row: index in `TECHNIQUES`. */
  technique: Int32Array | Uint32Array;
  /** Per row: index among the items of its dataset, which are sorted by name. */
  item: Uint32Array;
  /** Per dataset: how many items it has. */
  itemCounts: readonly number[];
  /** Any other column of the same rows. */
  encode(column: string): EncodedColumn;
}

/** One row per answer, as `settleVerdicts` makes it, or the same coded beforehand. */
export type Verdicts = pl.DataFrame | CodedVerdicts;

/**
 * Turns verdicts into typed arrays: what every count over items is made from. Where several tables
 * are made of the same verdicts, coding them once and handing that on saves time.
 *
 * Left out are answers without a technique, and those of models and datasets that `order` does not
 * list. Items of one name in different datasets are different items. They are sorted, so that what
 * is drawn for an item does not depend on the order of the rows.
 */
export function codeVerdicts(
  verdicts: Verdicts,
  order: Pick<RunFrames, "models" | "datasets">,
): CodedVerdicts {
  if ("itemCounts" in verdicts) return verdicts;
  // Not filtered by Polars, which would copy every column of the frame.
  const all = {
    model: placesIn(order.models, encodeColumn(verdicts, "model")),
    dataset: placesIn(order.datasets, encodeColumn(verdicts, "dataset")),
    technique: placesIn(TECHNIQUES, encodeColumn(verdicts, "technique")),
  };
  const kept = rowsWithAll([all.model, all.dataset, all.technique]);
  const keep = <Codes extends Int32Array | Uint32Array>(codes: Codes): Codes | Uint32Array =>
    kept === null ? codes : Uint32Array.from(kept, (row) => codes[row] ?? 0);
  const dataset = keep(all.dataset);
  const encode = (column: string): EncodedColumn => {
    const encoded = encodeColumn(verdicts, column);
    return {
      codes: keep(encoded.codes),
      count: encoded.count,
      get names() {
        return encoded.names;
      },
    };
  };
  return {
    models: order.models,
    datasets: order.datasets,
    model: keep(all.model),
    dataset,
    technique: keep(all.technique),
    ...numberItems(dataset, { datasets: order.datasets.length, ...encode("cluster") }),
    encode,
  };
}

/** Per row: the place of its text in `names`, -1 where it is not among them. */
function placesIn(names: readonly string[], column: EncodedColumn): Int32Array {
  const places = Int32Array.from(column.names, (name) => names.indexOf(name));
  const found = new Int32Array(column.codes.length);
  for (let row = 0; row < found.length; row++) found[row] = places[column.codes[row] ?? 0] ?? -1;
  return found;
}

/** The rows that have a place in every column; null where all have. */
function rowsWithAll(columns: readonly Int32Array[]): Uint32Array | null {
  const rows = columns[0]?.length ?? 0;
  const kept = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (columns.every((column) => (column[row] ?? -1) >= 0)) kept[count++] = row;
  }
  return count === rows ? null : kept.subarray(0, count);
}

interface ItemsToNumber extends EncodedColumn {
  datasets: number;
}

function numberItems(
  dataset: Int32Array | Uint32Array,
  { codes, names, datasets }: ItemsToNumber,
): Pick<CodedVerdicts, "item" | "itemCounts"> {
  const found = Array.from({ length: datasets }, () => new Map<number, number>());
  for (let row = 0; row < codes.length; row++) found[dataset[row] ?? 0]?.set(codes[row] ?? 0, 0);
  for (const items of found) {
    const sorted = [...items.keys()].sort((a, b) => compare(names[a] ?? "", names[b] ?? ""));
    sorted.forEach((code, index) => items.set(code, index));
  }
  const item = codes.map((code, row) => found[dataset[row] ?? 0]?.get(code) ?? 0);
  return { item, itemCounts: found.map(({ size }) => size) };
}

/** By code units: the same order on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
