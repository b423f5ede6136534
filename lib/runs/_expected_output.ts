import type { ModelSpec } from "../models/model_spec.ts";
import { ENOUGH_ANSWERS, type UsageOfRows } from "./_token_usage.ts";

/** A number of tokens, and how it was got. */
export interface TokenFigure {
  tokens: number;
  how: "counted" | "estimated" | "assumed";
  /** In words: by which tokenizer, from how many answers. */
  basis: string;
}

/** What is taken for an answer where nothing is known: some 300 English words. */
export const ASSUMED_OUTPUT = 400;

/** The most tokens that a model's parameters let one answer have; null where they don't say. */
export function outputLimitOf({ params = {} }: ModelSpec): number | null {
  const limits = [params.max_tokens, params.max_completion_tokens].filter(isCount);
  return limits.length === 0 ? null : Math.min(...limits) * choicesOf(params);
}

/** How many choices a request asks for (`n`): each is charged. */
function choicesOf({ n }: Readonly<Record<string, unknown>>): number {
  return isCount(n) ? n : 1;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

/**
 * How many tokens an answer of a model may be expected to have: the mean of its own in the run where
 * there are {@linkcode ENOUGH_ANSWERS}, else that of all real models', else an assumption; never
 * more than its parameters let it have.
 *
 * @param simulated The run's simulated models, which say nothing of real ones.
 */
export function expectedOutput(
  spec: ModelSpec,
  { usage, simulated }: { usage: readonly UsageOfRows[]; simulated: ReadonlySet<string> },
): TokenFigure {
  const limit = outputLimitOf(spec) ?? Infinity;
  const own = meanOutput(usage.filter(({ model }) => model === spec.name));
  const others = usage.filter(({ model }) => !simulated.has(model) || spec.simulated === true);
  const mean = own ?? meanOutput(others);
  if (mean === null) {
    const tokens = Math.min(ASSUMED_OUTPUT * choicesOf(spec.params ?? {}), limit);
    const basis = `${tokens} tokens an answer; models that think write several times as many`;
    return { tokens, how: "assumed", basis };
  }
  const answers = `${mean.answers.toLocaleString("en")} answers`;
  return {
    tokens: Math.min(mean.tokens, limit),
    how: "estimated",
    basis: own === null
      ? `from ${answers} of all models of this run`
      : `from ${answers} of its own`,
  };
}

function meanOutput(rows: readonly UsageOfRows[]): { tokens: number; answers: number } | null {
  const answers = rows.reduce((sum, { counted }) => sum + counted, 0);
  if (answers < ENOUGH_ANSWERS) return null;
  return { tokens: rows.reduce((sum, { output }) => sum + output, 0) / answers, answers };
}
