import { Matrix, pseudoInverse } from "ml-matrix";
import { itemInfluences, varianceByItem } from "./_item_influences.ts";
import { columnSums, confusionMatrix, postStratify } from "./confusion_matrix.ts";
import { invertConfusion } from "./invert_confusion.ts";
import { weightedSum } from "./_weighted_sum.ts";
import { answerCount, goldCells, goldSize, rowShares, type Tally } from "./tally.ts";

/** Of the one answer per class that is added: how much of it the judge got right. */
const PSEUDO_RIGHT = 0.5;

/** The variances of `inversion`'s estimates, by its formulas. */
export function inversionVariance(target: Tally, pool: Tally): number[] {
  const size = goldSize(pool);
  const unit = size.weight / size.effective;
  const pseudo = pseudoAnswers(pool, unit);
  const cells = goldCells(pool).map((row, j) => addVectors(row, pseudo[j] ?? []));
  const { own, expected, pull } = pulls(cells, rowShares(target), rowShares(pool));
  const fromTarget = itemInfluences(target, {
    answer: centred(own, rowShares(target), answerCount(target)),
    gold: () => [],
  });
  const fromPool = itemInfluences(pool, {
    answer: centred(expected, rowShares(pool), answerCount(pool)),
    gold: ({ row, truth, weight }) => (pull[row]?.[truth] ?? []).map((value) => weight * value),
  });
  const variance = varianceByItem([
    { tally: target, influences: fromTarget },
    { tally: pool, influences: fromPool },
  ]);
  pseudo.forEach((row, j) =>
    row.forEach((mass, k) =>
      pull[j]?.[k]?.forEach((value, l) =>
        variance[l] = (variance[l] ?? 0) + mass * unit * value ** 2
      )
    )
  );
  return variance;
}

/** One answer of weight `unit` per class, spread over the judge's labels. */
function pseudoAnswers({ rows, classes }: Tally, unit: number): number[][] {
  const elsewhere = (1 - PSEUDO_RIGHT) / (rows - 1);
  return Array.from(
    { length: rows },
    (_, j) =>
      Array.from({ length: classes }, (_, k) => unit * (j === k ? PSEUDO_RIGHT : elsewhere)),
  );
}

interface Pulls {
  /** Per row of the target: how the estimates move with its share. */
  own: number[][];
  /** Per row of the pool: how they move, on average over the row's gold, with its share. */
  expected: number[][];
  /** Per row and class: how one unit of gold weight there moves them, the row's share being fixed. */
  pull: number[][][];
}

function pulls(
  cells: number[][],
  shares: readonly number[],
  poolShares: readonly number[],
): Pulls {
  const slopes = cellSlopes(postStratify(cells, poolShares), shares);
  const sums = cells.map((row) => row.reduce((sum, value) => sum + value, 0));
  const expected = slopes.cells.map((row, j) =>
    weightedSum(row, (cells[j] ?? []).map((value) => value / (sums[j] ?? 1)))
  );
  const pull = slopes.cells.map((row, j) =>
    row.map((slope) =>
      slope.map((value, l) =>
        (poolShares[j] ?? 0) / (sums[j] ?? 1) * (value - (expected[j]?.[l] ?? 0))
      )
    )
  );
  return { own: slopes.labels, expected, pull };
}

interface Slopes {
  /** Per row j: how the estimates move with q_j: the j-th column of G. */
  labels: number[][];
  /** Per row and class: how they move with the cell. */
  cells: number[][][];
}

function cellSlopes(scaled: number[][], shares: readonly number[]): Slopes {
  const matrix = confusionMatrix(scaled);
  const estimate = invertConfusion(matrix, shares);
  const inverse = likelihoodInverse(matrix, estimate);
  const totals = columnSums(scaled);
  const means = totals.map((_, k) => weightedSum(inverse, matrix.map((row) => row[k] ?? 0)));
  const cells = inverse.map((column) =>
    totals.map((total, k) =>
      column.map((value, l) =>
        total === 0 ? 0 : -(estimate[k] ?? 0) / total * (value - (means[k]?.[l] ?? 0))
      )
    )
  );
  return { labels: inverse, cells };
}

/**
 * G = (Mᵀ W M)⁻¹ Mᵀ W with W = 1 / (M p): M⁻¹ where M is square and regular. Returned by the
 * judge's labels: J vectors of K.
 */
function likelihoodInverse(matrix: number[][], estimate: readonly number[]): number[][] {
  const roots = matrix.map((row) => {
    const expected = row.reduce((sum, chance, k) => sum + chance * (estimate[k] ?? 0), 0);
    return expected > 0 ? 1 / Math.sqrt(expected) : 0;
  });
  const scaled = matrix.map((row, j) => row.map((chance) => chance * (roots[j] ?? 0)));
  const inverse = pseudoInverse(new Matrix(scaled)).transpose().to2DArray();
  return inverse.map((column, j) => column.map((value) => value * (roots[j] ?? 0)));
}

/** Per row: (value − mean) / count, the influences of answers on a mean. */
function centred(values: number[][], shares: readonly number[], count: number): number[][] {
  const mean = weightedSum(values, shares);
  return values.map((value) => value.map((part, l) => (part - (mean[l] ?? 0)) / count));
}

function addVectors(first: readonly number[], second: readonly number[]): number[] {
  return first.map((value, index) => value + (second[index] ?? 0));
}
