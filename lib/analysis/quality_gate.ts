import pl from "nodejs-polars";
import type { DataQualityRow } from "./data_quality.ts";

/** Whether a model's data can be used as they are. */
export type GateStatus = "ok" | "look" | "stop";

/** What the gate looks at, each as a share of what it is a part of. */
export const GATE_CHECKS = {
  prompts_not_asked: "Shares are of other prompts than those of models that were asked them all.",
  truncated: "Answers were cut off: what came after might have changed the technique.",
  empty: "Nothing was answered: a refusal in all but words, or a fault; see the refusal rules.",
  filtered: "A filter withheld answers: they are most likely those that a model would refuse.",
  failed: "Requests failed; generate --retry-errors asks them again.",
  unusable: "Answers without a technique: failed, tied, unread or not judged.",
  repeated_answers: "One text stands for several prompts: set phrases, or a fault of the server.",
} as const;

/** One of {@linkcode GATE_CHECKS}. */
export type GateCheck = keyof typeof GATE_CHECKS;

/** One check of one model. */
export interface GateRow {
  model: string;
  check: GateCheck;
  count: number;
  /** Of how many: prompts of the run, or responses of the model. */
  of: number;
  /** count / of, in [0, 1]; null where `of` is 0, or the data do not tell. */
  share: number | null;
  status: GateStatus;
  /** What it means for a comparison; empty where all is well. */
  meaning: string;
}

/** Up to here a share of missing data is held to be of no consequence, */
const OK_TO = 0.05;
/** and beyond here, to be likely to bias what is computed of the rest. */
const LOOK_TO = 0.1;

/** Options of {@linkcode qualityGate}. */
export interface GateOptions {
  /**
   * One row per response; `repeated_text` says whether its text answers other prompts, too. Without that
   * column nothing is said of repeated answers.
   */
  responses: pl.DataFrame;
  /** Prompts of the run, asked or not. */
  promptCount: number;
}

/**
 * The first thing to look at: whether what is missing of a model's answers may decide what the rest say.
 *
 * Up to 5 % missing is `ok` (Schafer 1999, "Multiple imputation: a primer", Stat. Methods Med. Res. 8,
 * 3–15), above 10 % is `stop` (Bennett 2001, "How can I deal with missing data in my study?", Aust. N. Z.
 * J. Public Health 25, 464–469), between them `look`. Repeated answers are never more than `look`: a
 * model may refuse in the same words each time. A model that lacks at least 5 points more than another
 * is `look` at best, as the two are then compared on different prompts.
 *
 * @param quality One row per model, by `dataQuality`.
 */
export function qualityGate(
  quality: readonly DataQualityRow[],
  { responses, promptCount }: GateOptions,
): GateRow[] {
  const repeated = countRepeated(responses);
  const least = Math.min(...quality.map((row) => shareOf(unusable(row), row.responses) ?? 0));
  return quality.flatMap((row) => {
    const check = (name: GateCheck, count: number, of = row.responses): GateRow => {
      const share = shareOf(count, of);
      const isUneven = name === "unusable" && (share ?? 0) - least >= OK_TO;
      const status = statusOf(share, { name, isUneven });
      const meaning = status === "ok" ? "" : GATE_CHECKS[name];
      return { model: row.model, check: name, count, of, share, status, meaning };
    };
    return [
      check("prompts_not_asked", row.prompts_not_asked, promptCount),
      check("truncated", row.truncated),
      check("empty", row.empty),
      check("filtered", row.filtered),
      check("failed", row.failed),
      check("unusable", unusable(row)),
      ...(repeated === null ? [] : [check("repeated_answers", repeated.get(row.model) ?? 0)]),
    ];
  });
}

function unusable({ responses, annotated }: DataQualityRow): number {
  return responses - annotated;
}

function shareOf(count: number, of: number): number | null {
  return of === 0 ? null : count / of;
}

function statusOf(
  share: number | null,
  { name, isUneven }: { name: GateCheck; isUneven: boolean },
): GateStatus {
  if (share === null) return "stop";
  if (share > LOOK_TO) return name === "repeated_answers" ? "look" : "stop";
  return share > OK_TO || isUneven ? "look" : "ok";
}

function countRepeated(responses: pl.DataFrame): Map<string, number> | null {
  if (!responses.columns.includes("repeated_text")) return null;
  const counts = responses.filter(pl.col("repeated_text").cast(pl.Int64).eq(pl.lit(1)))
    .groupBy("model").agg(pl.len().alias("count"));
  return new Map(counts.toRecords().map(({ model, count }) => [String(model), Number(count)]));
}
