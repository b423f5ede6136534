/** How a distribution over options was got. */
export type SurveyMethod = "chat_logprobs" | "completion_logprobs" | "sampling";

/** What one model says to one question: a distribution over its options. */
export interface SurveyAnswer {
  question_id: string;
  model: string;
  /** `as_published`, `no_examples`, `reversed_options`, … */
  variant: string;
  method: SurveyMethod;
  /** One share per option, in the question's order; they sum to 1; null where none could be had. */
  distribution: readonly number[] | null;
  /**
   * Of sampled answers: 95 % Wilson bounds of each share, taking the answers as independent. Null, or
   * left out, where the distribution comes from log-probabilities.
   */
  interval?: { low: readonly number[]; high: readonly number[] } | null;
  /** The probability mass of all tokens that was on letters of options, in [0, 1], mean over repeats. */
  mass_seen: number | null;
  /** Requests that gave an answer, and those that did not. */
  repeats: number;
  failed: number;
  /** Whether the simulator made it up. */
  simulated: boolean;
}
