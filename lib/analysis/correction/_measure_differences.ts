import { TECHNIQUES } from "../../base/vocabulary.ts";
import type { GoldBlock } from "./_gold_blocks.ts";

/** How far the judge's labels, given the true class, depend on the model. */
export interface MeasuredDifferences {
  /** G²: any kind of difference. */
  g: number;
  /** Whether the judge is right more, or less, often on one model, in all classes together. */
  x2: number;
  /** The share of answers that lie apart from the models' common distribution, in [0, 1]. */
  difference: number;
}

/** The measures of `judgeDifferences`, by its formulas. */
export function measureDifferences(
  blocks: readonly GoldBlock[],
  models: number,
): MeasuredDifferences {
  const tables = tablesOf(blocks, models);
  const total = tables.flat(2).reduce((sum, value) => sum + value, 0);
  let g = 0;
  let apart = 0;
  for (const table of tables) {
    const { byModel, byLabel, sum } = margins(table);
    table.forEach((cells, model) =>
      cells.forEach((value, label) => {
        const expected = sum === 0 ? 0 : (byModel[model] ?? 0) * (byLabel[label] ?? 0) / sum;
        if (value > 0) g += 2 * value * Math.log(value / expected);
        apart += Math.abs(value - expected) / 2;
      })
    );
  }
  return { g, x2: surplusRight(blocks, { tables, models }), difference: apart / total };
}

/**
 * The largest over models of (right answers − expected)² / (variance · design effect): the variance
 * as it is if models do not matter, the design effect, at least 1, by how far answers to one item are right
 * or wrong together.
 */
function surplusRight(
  blocks: readonly GoldBlock[],
  { tables, models }: { tables: readonly number[][][]; models: number },
): number {
  const classes = tables.map((table, truth): ClassRates => {
    const { byModel, byLabel, sum } = margins(table);
    const right = sum === 0 ? 0 : (byLabel[truth] ?? 0) / sum;
    return { right, part: byModel.map((size) => sum === 0 ? 0 : size / sum), byModel };
  });
  const all = Array.from({ length: models }, (_, model) => surplusOf(model, { blocks, classes }));
  return Math.max(...all);
}

/** One true class: how often the judge is right, and each model's part of its answers. */
interface ClassRates {
  right: number;
  part: number[];
  byModel: number[];
}

function surplusOf(
  model: number,
  { blocks, classes }: { blocks: readonly GoldBlock[]; classes: readonly ClassRates[] },
): number {
  const byItem = new Map<number, number>();
  let single = 0;
  for (const block of blocks) {
    const { right = 0, part = [] } = classes[block.truth] ?? {};
    const hits = block.labels[block.truth] ?? 0;
    const misses = block.labels.reduce((sum, value) => sum + value, -hits);
    const factor = Number(block.model === model) - (part[model] ?? 0);
    const surplus = factor * (hits * (1 - right) - misses * right);
    byItem.set(block.item, (byItem.get(block.item) ?? 0) + surplus);
    single += factor ** 2 * (hits * (1 - right) ** 2 + misses * right ** 2);
  }
  const sums = [...byItem.values()];
  const total = sums.reduce((sum, value) => sum + value, 0);
  const clustered = sums.reduce((sum, value) => sum + value ** 2, 0);
  const variance = classes.reduce((sum, { right, part, byModel }) => {
    return sum + (byModel[model] ?? 0) * (1 - (part[model] ?? 0)) * right * (1 - right);
  }, 0);
  const effect = single === 0 ? 1 : Math.max(1, clustered / single);
  return variance === 0 ? 0 : total ** 2 / (variance * effect);
}

/** Per true class: a row per model, a column per judge's label. */
function tablesOf(blocks: readonly GoldBlock[], models: number): number[][][] {
  const tables = TECHNIQUES.map(() =>
    Array.from({ length: models }, () => Array<number>(TECHNIQUES.length + 1).fill(0))
  );
  for (const { truth, model, labels } of blocks) {
    const cells = tables[truth]?.[model];
    if (cells === undefined) continue;
    labels.forEach((value, label) => cells[label] = (cells[label] ?? 0) + value);
  }
  return tables;
}

function margins(table: readonly (readonly number[])[]) {
  const byModel = table.map((cells) => cells.reduce((sum, value) => sum + value, 0));
  const byLabel = (table[0] ?? []).map((_, label) =>
    table.reduce((sum, cells) => sum + (cells[label] ?? 0), 0)
  );
  return { byModel, byLabel, sum: byModel.reduce((all, value) => all + value, 0) };
}
