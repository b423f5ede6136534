import { itemInfluences, varianceByItem } from "./_item_influences.ts";
import { weightedSum } from "./_weighted_sum.ts";
import { answerCount, goldCells, goldSize, rowShares, type Tally } from "./tally.ts";

/** Prediction-powered estimates of K shares. */
export interface PredictionPowered {
  /** Unconstrained: unbiased, so that a rare class's may lie below 0. They add up to 1. */
  estimate: number[];
  /** The estimates' variances, clustered by item. */
  variance: number[];
  /** λ, in [0, 1]: how far the judge is believed; 0 leaves the gold set's own shares. */
  lambda: number;
}

/**
 * Prediction-powered inference for the shares of K classes: the judge's shares of all answers,
 * set right by what the judge is seen to get wrong on the gold set.
 *
 * θ = λ f̄ + Σ w (y − λ f) / Σ w, where f is the judge's label of an answer and y the person's, both
 * as K indicators, f̄ the mean of f over all N answers, and w the weights of the n gold answers
 * (Angelopoulos et al. 2023, "Prediction-powered inference", Science 382, 669–674).
 * λ = Σ_k cov(y_k, f_k) / Σ_k var(f_k) is power tuning's choice for a vector (Angelopoulos, Duchi and
 * Zrnic 2023, "PPI++: efficient prediction-powered inference", arXiv:2311.01453); with it θ is the
 * regression estimator of two-phase sampling (Cochran 1977, Sampling Techniques, section 12.6).
 * PPI++ averages f over the answers outside the gold set only: with equal weights its λ is ours
 * times (N − n) / N, and its estimate the same number.
 *
 * An answer without a label of the judge's counts as the judge's average answer: any f leaves the
 * estimate unbiased, and this one keeps the shares' sum at 1.
 *
 * Variance: that of the linearised estimator, summed by item. Each answer adds λ (f − f̄) / N, each
 * gold answer besides w (r − r̄) / Σ w with r = y − λ f, so that it carries both samplings and what
 * they share.
 *
 * @param tally Its gold set must be a sample of these very answers: other models' gold does not
 * serve. At least one gold answer, and answers of at least two items.
 */
export function predictionPowered(tally: Tally): PredictionPowered {
  const shares = rowShares(tally);
  const labels = labelsByRow(tally, shares);
  const judge = weightedSum(labels, shares);
  const gold = goldMeans(tally, labels);
  const lambda = tunePower(tally, { labels, judge, gold });
  const rectifier = gold.truth.map((share, k) => share - lambda * (gold.label[k] ?? 0));
  const estimate = judge.map((share, k) => lambda * share + (rectifier[k] ?? 0));
  const answers = answerCount(tally);
  const { weight } = goldSize(tally);
  const influences = itemInfluences(tally, {
    answer: labels.map((label) =>
      label.map((value, k) => lambda * (value - (judge[k] ?? 0)) / answers)
    ),
    gold: (entry) =>
      rectifier.map((mean, k) => {
        const residual = Number(entry.truth === k) - lambda * (labels[entry.row]?.[k] ?? 0);
        return entry.weight / weight * (residual - mean);
      }),
  });
  return { estimate, variance: varianceByItem([{ tally, influences }]), lambda };
}

/** f of each row: an indicator; the judge's own shares in the row of answers without a label. */
function labelsByRow({ rows, classes }: Tally, shares: readonly number[]): number[][] {
  const labelled = shares.slice(0, classes);
  const total = labelled.reduce((sum, share) => sum + share, 0);
  const average = labelled.map((share) => total === 0 ? 1 / classes : share / total);
  return Array.from(
    { length: rows },
    (_, row) => row < classes ? average.map((_, k) => Number(row === k)) : average,
  );
}

interface GoldMeans {
  truth: number[];
  label: number[];
}

function goldMeans(tally: Tally, labels: readonly (readonly number[])[]): GoldMeans {
  const cells = goldCells(tally);
  const { weight } = goldSize(tally);
  const truth = Array.from(
    { length: tally.classes },
    (_, k) => cells.reduce((sum, cell) => sum + (cell[k] ?? 0), 0) / weight,
  );
  const rowWeights = cells.map((cell) => cell.reduce((sum, value) => sum + value, 0) / weight);
  return { truth, label: weightedSum(labels, rowWeights) };
}

/** λ; see {@linkcode predictionPowered}. */
function tunePower(
  tally: Tally,
  { labels, judge, gold }: { labels: number[][]; judge: number[]; gold: GoldMeans },
): number {
  const { weight } = goldSize(tally);
  const answers = answerCount(tally);
  const shares = rowShares(tally);
  let covariance = 0;
  let variance = 0;
  judge.forEach((mean, k) => {
    for (const entry of tally.gold) {
      if (entry.truth === k) covariance += entry.weight / weight * (labels[entry.row]?.[k] ?? 0);
    }
    covariance -= (gold.truth[k] ?? 0) * (gold.label[k] ?? 0);
    labels.forEach((label, row) => variance += (shares[row] ?? 0) * ((label[k] ?? 0) - mean) ** 2);
  });
  variance *= answers / (answers - 1);
  return variance === 0 ? 0 : Math.min(1, Math.max(0, covariance / variance));
}
