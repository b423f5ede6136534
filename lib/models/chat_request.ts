import type OpenAI from "openai";
import type { AskRequest } from "./answer.ts";
import type { ModelSpec } from "./model_spec.ts";

/** The body of a request to the legacy endpoint, but for how the answer comes (`stream`). */
export type TextRequestBody = Omit<OpenAI.CompletionCreateParamsNonStreaming, "stream">;

/** The body of a chat request, but for how the answer comes (`stream`). */
export type ChatRequestBody = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, "stream">;

/**
 * What a model is sent for one question, live or in a batch: both ask the same.
 *
 * Where the parameters set a seed, each sample has one of its own: the seed plus the sample's number.
 */
export function chatRequest(
  { model, params = {}, system }: ModelSpec,
  { prompt, sample = 0 }: Pick<AskRequest, "prompt" | "sample">,
): ChatRequestBody {
  const messages: OpenAI.ChatCompletionMessageParam[] = [];
  if (system !== undefined) messages.push({ role: "system", content: system });
  messages.push({ role: "user", content: prompt });
  return { ...params, ...seedOf(params, sample), model, messages };
}

/** The same for the legacy endpoint, which goes on with the prompt's text. */
export function textRequest(
  { model, params = {} }: ModelSpec,
  { prompt, sample = 0 }: Pick<AskRequest, "prompt" | "sample">,
): TextRequestBody {
  return { ...params, ...seedOf(params, sample), model, prompt };
}

function seedOf(params: NonNullable<ModelSpec["params"]>, sample: number): { seed?: number } {
  return typeof params.seed === "number" ? { seed: params.seed + sample } : {};
}
