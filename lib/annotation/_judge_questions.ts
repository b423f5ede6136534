import type { Question } from "../runs/ask_model.ts";
import type { Judged } from "./_annotation_session.ts";
import type { JudgedAnswers } from "./_judged_answers.ts";
import type { Judge } from "./judge.ts";
import { renderJudgePrompt } from "./judge_prompts.ts";
import { judgeWordings } from "./judge_wordings.ts";

/** A judge that is a model. */
export type ModelJudge = Extract<Judge, { kind: "model" }>;

/** What a judge is asked about one answer. */
export interface JudgeQuestion extends Question {
  /** The text to judge. */
  output: string;
  judged: Judged;
}

/** Whose annotations are wanted. */
export interface JudgePromptsOptions {
  judge: string;
  variants: number;
  /** Whether an annotation that failed counts as not there. */
  retryErrors: boolean;
}

/** What is left to ask: every answer in the first variant, then every answer in the second. */
export function* judgePrompts(
  answers: JudgedAnswers,
  parts: ModelJudge["parts"],
  { judge, variants, retryErrors }: JudgePromptsOptions,
): Generator<JudgeQuestion> {
  const { definitionsOf } = judgeWordings({ parts, variants });
  for (let variant = 0; variant < variants; variant++) {
    for (const page of answers.pending({ judge, variant, retryErrors })) {
      for (const { prompt_id, model, sample, position, input, output } of page) {
        const definitions = definitionsOf(position, sample)[variant] ?? "";
        yield {
          input: renderJudgePrompt(definitions, { parts, input, output }),
          sample: 0,
          output,
          judged: { prompt_id, model, sample, variant },
        };
      }
    }
  }
}
