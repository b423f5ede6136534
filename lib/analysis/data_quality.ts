import { type CodedVerdicts, codeVerdicts, type Verdicts } from "./bootstrap/code_verdicts.ts";
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
  verdicts: Verdicts,
  run: Pick<RunFrames, "models" | "datasets" | "promptCount">,
): DataQualityRow[] {
  const coded = codeVerdicts(verdicts, run);
  const statuses = countsOf(coded, "response_status");
  const outcomes = countsOf(coded, "verdict");
  const prompts = countPrompts(coded);
  return run.models.map((model, m) => {
    const status = (name: AnswerStatus) => statuses[m]?.get(name) ?? 0;
    const verdict = (name: Verdict) => outcomes[m]?.get(name) ?? 0;
    return {
      model,
      prompts_not_asked: run.promptCount - (prompts[m] ?? 0),
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

/** Per model, how many answers have each value of a column. */
function countsOf({ models, answers }: CodedVerdicts, column: string): Map<string, number>[] {
  const { codes, names } = answers.encode(column);
  const counts = models.map(() => new Uint32Array(names.length));
  for (let row = 0; row < codes.length; row++) {
    const ofModel = counts[answers.model[row] ?? -1];
    const code = codes[row] ?? 0;
    if (ofModel !== undefined) ofModel[code] = (ofModel[code] ?? 0) + 1;
  }
  return counts.map((ofModel) => new Map(names.map((name, code) => [name, ofModel[code] ?? 0])));
}

/** Per model, how many prompts it has answers to. */
function countPrompts({ models, answers }: CodedVerdicts): Uint32Array {
  const { codes, count } = answers.encode("prompt_id");
  const seen = new Uint8Array(count * models.length);
  const prompts = new Uint32Array(models.length);
  for (let row = 0; row < codes.length; row++) {
    const model = answers.model[row] ?? -1;
    if (model < 0) continue;
    const at = model * count + (codes[row] ?? 0);
    if (seen[at] === 0) prompts[model] = (prompts[model] ?? 0) + 1;
    seen[at] = 1;
  }
  return prompts;
}
