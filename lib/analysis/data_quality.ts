import pl from "nodejs-polars";
import { ANSWER_STATUSES, type AnswerStatus } from "../models/answer.ts";
import type { RunFrames } from "./read_run.ts";
import { type Verdict, VERDICTS } from "./settle_verdicts.ts";

/**
 * What there is to analyze of one model. It adds up twice: `answered` to `failed` make
 * `responses`, and so do `annotated` to `not_judged`.
 */
export type DataQualityRow =
  & {
    model: string;
    /** Prompts of the run that the model has no response to. */
    prompts_not_asked: number;
    /** Responses in the run, failures included. */
    responses: number;
    /** Responses with a technique: what every share is made of. */
    annotated: number;
    /** Judged several times, with equal votes at the top: left out. */
    ties: number;
    /** Judged, but no reply could be read: left out. */
    unparsed: number;
    /** Every judgement failed: left out. */
    failed_judgements: number;
    /** Without a judgement: left out. */
    not_judged: number;
  }
  & Record<AnswerStatus, number>;

/** The columns of `tables/data_quality.csv`, in order. */
export const DATA_QUALITY_COLUMNS = [
  "model",
  "prompts_not_asked",
  "responses",
  ...ANSWER_STATUSES,
  "annotated",
  "ties",
  "unparsed",
  "failed_judgements",
  "not_judged",
] as const;

/** Counts, per model in the order of `run`, what was answered, judged, and left out and why. */
export function dataQuality(
  verdicts: pl.DataFrame,
  run: Pick<RunFrames, "models" | "promptCount">,
): DataQualityRow[] {
  const statuses = countsOf(verdicts, "response_status");
  const outcomes = countsOf(verdicts, "verdict");
  const prompts = new Map(
    verdicts.groupBy("model").agg(pl.col("prompt_id").nUnique().alias("prompts")).toRecords()
      .map((row) => [String(row.model), Number(row.prompts)]),
  );
  return run.models.map((model) => {
    const status = (name: AnswerStatus) => statuses.get(keyOf(model, name)) ?? 0;
    const verdict = (name: Verdict) => outcomes.get(keyOf(model, name)) ?? 0;
    return {
      model,
      prompts_not_asked: run.promptCount - (prompts.get(model) ?? 0),
      responses: VERDICTS.reduce((sum, name) => sum + verdict(name), 0),
      ...countStatuses(status),
      annotated: verdict("annotated"),
      ties: verdict("tie"),
      unparsed: verdict("unparsed"),
      failed_judgements: verdict("failed"),
      not_judged: verdict("not_judged"),
    };
  });
}

function countStatuses(count: (status: AnswerStatus) => number): Record<AnswerStatus, number> {
  return {
    answered: count("answered"),
    truncated: count("truncated"),
    empty: count("empty"),
    filtered: count("filtered"),
    failed: count("failed"),
  };
}

function countsOf(verdicts: pl.DataFrame, column: string): Map<string, number> {
  const counts = verdicts.groupBy("model", column).agg(pl.col("answer").count().alias("count"));
  return new Map(
    counts.toRecords().map((row) => [
      keyOf(String(row.model), String(row[column])),
      Number(row.count),
    ]),
  );
}

function keyOf(model: string, value: string): string {
  return JSON.stringify([model, value]);
}
