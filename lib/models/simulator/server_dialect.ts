import { completionBody, type CompletionBodyOptions, roughTokens } from "./completion_body.ts";
import type { ChatRequest } from "./read_request.ts";

/**
 * How the simulator speaks: as OpenAI does, or as llama.cpp's server (seen of xllamacpp 2026.10.11549,
 * which has that server in it). That one calls its model by the path of its file, lists the likeliest
 * tokens in the legacy endpoint as in the chat one, counts what it had in its cache, and has its own
 * error for a prompt that is too long.
 */
export type ServerDialect = "openai" | "llama.cpp";

/** Where the simulated llama.cpp's weights would lie. */
const WEIGHTS_FOLDER = "/home/someone/models";

/** The body of a completion in a dialect. */
export function dialectBody(
  request: ChatRequest,
  { dialect, ...options }: CompletionBodyOptions & { dialect: ServerDialect },
): Record<string, unknown> {
  const body = completionBody(request, options);
  if (dialect === "openai") return body;
  const { choices: asChat } = completionBody({ ...request, isCompletion: false }, options);
  const logprobs = Array.isArray(asChat) ? asChat.map(({ logprobs }) => logprobs) : [];
  const choices = Array.isArray(body.choices) ? body.choices : [];
  return {
    ...body,
    model: `${WEIGHTS_FOLDER}/${request.model}.gguf`,
    choices: choices.map(({ logprobs: _, ...choice }, index) => ({
      ...choice,
      ...(logprobs[index] ? { logprobs: logprobs[index] } : {}),
    })),
    usage: {
      ...(typeof body.usage === "object" ? body.usage : {}),
      prompt_tokens_details: { cached_tokens: 0 },
    },
    timings: { prompt_n: 1, predicted_n: 1 },
  };
}

/** Options of {@linkcode tooLongResponse}. */
export interface TooLongOptions {
  /** Most tokens of a prompt; null for any number. */
  contextTokens: number | null;
  dialect: ServerDialect;
}

/** What a prompt that is too long is refused with; null where it is not. */
export function tooLongResponse(
  { texts }: ChatRequest,
  { contextTokens, dialect }: TooLongOptions,
): Response | null {
  const tokens = texts.reduce((sum, text) => sum + roughTokens(text), 0);
  if (contextTokens === null || tokens <= contextTokens) return null;
  const error = dialect === "openai"
    ? {
      code: "context_length_exceeded",
      type: "invalid_request_error",
      message: `This model's maximum context length is ${contextTokens} tokens. However, your ` +
        `messages resulted in ${tokens} tokens.`,
    }
    : {
      code: 400,
      type: "exceed_context_size_error",
      message: `request (${tokens} tokens) exceeds the available context size (${contextTokens} ` +
        `tokens), try increasing it`,
      n_prompt_tokens: tokens,
      n_ctx: contextTokens,
    };
  return Response.json({ error }, { status: 400 });
}
