/**
 * The likeliest tokens at the first place, as the JSON text of `[[token, log-probability], …]`, the
 * likeliest first; null where the choice has none. A chat completion lists them; the legacy endpoint
 * gives an object by token. Some servers add the token that was taken, which may be a less likely one.
 * What is no text with a number ≤ 0 is left out.
 */
export function readTopLogprobs(logprobs: unknown): string | null {
  const pairs = [...ofChat(logprobs), ...ofText(logprobs)].filter(isPair)
    .map(([token, logprob]) => [token, Math.min(0, logprob)] as const);
  if (pairs.length === 0) return null;
  return JSON.stringify(pairs.sort(([, a], [, b]) => b - a));
}

type Fields = Readonly<Record<string, unknown>>;

function ofChat(logprobs: unknown): unknown[][] {
  const { content } = fieldsOf(logprobs);
  const { top_logprobs } = fieldsOf(Array.isArray(content) ? content[0] : undefined);
  if (!Array.isArray(top_logprobs)) return [];
  return top_logprobs.map(fieldsOf).map(({ token, logprob }) => [token, logprob]);
}

function ofText(logprobs: unknown): unknown[][] {
  const { top_logprobs } = fieldsOf(logprobs);
  return Array.isArray(top_logprobs) ? Object.entries(fieldsOf(top_logprobs[0])) : [];
}

function isPair(pair: unknown[]): pair is [string, number] {
  const [token, logprob] = pair;
  // A trace above 0 is rounding.
  return typeof token === "string" && typeof logprob === "number" && logprob <= 1e-3;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
