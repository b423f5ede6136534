import { tokenCounter } from "../models/count_tokens.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { ofSample, sumTokens } from "./_count_input.ts";
import type { TokenFigure } from "./_expected_output.ts";

/** Options of {@linkcode countPrompts}. */
export interface CountPromptsOptions {
  /** How many requests there are to send. */
  requests: number;
  /** The prompts of all of them, or of a sample that stands for them. */
  prompts: Iterable<string>;
}

/** The input tokens of requests to a model that are no prompts of a run: a judge's. */
export async function countPrompts(
  { model, system }: ModelSpec,
  { requests, prompts }: CountPromptsOptions,
): Promise<TokenFigure> {
  const counter = await tokenCounter(model);
  const inputs = [...prompts];
  const tokens = sumTokens(counter, { inputs, system });
  if (inputs.length < requests) return ofSample(counter, { tokens, read: inputs.length, requests });
  return { tokens, how: counter.how, basis: counter.basis };
}
