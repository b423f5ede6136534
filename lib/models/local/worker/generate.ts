import type { Loaded } from "./local_session.ts";
import type { SamplingOptions, Token } from "./llama_types.ts";
import type { Sampling } from "./sampling_of.ts";

/** Options of {@linkcode generate}. */
export interface GenerateOptions {
  /** What of the prompt is not read yet: its end. */
  unread: readonly Token[];
  prompt: readonly Token[];
  sampling: Sampling;
  /** At least 1. */
  maxTokens: number;
  /** Texts that end the answer, and are no part of it. */
  stops: readonly string[];
  /** Whether the answer is a JSON object, which ends it: a grammar lets any number of blanks follow. */
  isObject: boolean;
  signal: AbortSignal;
}

/** What a model went on with. */
export interface Generation {
  text: string;
  tokens: number;
  finish_reason: "stop" | "length";
}

/**
 * Goes on with a prompt, token by token, until the model ends, a limit or a stop text comes, or the
 * signal aborts.
 *
 * @throws the signal's reason.
 */
export async function generate(
  { model, sequence }: Loaded,
  { unread, prompt, sampling, maxTokens, stops, isObject, signal }: GenerateOptions,
): Promise<Generation> {
  signal.throwIfAborted();
  const out: Token[] = [];
  const textOf = () => model.detokenize(out, false, prompt);
  for await (const token of sequence.evaluate([...unread], optionsFor(sampling, out))) {
    signal.throwIfAborted();
    out.push(token);
    const stopped = stops.length === 0 ? null : cutAt(textOf(), stops);
    if (stopped !== null) return { text: stopped, tokens: out.length, finish_reason: "stop" };
    if (isObject && isWholeObject(textOf())) break;
    if (out.length >= maxTokens) {
      // A letter of several tokens may be cut in two.
      const text = textOf().replace(/\uFFFD+$/, "");
      return { text, tokens: out.length, finish_reason: "length" };
    }
  }
  return { text: textOf(), tokens: out.length, finish_reason: "stop" };
}

/** How many of the last tokens are made less likely where repetition is. */
const LOOK_BACK = 64;

function optionsFor(sampling: Sampling, out: readonly Token[]): SamplingOptions {
  const { penalty, frequencyPenalty, presencePenalty, ...options } = sampling;
  if (penalty === 1 && frequencyPenalty === 0 && presencePenalty === 0) return options;
  return {
    ...options,
    repeatPenalty: {
      punishTokens: () => out.slice(-LOOK_BACK),
      maxPunishTokens: LOOK_BACK,
      ...{ penalty, frequencyPenalty, presencePenalty },
    },
  };
}

function isWholeObject(text: string): boolean {
  if (!text.endsWith("}")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The text before the first of the stop texts; null where there is none. */
function cutAt(text: string, stops: readonly string[]): string | null {
  const places = stops.filter((stop) => stop !== "").map((stop) => text.indexOf(stop));
  const found = places.filter((place) => place !== -1);
  return found.length === 0 ? null : text.slice(0, Math.min(...found));
}
