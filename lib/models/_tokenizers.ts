/** A tokenizer of OpenAI's. */
export type EncodingName = "o200k_base" | "cl100k_base";

/** The tokenizer that goes with a model. */
export interface ModelEncoding {
  name: EncodingName;
  /** Whether its maker says so, or it is only the nearest that is public. */
  isKnown: boolean;
}

/**
 * Which model has which tokenizer: as tiktoken 0.14.0 says in `tiktoken/model.py`, so that GPT-6,
 * which it does not know, has none. gpt-oss has `o200k_harmony`, which splits texts as `o200k_base`
 * does, but wraps a system message of its own around them. The first that fits counts.
 */
const ENCODINGS: readonly (readonly [RegExp, ModelEncoding])[] = [
  [/^gpt-oss-/, { name: "o200k_base", isKnown: false }],
  [/^(ft:)?(chat)?gpt-(4o|4\.1|4\.5|5)(?!\d)/, { name: "o200k_base", isKnown: true }],
  [/^(o1|o3|o4-mini)(-|$)/, { name: "o200k_base", isKnown: true }],
  [/^(ft:)?gpt-(4|3\.5|35)(?=-|:|$)/, { name: "cl100k_base", isKnown: true }],
  [/^gpt-\d/, { name: "o200k_base", isKnown: false }],
];

/** The tokenizer of a model, by the provider's id of it (`openai/gpt-4o` at OpenRouter's); or null. */
export function encodingOf(model: string): ModelEncoding | null {
  const id = model.toLowerCase().replace(/^openai\//, "");
  return ENCODINGS.find(([pattern]) => pattern.test(id))?.[1] ?? null;
}

/** Longer texts are counted in pieces: a run of one letter takes time with its length squared. */
const PIECE = 8192;

/** Loads a tokenizer (0.2 s the first time) and returns what counts a text's tokens by it. */
export async function loadEncoder(name: EncodingName): Promise<(text: string) => number> {
  const { countTokens } = name === "o200k_base"
    ? await import("gpt-tokenizer/encoding/o200k_base")
    : await import("gpt-tokenizer/encoding/cl100k_base");
  // Prompts are texts: what looks like a special token in one is none.
  const plain = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };
  return (text) => {
    let tokens = 0;
    for (const piece of piecesOf(text)) tokens += countTokens(piece, plain);
    return tokens;
  };
}

/** Pieces end after a blank where there is one near, so that hardly a token is cut in two. */
function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = start + PIECE < text.length ? endBefore(text, start + PIECE) : text.length;
    yield text.slice(start, end);
    start = end;
  }
}

function endBefore(text: string, limit: number): number {
  // A token begins with the blank before its word.
  const blank = text.lastIndexOf(" ", limit);
  if (blank > limit - PIECE / 2) return blank;
  // Not between the halves of a surrogate pair.
  const code = text.charCodeAt(limit);
  return code >= 0xdc00 && code <= 0xdfff ? limit - 1 : limit;
}
