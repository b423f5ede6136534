import pl from "nodejs-polars";
import { codeLevels, crossLevels, type Levels, reorder } from "./_code_levels.ts";
import type { CrossedRows, Factor } from "./_item_block.ts";

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
  levels: ReadonlyMap<string, number>;
  /** Distinct sample numbers. */
  samples: number;
  /** The first row of each item, and last the number of rows. */
  starts: number[];
  /** Per item, the datasets that it occurs in: items that share them are drawn alike. */
  strata: string[];
}

/**
 * Verdicts as {@linkcode CrossedRows}.
 *
 * @param verdicts With the column `judge` beside the usual ones.
 * @param outcomes Expressions that are true or false for each row.
 */
export function crossVerdicts(
  verdicts: pl.DataFrame,
  outcomes: readonly pl.Expr[],
): VerdictRows {
  const clusters = codeLevels(verdicts, "cluster");
  const { order, starts } = orderByLevel(clusters);
  const found = modelledLevels(verdicts, clusters);
  // With one level, or as many as rows, a factor cannot be told from the mean or from the error.
  const names = FACTORS.filter((name) =>
    name === "mean" || found[name].count > 1 && found[name].count < verdicts.height
  );
  const factors = names.map((name): Factor => ({
    ...reorder(found[name], order),
    within: WITHIN_ITEMS.includes(name),
  }));
  const datasets = reorder(found.dataset, order).codes;
  return {
    ...{ names, factors, starts },
    // Wordings belong to datasets, so that these two tell all factors across items.
    cells: reorder(crossLevels(found.model_by_format, found.judge), order),
    levels: new Map(FACTORS.map((name) => [name, found[name].count])),
    samples: codeLevels(verdicts, "sample").count,
    outcomes: outcomes.map((outcome) => {
      const column = verdicts.select(outcome.cast(pl.UInt32).alias("outcome")).getColumn("outcome");
      const codes: Uint32Array = column.toTypedArray();
      return Uint8Array.from(reorder({ codes, count: 2 }, order).codes);
    }),
    strata: starts.slice(1).map((end, item) =>
      [...new Set(datasets.subarray(starts[item] ?? 0, end))].sort((a, b) => a - b).join()
    ),
  };
}

function modelledLevels(
  verdicts: pl.DataFrame,
  clusters: Levels,
): Record<FactorName, Levels> {
  const of = (column: string) => codeLevels(verdicts, column);
  const [model, dataset, prompt, judge] = ["model", "dataset", "prompt_id", "judge"].map(of);
  if (!model || !dataset || !prompt || !judge) throw new TypeError("Cannot number verdicts.");
  const item = crossLevels(dataset, clusters);
  const format = crossLevels(dataset, of("format"));
  const model_by_prompt = crossLevels(prompt, model);
  return {
    mean: { codes: new Uint32Array(verdicts.height), count: 1 },
    ...{ model, dataset, item, format, judge, prompt, model_by_prompt },
    model_by_dataset: crossLevels(model, dataset),
    model_by_item: crossLevels(model, item),
    model_by_format: crossLevels(model, format),
    answer: crossLevels(model_by_prompt, of("sample")),
  };
}

/** The rows' order that puts each level's rows together, and where each level starts. */
function orderByLevel({ codes, count }: Levels): { order: Uint32Array; starts: number[] } {
  const starts = Array<number>(count + 1).fill(0);
  for (const code of codes) starts[code + 1] = (starts[code + 1] ?? 0) + 1;
  for (let level = 0; level < count; level++) {
    starts[level + 1] = (starts[level + 1] ?? 0) + (starts[level] ?? 0);
  }
  const next = starts.slice();
  const order = new Uint32Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const place = next[codes[row] ?? 0] ?? 0;
    order[place] = row;
    next[codes[row] ?? 0] = place + 1;
  }
  return { order, starts };
}
