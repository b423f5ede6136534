import type { CrossedRows, Factor, Outcomes } from "./_item_block.ts";
import type { CodedVerdicts } from "./bootstrap/code_verdicts.ts";
import { crossLevels, type Levels, numberAnew, reorder } from "./bootstrap/cross_levels.ts";
import { ranksOf } from "./bootstrap/ranks_of.ts";

/** The causes of variation that are modelled, in the order in which they join the model. */
export const FACTORS = [
  "mean",
  "model",
  "dataset",
  "item",
  "format",
  "judge",
  "model_by_dataset",
  "model_by_item",
  "prompt",
  "model_by_format",
  "model_by_prompt",
  "answer",
] as const;

/** One of {@linkcode FACTORS}. */
export type FactorName = typeof FACTORS[number];

/** Factors whose levels each belong to one item. */
const WITHIN_ITEMS: readonly FactorName[] = [
  "item",
  "model_by_item",
  "prompt",
  "model_by_prompt",
  "answer",
];

/** Verdicts as numbers, item by item. */
export interface VerdictRows extends CrossedRows {
  /** What each factor is: the mean, and those of {@linkcode FACTORS} whose component could be told. */
  names: FactorName[];
  /** How many levels the data have of each factor, modelled or not. */
  levels: ReadonlyMap<FactorName, number>;
  /** Distinct sample numbers. */
  samples: number;
  /** The first row of each item, and last the number of rows; items are in order of their names. */
  starts: number[];
  /** Per item, the datasets that it occurs in: items that share them are drawn alike. */
  strata: string[];
}

/** Options of {@linkcode crossVerdicts}. */
export interface CrossOptions {
  /** Of all rows. */
  outcomes: Outcomes;
  /** Which rows count. Default: all. */
  rows?: Uint32Array;
  /** Whether there is a column `judge` beside the usual ones. Default: no, and there is one judge. */
  isJudged?: boolean;
}

/** Verdicts as {@linkcode CrossedRows}. */
export function crossVerdicts(
  coded: CodedVerdicts,
  { outcomes: { bits, count }, rows, isJudged = false }: CrossOptions,
): VerdictRows {
  const { order, starts } = orderByItem(coded, rows);
  const [levels, factors] = [new Map<FactorName, number>(), new Map<FactorName, Levels>()];
  const keep = (name: FactorName, found: Levels): Levels => {
    levels.set(name, found.count);
    // With one level, or as many as rows, a factor cannot be told from the mean or from the error.
    const isTold = found.count > 1 && found.count < order.length;
    if (isTold || name === "mean") factors.set(name, found);
    return found;
  };
  const { dataset, ...cells } = crossColumns(coded, { order, isJudged, keep });
  const names = FACTORS.filter((name) => factors.has(name));
  return {
    ...{ names, starts, levels, ...cells },
    factors: names.map((name): Factor => ({
      ...factors.get(name) ?? { codes: new Uint32Array(), count: 0 },
      within: WITHIN_ITEMS.includes(name),
    })),
    outcomes: { bits: reorderBits(bits, order), count },
    strata: starts.slice(1).map((end, item) =>
      [...new Set(dataset.subarray(starts[item] ?? 0, end))].sort((a, b) => a - b).join()
    ),
  };
}

interface CrossColumns {
  order: Uint32Array;
  isJudged: boolean;
  /** Takes a factor's levels, and returns them. */
  keep(name: FactorName, found: Levels): Levels;
}

/** All factors' levels, of rows in another order. */
function crossColumns(
  coded: CodedVerdicts,
  { order, isJudged, keep }: CrossColumns,
): Pick<VerdictRows, "cells" | "samples"> & { dataset: Uint32Array } {
  // Numbered in the new order, so that levels within items have numbers near each other.
  const sorted = (codes: Int32Array | Uint32Array, count: number) =>
    renumber(reorder(codes, order), count);
  const of = (column: string) => {
    const { codes, count } = coded.encode(column);
    return sorted(codes, count);
  };
  const across = (one: Levels, other: Levels) => crossLevels(one, other, { into: other.codes });
  keep("mean", ONE_LEVEL);
  const model = keep("model", sorted(coded.model, coded.models.length));
  const dataset = keep("dataset", sorted(coded.dataset, coded.datasets.length));
  keep("model_by_dataset", crossLevels(model, dataset));
  keep("model_by_item", crossLevels(model, keep("item", across(dataset, of("cluster")))));
  const format = keep("format", across(dataset, of("format")));
  const byFormat = keep("model_by_format", crossLevels(model, format));
  const judge = keep("judge", isJudged ? of("judge") : ONE_LEVEL);
  const byPrompt = keep("model_by_prompt", crossLevels(keep("prompt", of("prompt_id")), model));
  const sample = of("sample");
  keep("answer", sample.count === 1 ? byPrompt : across(byPrompt, sample));
  // Wordings belong to datasets, so that these two tell all factors across items.
  const cells = judge.count === 1 ? byFormat : crossLevels(byFormat, judge);
  return { cells, samples: sample.count, dataset: dataset.codes };
}

/** One level of all rows: what is not there in a list of codes is 0. */
const ONE_LEVEL: Levels = { codes: new Uint32Array(), count: 1 };

function reorderBits(bits: Uint8Array, order: Uint32Array): Uint8Array {
  const moved = new Uint8Array(order.length);
  for (let at = 0; at < moved.length; at++) moved[at] = bits[order[at] ?? 0] ?? 0;
  return moved;
}

/** Numbers codes anew where they are. */
function renumber(codes: Uint32Array, count: number): Levels {
  return numberAnew({ codes, count }, { into: codes });
}

/** The rows item by item, and where each item starts. */
function orderByItem(
  coded: CodedVerdicts,
  rows: Uint32Array | undefined,
): { order: Uint32Array; starts: number[] } {
  const { codes, names } = coded.encode("cluster");
  const ranks = ranksOf(names);
  const next = new Uint32Array(names.length + 1);
  const count = rows?.length ?? codes.length;
  const rankAt = (at: number) => ranks[codes[rows?.[at] ?? at] ?? 0] ?? 0;
  for (let at = 0; at < count; at++) next[rankAt(at) + 1] = (next[rankAt(at) + 1] ?? 0) + 1;
  for (let rank = 0; rank < names.length; rank++) {
    next[rank + 1] = (next[rank + 1] ?? 0) + (next[rank] ?? 0);
  }
  // An item without rows starts where the next one does.
  const starts = [...new Set(next)];
  const order = new Uint32Array(count);
  for (let at = 0; at < count; at++) {
    const rank = rankAt(at);
    order[next[rank] ?? 0] = rows?.[at] ?? at;
    next[rank] = (next[rank] ?? 0) + 1;
  }
  return { order, starts };
}
