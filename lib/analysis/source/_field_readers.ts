import { techniqueOfLabel } from "../../materials/technique_of_label.ts";
import { ANSWER_STATUSES } from "../../models/answer.ts";
import type { Reading } from "./_decode_field.ts";
import type { PromptIndex } from "./_prompt_index.ts";
import type { AnswerField, RawAnswers } from "./_raw_answers.ts";

/** Options of {@linkcode fieldReaders}. */
export interface FieldReadersOptions {
  index: PromptIndex;
  /** Whose annotations count; null where all do. */
  judge: string | null;
  layout: RawAnswers["layout"];
}

/** How the fields of an answer are read. */
export interface FieldReaders {
  /** The names of the models read so far. */
  models: readonly string[];
  texts: Record<"judge" | "technique" | "status" | "verdict", (text: string) => Reading<string>>;
  integers: Record<"prompt" | "model" | "sample", (text: string) => Reading<number>>;
}

/** The readers of one file's fields: from a text to what it means, or to what is wrong with it. */
export function fieldReaders({ index, judge, layout }: FieldReadersOptions): FieldReaders {
  const models: string[] = [];
  return {
    models,
    texts: {
      judge(text) {
        const value = text.trim();
        const counts = judge === null || value === judge;
        return counts ? { value } : flaw("judge", "annotated by another judge");
      },
      technique: readTechnique,
      status: readStatus,
      verdict: readVerdict,
    },
    integers: {
      prompt: (key) => index.find(key),
      model(text) {
        const name = text.trim();
        if (name === "") return flaw("model", "no model");
        const known = models.indexOf(name);
        return { value: known === -1 ? models.push(name) - 1 : known };
      },
      sample: layout === "wide" ? sampleOfId : readSample,
    },
  };
}

function flaw(field: AnswerField, reason: string) {
  return { problem: { reason, field } };
}

/** An empty cell, and pandas' `nan`, is no technique: the answer was not judged. */
function readTechnique(text: string): Reading<string> {
  if (/^\s*(nan)?\s*$/i.test(text)) return { value: null };
  const value = techniqueOfLabel(text);
  return value === null ? flaw("technique", "the technique is none of the six") : { value };
}

function readStatus(text: string): Reading<string> {
  const name = text.trim().toLowerCase();
  const value = ANSWER_STATUSES.find((status) => status === name) ?? null;
  return value === null && name !== "" ? flaw("status", "the status is not known") : { value };
}

/** What is said of an annotation without a technique; of a tie, the votes are not in the file. */
const ANNOTATION_STATUS: ReadonlyMap<string, string | null> = new Map([
  ["", null],
  ["annotated", null],
  ["parsed", null],
  ["not_judged", null],
  ["tie", "unparsed"],
  ["unparsed", "unparsed"],
  ["failed", "failed"],
]);

function readVerdict(text: string): Reading<string> {
  const value = ANNOTATION_STATUS.get(text.trim().toLowerCase());
  return value === undefined ? flaw("verdict", "the verdict is not known") : { value };
}

function readSample(text: string): Reading<number> {
  const whole = /^\s*(\d{1,6})(?:\.0+)?\s*$/.exec(text)?.[1];
  if (whole !== undefined) return { value: Number(whole) };
  if (text.trim() === "") return { value: 0 };
  return flaw("sample", "the sample is no whole number below a million");
}

/** The last part of the published `task_input-num_format-num_model_eval-num`; 0 of any other id. */
function sampleOfId(id: string): Reading<number> {
  return { value: Number(/_\d+_\d+_(\d{1,6})\s*$/.exec(id)?.[1] ?? 0) };
}
