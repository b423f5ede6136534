import pl from "nodejs-polars";
import { TECHNIQUES } from "../../base/vocabulary.ts";
import type { RunFrames } from "../read_run.ts";
import { encodeColumn, type EncodedColumn } from "./encode_column.ts";

/** Answers with a technique as numbers, one row each; see {@linkcode codeVerdicts}. */
export interface CodedVerdicts {
  models: readonly string[];
  datasets: readonly string[];
  /** Per row: index in `models`. */
  model: Uint8Array | Uint32Array;
  /** Per row: index in `datasets`. */
  dataset: Uint8Array | Uint32Array;
  /** Per row: index in `TECHNIQUES`. */
  technique: Uint8Array;
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
  const frame = verdicts.filter(
    pl.col("technique").isNotNull()
      .and(pl.col("model").isIn([...order.models]))
      .and(pl.col("dataset").isIn([...order.datasets])),
  );
  const codesIn = (column: string, names: readonly string[]): Uint32Array => {
    const { codes, names: found } = encodeColumn(frame, column);
    const places = Uint32Array.from(found, (name) => names.indexOf(name));
    return codes.map((code) => places[code] ?? 0);
  };
  const dataset = codesIn("dataset", order.datasets);
  return {
    models: order.models,
    datasets: order.datasets,
    model: codesIn("model", order.models),
    dataset,
    technique: Uint8Array.from(codesIn("technique", TECHNIQUES)),
    ...numberItems(dataset, { datasets: order.datasets.length, ...encodeColumn(frame, "cluster") }),
    encode: (column) => encodeColumn(frame, column),
  };
}

interface ItemsToNumber extends EncodedColumn {
  datasets: number;
}

function numberItems(
  dataset: Uint32Array,
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
