import { PythonRandom } from "../../base/python_random.ts";
import { addUp, flattenTally } from "./_flat_tally.ts";

/** A 95 % interval: its lower and upper end. */
export type Interval = readonly [low: number, high: number];

/** Statistics that are made from counts which add up over rows. */
export interface Tally {
  /** How many counts there are. */
  readonly width: number;
  /** What a row adds: pairs of a count's position and a value. */
  readonly entries: (row: number) => readonly (readonly [index: number, value: number])[];
  /** The statistics of a sample, from its counts; null where one is not defined. */
  readonly measure: (counts: readonly number[]) => readonly (number | null)[];
}

/** Options of {@linkcode clusterBootstrap}. */
export interface BootstrapOptions {
  /** What each row clusters by, one per row. */
  clusters: readonly string[];
  /** How many samples are drawn. Default: {@linkcode DEFAULT_REPLICATES}. */
  replicates?: number;
  /** Another seed draws other samples. Default: {@linkcode DEFAULT_BOOTSTRAP_SEED}. */
  seed?: number;
}

/** How many samples a bootstrap draws unless told otherwise. */
export const DEFAULT_REPLICATES = 2000;
/** The seed of a bootstrap unless told otherwise. */
export const DEFAULT_BOOTSTRAP_SEED = 1;

/** Above this share of samples in which a statistic is not defined, its tails are not known. */
const MOST_UNDEFINED = 0.05;

/**
 * 95 % intervals by bootstrap over clusters: percentiles of the statistics over samples of whole
 * clusters, as many as there are, drawn with replacement (Efron 1979, "Bootstrap methods: another
 * look at the jackknife", Ann. Statist. 7, 1–26; for clusters Davison and Hinkley 1997, "Bootstrap
 * Methods and their Application", section 3.8, and Field and Welsh 2007, "Bootstrapping clustered
 * data", J. R. Statist. Soc. B 69, 369–390). Percentiles are interpolated linearly, as numpy's are.
 *
 * All statistics see the same samples. In a sample, a statistic is what it would be if the sample
 * were all: a class that is not drawn does not count towards a macro mean. An interval is null with
 * fewer than two clusters, and where the statistic is not defined in more than 5 % of the samples.
 * Samples in which all agree have no spread, so that perfect agreement gives an interval without
 * width: it does not say that the raters never differ. With few clusters the intervals are somewhat
 * short: 95 % intervals for κ covered the truth in 93 % of simulations at 17 clusters, 94 % at 48 and
 * 95 % at 300, those for macro F1 in 89 %, 93 % and 93 % (`bench/agreement_coverage.ts`).
 *
 * @returns For each tally, one interval or null per statistic.
 */
export function clusterBootstrap(
  tallies: readonly Tally[],
  options: BootstrapOptions,
): (Interval | null)[][] {
  const { clusters, replicates = DEFAULT_REPLICATES, seed = DEFAULT_BOOTSTRAP_SEED } = options;
  const { clusterOf, size } = numberClusters(clusters);
  const flat = tallies.map((tally) => flattenTally(tally, clusterOf));
  const drawn = tallies.map((): (readonly (number | null)[])[] => []);
  const random = new PythonRandom(seed);
  const weights = new Float64Array(size);
  for (let replicate = 0; size >= 2 && replicate < replicates; replicate++) {
    drawClusters(weights, random);
    tallies.forEach(({ measure }, t) => {
      const counts = flat[t];
      if (counts !== undefined) drawn[t]?.push(measure(addUp(counts, weights)));
    });
  }
  return tallies.map(({ width, measure }, t) =>
    measure(Array<number>(width).fill(0)).map((_, statistic) =>
      percentileInterval((drawn[t] ?? []).map((values) => values[statistic] ?? null))
    )
  );
}

function numberClusters(clusters: readonly string[]): { clusterOf: number[]; size: number } {
  const numbers = new Map<string, number>();
  const clusterOf = clusters.map((cluster) => {
    const number = numbers.get(cluster) ?? numbers.size;
    numbers.set(cluster, number);
    return number;
  });
  return { clusterOf, size: numbers.size };
}

/** How often each cluster is drawn in one sample. */
function drawClusters(weights: Float64Array, random: PythonRandom): void {
  weights.fill(0);
  for (let draw = 0; draw < weights.length; draw++) {
    const cluster = Math.floor(random.random() * weights.length);
    weights[cluster] = (weights[cluster] ?? 0) + 1;
  }
}

function percentileInterval(values: readonly (number | null)[]): Interval | null {
  const defined = Float64Array.from(values.filter((value) => value !== null)).sort();
  const undefinedShare = 1 - defined.length / values.length;
  if (defined.length === 0 || undefinedShare > MOST_UNDEFINED) return null;
  return [quantile(defined, 0.025), quantile(defined, 0.975)];
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? 0;
  return below + (position % 1) * (above - below);
}
