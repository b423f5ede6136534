import type pl from "nodejs-polars";
import { codeVerdicts } from "./bootstrap/code_verdicts.ts";
import { resampling, type ResamplingOptions } from "./bootstrap/resampling.ts";
import { compareModels } from "./compare_models.ts";
import { compareTwins, type TwinComparison } from "./compare_twins.ts";
import type { ComparisonRow } from "./comparison_row.ts";
import { conformance, type ConformanceIntervalRow, expectedTechniques } from "./conformance.ts";
import { dataQuality, type DataQualityRow } from "./data_quality.ts";
import type { Source } from "./describe_source.ts";
import { distributions, type IntervalRow } from "./distributions.ts";
import { type GroupedShareRow, GROUPINGS } from "./grouped_share_row.ts";
import { planPrecision } from "./plan_precision.ts";
import type { PrecisionRow } from "./precision_row.ts";
import { type GateRow, qualityGate } from "./quality_gate.ts";
import type { RunFrames } from "./read_run.ts";
import type { JudgesVerdicts } from "./read_verdicts_by_judge.ts";
import { SIMULATION_WORDS } from "./simulation.ts";
import { settleVerdicts } from "./settle_verdicts.ts";
import { sharesBy } from "./shares_by.ts";
import { type Stability, stability } from "./stability.ts";
import { type VarianceComponents, varianceComponents } from "./variance_components.ts";
import type { Technique } from "../base/vocabulary.ts";

/** Everything that is computed from a run, as plain rows, and where it came from. */
export interface AnalysisTables {
  /** The run's name and judge, and what of it is simulated: what a figure's caption says. */
  source: Source;
  models: readonly string[];
  datasets: readonly string[];
  /** What the prompts of each dataset are expected to be answered with, by dataset. */
  expected: ReadonlyMap<string, readonly Technique[]>;
  /** Model × dataset × technique, each with its interval and what that rests on. */
  distributions: readonly IntervalRow[];
  /** Model × dataset: expected against observed. */
  conformance: readonly ConformanceIntervalRow[];
  /** Model × dataset × task, viewpoint, style or format × technique. */
  grouped: readonly GroupedShareRow[];
  /** Dataset × outcome × two models: how they differ on the same prompts. */
  comparisons: readonly ComparisonRow[];
  /** How each model answers two viewpoints on the same item and format. */
  twins: TwinComparison;
  /** Outcome × source of variation. */
  variance: VarianceComponents;
  /** How far conclusions depend on wordings, refusal rules, judges and repeats. */
  stability: Stability;
  /** Dataset × numbers of items and wordings: how precise studies of other sizes would be. */
  precision: readonly PrecisionRow[];
  /** Model: what was answered, judged and left out. */
  quality: readonly DataQualityRow[];
  /** Model × check: whether that is good enough to compare models. */
  gate: readonly GateRow[];
  /**
   * What a reader of any table must know: one sentence each. `twins`, `variance` and `stability` have
   * notes of their own.
   */
  notes: readonly string[];
}

/** Options of {@linkcode computeTables}. */
export interface ComputeTablesOptions extends ResamplingOptions {
  /** How many permutations each comparison of models is tested with. Default: 9,999. */
  permutations?: number;
  /** What all judges of the run said, to tell how they differ. Default: the run's one judge. */
  judges?: JudgesVerdicts;
}

/** What is to be known of a run beside its verdicts. */
export type VerdictSource = Omit<RunFrames, "annotations" | "responses">;

/** Computes every table of a run. The same run, seed and numbers of draws give the same tables. */
export function computeTables(run: RunFrames, options?: ComputeTablesOptions): AnalysisTables {
  return tablesOfVerdicts(settleVerdicts(run), { ...run, ...options });
}

/** The same for answers whose verdicts are settled: one row per answer, as `settleVerdicts` has it. */
export function tablesOfVerdicts(
  verdicts: pl.DataFrame,
  { permutations, judges, seed, replicates, ...run }: VerdictSource & ComputeTablesOptions,
): AnalysisTables {
  // Coded and drawn once: all tables share the numbers and the resampled items.
  const coded = codeVerdicts(verdicts, run);
  const draws = resampling({ seed, replicates });
  const quality = dataQuality(coded, run);
  const { models, datasets } = run;
  return {
    source: { kind: run.kind ?? "run", name: run.name, judge: run.judge, simulated: run.simulated },
    models,
    datasets,
    expected: expectedTechniques(coded),
    distributions: distributions(coded, run, draws),
    conformance: conformance(coded, run, draws),
    grouped: GROUPINGS.flatMap((by) => sharesBy(coded, { by, models, datasets, draws })),
    comparisons: compareModels(coded, run, { draws, permutations }),
    twins: compareTwins(coded, run, { seed, replicates }),
    variance: varianceComponents(coded, run, { judges: judges?.verdicts }),
    stability: stability(coded, run, {
      ...{ judges: judges?.verdicts, leftOut: judges?.left_out },
      ...{ judge: run.judge, seed, replicates },
    }),
    precision: planPrecision(coded, run),
    quality,
    gate: qualityGate(quality, { responses: verdicts, promptCount: run.promptCount }),
    notes: makeNotes(run, quality),
  };
}

function makeNotes(run: VerdictSource, quality: readonly DataQualityRow[]): string[] {
  const total = (column: keyof DataQualityRow) =>
    quality.reduce((sum, row) => sum + Number(row[column]), 0);
  const left = (column: keyof DataQualityRow, what: string) =>
    total(column) === 0 ? [] : [`${total(column)} of ${total("responses")} responses ${what}.`];
  return [
    ...(run.simulated === null ? [] : [SIMULATION_WORDS[run.simulated].sentence]),
    ...left("ties", "are left out as ties: the judge's variants gave no technique the most votes"),
    ...left("unparsed", "are left out: no judgement of them could be read"),
    ...left("failed_judgements", "are left out: every judgement of them failed"),
    ...left("not_judged", "are left out: they were not judged"),
    ...left("prompts_not_asked", "").map(() =>
      `${total("prompts_not_asked")} times a prompt of the run has no response from a model.`
    ),
    ...(run.promptsWithoutItem === 0 ? [] : [
      `The item is not known for ${run.promptsWithoutItem} prompts: each counts as an item of its ` +
      `own, so that the intervals take its answers as independent.`,
    ]),
  ];
}
