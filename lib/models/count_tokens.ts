import { encodingOf, loadEncoder } from "./_tokenizers.ts";

/** One request's text. */
export interface RequestText {
  prompt: string;
  /** The system message, where there is one. */
  system?: string;
}

/** Counts tokens as one model's provider does, or says that it cannot. */
export interface TokenCounter {
  /** `counted` by the model's own tokenizer, or `estimated`. */
  how: "counted" | "estimated";
  /** By which tokenizer, or by which rule: `4 bytes a token`. */
  basis: string;
  /** Tokens of a text alone. */
  text(text: string): number;
  /** Input tokens of a request: its texts, and what a chat wraps around them. */
  request(request: RequestText): number;
  /** What the request's input tokens will hardly exceed. */
  requestAtMost(request: RequestText): number;
}

/** Options of {@linkcode tokenCounter}. */
export interface TokenCounterOptions {
  /** How many bytes a token had in requests that the model's provider has counted. */
  observed?: { bytesPerToken: number; requests: number };
}

/**
 * What OpenAI's chats add, by its cookbook: three tokens a message and one for its role, and three
 * that begin the answer.
 * https://github.com/openai/openai-cookbook/blob/main/examples/How_to_count_tokens_with_tiktoken.ipynb
 */
const PER_MESSAGE = 4;
const PER_ANSWER = 3;

/** Chats whose wrapping is known are counted to within so many tokens; of the others it may be more. */
const SLACK_COUNTED = 16;
const SLACK_ESTIMATED = 256;

/**
 * A counter for a model, by the provider's id of it.
 *
 * Tokenizers are public for OpenAI's models up to GPT-5 and are loaded when they are needed. For
 * others a token is taken to be as many bytes of UTF-8 as in the requests observed; without any,
 * four, which is what English has with OpenAI's tokenizers ("in practice, each token corresponds to
 * about 4 bytes": the README of tiktoken). Other languages, numbers and code have fewer bytes to a
 * token, and newer tokenizers of other providers may have a third less: such an estimate may well
 * be too low.
 */
export async function tokenCounter(
  model: string,
  { observed }: TokenCounterOptions = {},
): Promise<TokenCounter> {
  const encoding = encodingOf(model);
  if (encoding === null || !encoding.isKnown && observed !== undefined) {
    return byBytes(observed);
  }
  const count = await loadEncoder(encoding.name);
  const request = (texts: RequestText) => wrapped(texts, count);
  if (encoding.isKnown) {
    const requestAtMost = (texts: RequestText) => request(texts) + SLACK_COUNTED;
    return { how: "counted", basis: encoding.name, text: count, request, requestAtMost };
  }
  const basis = `${encoding.name}, the tokenizer of its maker's earlier models`;
  return { how: "estimated", basis, text: count, request, requestAtMost: atMostByBytes };
}

function byBytes(observed: TokenCounterOptions["observed"]): TokenCounter {
  const bytesPerToken = observed?.bytesPerToken ?? 4;
  const text = (given: string) => Math.ceil(byteLength(given) / bytesPerToken);
  const shared = { how: "estimated", text, requestAtMost: atMostByBytes } as const;
  if (observed === undefined) {
    return { ...shared, basis: "4 bytes a token", request: (texts) => wrapped(texts, text) };
  }
  const requests = `${observed.requests.toLocaleString("en")} requests`;
  return {
    ...shared,
    basis: `${bytesPerToken.toFixed(2)} bytes a token, as in ${requests} of this run`,
    // What was wrapped around those requests is in the ratio already.
    request: ({ prompt, system = "" }) => text(prompt + system),
  };
}

/** Tokenizers that work on bytes make no more tokens of a text than it has bytes. */
function atMostByBytes({ prompt, system = "" }: RequestText): number {
  return byteLength(prompt) + byteLength(system) + SLACK_ESTIMATED;
}

function wrapped({ prompt, system }: RequestText, count: (text: string) => number): number {
  const ofSystem = system === undefined ? 0 : PER_MESSAGE + count(system);
  return ofSystem + PER_MESSAGE + count(prompt) + PER_ANSWER;
}

const ENCODER = new TextEncoder();

/** The bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  return ENCODER.encode(text).length;
}
