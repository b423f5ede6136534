import { expect, logSmoothing, maximize, type Parameters, voteShares } from "./_em_steps.ts";
import { type LabelPatterns, labelPatterns } from "./_label_patterns.ts";

/** Options of {@linkcode dawidSkene}. */
export interface DawidSkeneOptions {
  /** Whose labels each column holds; a judge may have several. Default: each column its own judge. */
  judges?: readonly string[];
  /** The classes. Default: the labels that occur, sorted. */
  categories?: readonly string[];
  /** Labels added to every cell of every judge's confusion matrix. Default: 0.01. */
  smoothing?: number;
  /** Stops when the objective gains less than this per labelled item. Default: 1e-9. */
  tolerance?: number;
  /** Stops at the latest after so many iterations. Default: 2,000. */
  maxIterations?: number;
}

/** A judge as the panel's answers make it out. */
export interface JudgeEstimate {
  judge: string;
  /** Labels that it gave. */
  labels: number;
  /**
   * `confusion[i][j]`: the estimated probability that it says `categories[j]` where the truth is
   * `categories[i]`. A row of a class with no items (see `classes`) knows nothing: all alike.
   */
  confusion: number[][];
  /** The estimated share of items on which it is right: Σ_k prior_k confusion[k][k]. */
  accuracy: number;
}

/** An item whose most probable classes are equally probable. */
export interface PosteriorTie {
  /** The item's row. */
  row: number;
  /** Those classes, in the order of the categories. */
  labels: string[];
}

/** What Dawid and Skene's model makes of a panel. */
export interface DawidSkeneFit {
  categories: readonly string[];
  /** The estimated shares of the classes, in the order of the categories. */
  priors: number[];
  /** The estimated number of items per class: prior × labelled items. */
  classes: number[];
  /** In order of appearance. */
  judges: JudgeEstimate[];
  /** One row per item: probabilities of the categories; null where nobody labelled it. */
  posteriors: (number[] | null)[];
  /** One row per item: the most probable class; null for a tie, and where nobody labelled it. */
  labels: (string | null)[];
  ties: PosteriorTie[];
  /** Rows that nobody labelled; they take no part. */
  unlabelled: number;
  iterations: number;
  /** False where the iterations ran out first. */
  converged: boolean;
  /** The log-likelihood of the labels, in nats. */
  log_likelihood: number;
  /** What was maximised (log-likelihood plus the smoothing's log-prior), once per iteration. */
  objective: number[];
}

/** Probabilities that differ by less are equal: the iterations do not settle them further. */
const SAME = 1e-6;

/**
 * Estimates, from the labels of several judges and no gold, the class of each item and each judge's
 * confusion matrix, by EM (Dawid and Skene 1979, "Maximum likelihood estimation of observer
 * error-rates using the EM algorithm", Applied Statistics 28, 20–28).
 *
 * With p_k the share of class k, π_jkl the probability that judge j says l where the truth is k, and
 * n_ijl how often it says l of item i: posterior T_ik ∝ p_k Π_jl π_jkl^n_ijl (their 2.5);
 * π_jkl = (s + Σ_i T_ik n_ijl) / Σ_l (…) (their 2.3) and p_k = mean of T_ik (their 2.4). T starts as
 * the share of votes for k (their 3.1): the majority's opinion, so that classes keep their names.
 * Smoothing s is a Dirichlet(1 + s) prior on each row, which keeps a judge that was never seen to
 * err from being taken as infallible; s = 0 is maximum likelihood. Each iteration raises
 * log-likelihood + s Σ log π. It stops when the gain falls below `tolerance` per labelled item.
 *
 * The model takes judges to err independently, given the truth. Judges that err alike (models of one
 * family, variants of one judge) look more reliable than they are; put variants of one judge under
 * one name in `judges`, which shares their matrix but not the excess of confidence. A maximum is a
 * local one, and with two judges the parameters are hardly determined: take three or more.
 *
 * @param rows One row per item, one label per column; null where there is none.
 * @throws {RangeError} for a label that is none of the categories, or a negative smoothing.
 */
export function dawidSkene(
  rows: readonly (readonly (string | null)[])[],
  options: DawidSkeneOptions = {},
): DawidSkeneFit {
  const { smoothing = 0.01 } = options;
  if (!(smoothing >= 0)) throw new RangeError(`Cannot smooth by ${smoothing}: expected 0 or more.`);
  const columns = (rows[0] ?? []).map((_, column) => options.judges?.[column] ?? String(column));
  const data = labelPatterns(rows, { judges: columns, categories: options.categories });
  const { parameters, posteriors, ...history } = iterate(data, { ...options, smoothing });
  const labelled = data.patternOf.filter((pattern) => pattern !== null).length;
  const perItem = data.patternOf.map((index) => index === null ? null : posteriors[index] ?? null);
  return {
    categories: data.categories,
    priors: parameters.priors,
    classes: parameters.priors.map((prior) => prior * labelled),
    judges: describeJudges(data, parameters),
    posteriors: perItem,
    ...decide(perItem, data.categories),
    unlabelled: rows.length - labelled,
    ...history,
  };
}

interface Iterated {
  parameters: Parameters;
  posteriors: number[][];
  iterations: number;
  converged: boolean;
  log_likelihood: number;
  objective: number[];
}

function iterate(
  { patterns, judges, categories }: LabelPatterns,
  { smoothing = 0, tolerance = 1e-9, maxIterations = 2000 }: DawidSkeneOptions,
): Iterated {
  const shape = { judges: judges.length, categories: categories.length, smoothing };
  const items = patterns.reduce((sum, { weight }) => sum + weight, 0);
  let parameters = maximize(patterns, voteShares(patterns, categories.length), shape);
  let { posteriors, logLikelihood } = expect(patterns, parameters);
  const objective = [logLikelihood + logSmoothing(parameters, smoothing)];
  let converged = items === 0;
  while (!converged && objective.length < maxIterations) {
    parameters = maximize(patterns, posteriors, shape);
    ({ posteriors, logLikelihood } = expect(patterns, parameters));
    const value = logLikelihood + logSmoothing(parameters, smoothing);
    converged = value - (objective.at(-1) ?? 0) < tolerance * items;
    objective.push(value);
  }
  return {
    ...{ parameters, posteriors, converged, objective },
    iterations: objective.length,
    log_likelihood: logLikelihood,
  };
}

function describeJudges(
  { judges, patterns }: LabelPatterns,
  { priors, confusion }: Parameters,
): JudgeEstimate[] {
  const labels = judges.map(() => 0);
  for (const { weight, said } of patterns) {
    for (const { judge } of said) labels[judge] = (labels[judge] ?? 0) + weight;
  }
  return judges.map((judge, index) => {
    const matrix = confusion[index] ?? [];
    const accuracy = priors.reduce((sum, prior, k) => sum + prior * (matrix[k]?.[k] ?? 0), 0);
    return { judge, labels: labels[index] ?? 0, confusion: matrix, accuracy };
  });
}

function decide(
  posteriors: readonly (readonly number[] | null)[],
  categories: readonly string[],
): { labels: (string | null)[]; ties: PosteriorTie[] } {
  const ties: PosteriorTie[] = [];
  const labels = posteriors.map((posterior, row) => {
    if (posterior === null) return null;
    const highest = Math.max(...posterior);
    const winners = categories.filter((_, k) => highest - (posterior[k] ?? 0) < SAME);
    if (winners.length > 1) ties.push({ row, labels: winners });
    return winners.length === 1 ? winners[0] ?? null : null;
  });
  return { labels, ties };
}
