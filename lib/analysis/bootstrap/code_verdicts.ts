import type pl from "nodejs-polars";
import { TECHNIQUES } from "../../base/vocabulary.ts";
import type { RunFrames } from "../read_run.ts";
import { crossLevels, reorder } from "./cross_levels.ts";
import { encodeColumn, type EncodedColumn } from "./encode_column.ts";
import { ranksOf } from "./ranks_of.ts";

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
  /** Any other column of the same rows, with the numbers that `answers` has; coded once. */
  encode(column: string): EncodedColumn;
  /** All answers, with those that are left out. */
  answers: CodedAnswers;
}

/** Answers as numbers, whether or not they have a technique. */
export interface CodedAnswers {
  rows: number;
  /** Per row: the same indices as in {@linkcode CodedVerdicts}, −1 where there is none. */
  model: Int32Array;
  dataset: Int32Array;
  technique: Int32Array;
  /** Any other column; coded once. */
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
  const answers: CodedAnswers = {
    rows: verdicts.height,
    model: placesIn(order.models, encodeColumn(verdicts, "model")),
    dataset: placesIn(order.datasets, encodeColumn(verdicts, "dataset")),
    technique: placesIn(TECHNIQUES, encodeColumn(verdicts, "technique")),
    encode: once((column) => encodeColumn(verdicts, column)),
  };
  const kept = rowsWithAll([answers.model, answers.dataset, answers.technique]);
  const keep = <Codes extends Int32Array | Uint32Array>(codes: Codes): Codes | Uint32Array =>
    kept === null ? codes : reorder(codes, kept);
  const encode = kept === null ? answers.encode : once((column) => {
    const encoded = answers.encode(column);
    return {
      codes: reorder(encoded.codes, kept),
      count: encoded.count,
      get names() {
        return encoded.names;
      },
    };
  });
  const dataset = keep(answers.dataset);
  return {
    models: order.models,
    datasets: order.datasets,
    model: keep(answers.model),
    dataset,
    technique: keep(answers.technique),
    ...numberItems(dataset, { datasets: order.datasets.length, clusters: encode("cluster") }),
    ...{ encode, answers },
  };
}

/** Per row: the place of its text in `names`, -1 where it is not among them. */
function placesIn(names: readonly string[], column: EncodedColumn): Int32Array {
  const places = Int32Array.from(column.names, (name) => names.indexOf(name));
  const found = new Int32Array(column.codes.length);
  for (let row = 0; row < found.length; row++) found[row] = places[column.codes[row] ?? 0] ?? -1;
  return found;
}

function once(encode: (column: string) => EncodedColumn): (column: string) => EncodedColumn {
  const known = new Map<string, EncodedColumn>();
  return (column) => {
    const encoded = known.get(column) ?? encode(column);
    known.set(column, encoded);
    return encoded;
  };
}

/** The rows that have a place in every column; null where all have. */
function rowsWithAll(columns: readonly Int32Array[]): Uint32Array | null {
  const rows = columns[0]?.length ?? 0;
  const lacking = new Uint8Array(rows);
  for (const column of columns) {
    for (let row = 0; row < rows; row++) if ((column[row] ?? -1) < 0) lacking[row] = 1;
  }
  if (!lacking.includes(1)) return null;
  const kept = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (lacking[row] === 0) kept[count++] = row;
  return kept.slice(0, count);
}

interface ItemsToNumber {
  datasets: number;
  clusters: EncodedColumn;
}

function numberItems(
  dataset: Int32Array | Uint32Array,
  { datasets, clusters }: ItemsToNumber,
): Pick<CodedVerdicts, "item" | "itemCounts"> {
  // The same numbers, seen as without a sign: kept answers have a dataset.
  const codes = new Uint32Array(dataset.buffer, dataset.byteOffset, dataset.length);
  const ofDataset = { codes, count: datasets };
  const pairs = crossLevels(clusters, ofDataset);
  const found = Array.from({ length: pairs.count }, () => ({ cluster: 0, dataset: 0 }));
  for (let row = 0; row < pairs.codes.length; row++) {
    const pair = found[pairs.codes[row] ?? 0];
    if (pair === undefined) continue;
    pair.cluster = clusters.codes[row] ?? 0;
    pair.dataset = dataset[row] ?? 0;
  }
  const rank = ranksOf(clusters.names);
  const sorted = [...found.keys()].sort((a, b) =>
    (rank[found[a]?.cluster ?? 0] ?? 0) - (rank[found[b]?.cluster ?? 0] ?? 0)
  );
  const itemCounts = Array<number>(datasets).fill(0);
  const places = new Uint32Array(pairs.count);
  for (const pair of sorted) {
    const d = found[pair]?.dataset ?? 0;
    places[pair] = itemCounts[d] ?? 0;
    itemCounts[d] = (itemCounts[d] ?? 0) + 1;
  }
  const { codes: item } = pairs;
  for (let row = 0; row < item.length; row++) item[row] = places[item[row] ?? 0] ?? 0;
  return { item, itemCounts };
}
