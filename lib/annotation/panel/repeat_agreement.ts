import { measureRepeats, type RepeatMeasures } from "../agreement/measure_repeats.ts";
import type { Panel } from "./panel.ts";

/** How far a judge agrees with itself. */
export interface RepeatAgreement extends RepeatMeasures {
  judge: string;
}

/** Options of {@linkcode repeatAgreement}. */
export interface RepeatAgreementOptions {
  /**
   * What counts as asking again: `variant`, the same answer judged with another of the judge's
   * prompts; or `sample`, another answer of the same model to the same prompt, judged with the same
   * prompt, where the model's own changes add to the judge's. Default: `variant`.
   */
  by?: "variant" | "sample";
  /** How many samples the intervals come from; 0 for no intervals. Default: 2,000. */
  replicates?: number;
  /** The seed of those samples. Default: 1. */
  seed?: number;
}

/**
 * How far each judge of a panel agrees with itself when it is asked again: the baseline for how far
 * judges, or judge and people, can be expected to agree.
 *
 * @returns One entry per judge, in the panel's order; with `n` 0 and nulls where it was asked once.
 */
export function repeatAgreement(
  panel: Panel,
  { by = "variant", ...bootstrap }: RepeatAgreementOptions = {},
): RepeatAgreement[] {
  return [...new Set(panel.raters.map(({ judge }) => judge))].map((judge) => {
    const columns = panel.raters.flatMap((rater, column) => rater.judge === judge ? [column] : []);
    const repeats = by === "variant" ? byVariant(panel, columns) : bySample(panel, columns);
    const clusters = repeats.map(({ cluster }) => cluster);
    const measures = measureRepeats(repeats.map(({ labels }) => labels), {
      ...bootstrap,
      clusters,
    });
    return { judge, ...measures };
  });
}

interface Repeats {
  labels: (string | null)[];
  cluster: string;
}

function byVariant({ answers, labels }: Panel, columns: readonly number[]): Repeats[] {
  return answers.map(({ cluster }, row) => ({
    cluster,
    labels: columns.map((column) => labels[row]?.[column] ?? null),
  }));
}

/** One row per prompt, model and variant, with the labels of its samples. */
function bySample({ answers, labels }: Panel, columns: readonly number[]): Repeats[] {
  const rows = answers.map(({ prompt_id, model, cluster }, row) => ({
    ...{ key: JSON.stringify([prompt_id, model]), cluster, row },
  }));
  return [...Map.groupBy(rows, ({ key }) => key).values()].flatMap((samples) =>
    columns.map((column) => ({
      cluster: samples[0]?.cluster ?? "",
      labels: samples.map(({ row }) => labels[row]?.[column] ?? null),
    }))
  );
}
