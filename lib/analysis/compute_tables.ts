import { conformance, type ConformanceRow, expectedTechniques } from "./conformance.ts";
import { dataQuality, type DataQualityRow } from "./data_quality.ts";
import { distributions, type IntervalRow } from "./distributions.ts";
import type { RunFrames } from "./read_run.ts";
import { SIMULATION_WORDS } from "./simulation.ts";
import { settleVerdicts } from "./settle_verdicts.ts";
import type { Technique } from "../base/vocabulary.ts";

/** Everything that is computed from a run, as plain rows, and where it came from. */
export interface AnalysisTables {
  /** The run's name and judge, and what of it is simulated: what a figure's caption says. */
  source: Pick<RunFrames, "name" | "judge" | "simulated">;
  models: readonly string[];
  datasets: readonly string[];
  /** What the prompts of each dataset are expected to be answered with, by dataset. */
  expected: ReadonlyMap<string, readonly Technique[]>;
  /** Model × dataset × technique, each with its interval and what that rests on. */
  distributions: readonly IntervalRow[];
  /** Model × dataset: expected against observed. */
  conformance: readonly ConformanceRow[];
  /** Model: what was answered, judged and left out. */
  quality: readonly DataQualityRow[];
  /** What a reader of the tables must know: one sentence each. */
  notes: readonly string[];
}

/** Computes every table of a run. */
export function computeTables(run: RunFrames): AnalysisTables {
  const verdicts = settleVerdicts(run);
  const quality = dataQuality(verdicts, run);
  return {
    source: { name: run.name, judge: run.judge, simulated: run.simulated },
    models: run.models,
    datasets: run.datasets,
    expected: expectedTechniques(verdicts),
    distributions: distributions(verdicts, run),
    conformance: conformance(verdicts, run),
    quality,
    notes: makeNotes(run, quality),
  };
}

function makeNotes(run: RunFrames, quality: readonly DataQualityRow[]): string[] {
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
