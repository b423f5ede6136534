import type { Technique } from "../base/vocabulary.ts";
import type { Verdict } from "./settle_verdicts.ts";

/** Answers to be read by people, with what they answer; the texts are hostile, and as they came. */
export interface BrowsableAnswers {
  models: readonly string[];
  datasets: readonly string[];
  /** The prompts of the answers, each once. */
  prompts: readonly BrowsablePrompt[];
  /** Model × dataset × technique in code order, then none; those without answers left out. */
  segments: readonly AnswerSegment[];
  /** How many answers of a segment are here at most. */
  perSegment: number;
  /** What the draw of those follows from. */
  seed: number;
  /** After how many UTF-16 units texts are cut. */
  textLimit: number;
}

/** A text, cut where it was too long. */
export interface CutText {
  text: string;
  /** How long it was, in UTF-16 units; null where it is whole. */
  cutFrom: number | null;
}

/** What was asked. */
export interface BrowsablePrompt extends CutText {
  id: string;
  item: string | null;
  format: number | null;
  viewpoint: string | null;
}

/** The answers of one model to one dataset that use one technique. */
export interface AnswerSegment {
  model: string;
  dataset: string;
  /** Null for answers without a technique: ties, what could not be read, what was not judged. */
  technique: Technique | null;
  /** How many there are in the run; `answers` may hold fewer. */
  count: number;
  /** In the run's order. */
  answers: readonly BrowsableAnswer[];
}

/** One answer. Its text is empty where there was none. */
export interface BrowsableAnswer extends CutText {
  /** Its place among the {@linkcode BrowsableAnswers.prompts}. */
  prompt: number;
  sample: number;
  /** `answered`, `truncated`, `empty`, `filtered` or `failed`. */
  status: string;
  verdict: Verdict;
}
