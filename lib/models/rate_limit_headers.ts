/** What is left of one of a provider's limits, as a response's headers say it. */
export interface Allowance {
  /** What there is when nothing is used; null where the headers do not say. */
  limit: number | null;
  /** What is left. */
  remaining: number;
  /** How long until all of it is there again, in ms. */
  resetMs: number;
}

/** What a response's headers say of the provider's limits; null for what they do not say. */
export interface RateLimits {
  requests: Allowance | null;
  tokens: Allowance | null;
}

type Part = "limit" | "remaining" | "reset";

/** How providers name the headers: OpenAI (and Groq, Azure, …), Anthropic, OpenRouter. */
const REQUESTS: readonly ((part: Part) => string)[] = [
  (part) => `x-ratelimit-${part}-requests`,
  (part) => `anthropic-ratelimit-requests-${part}`,
  (part) => `x-ratelimit-${part}`,
];
const TOKENS: readonly ((part: Part) => string)[] = [
  (part) => `x-ratelimit-${part}-tokens`,
  (part) => `anthropic-ratelimit-tokens-${part}`,
];

/**
 * Reads the `x-ratelimit-*` and `anthropic-ratelimit-*` headers. What cannot be read is left out.
 *
 * @param now The present, in ms since 1970, for resets that are given as a time.
 */
export function readRateLimits(headers: Headers, now: number): RateLimits {
  return {
    requests: readAllowance(headers, { names: REQUESTS, now }),
    tokens: readAllowance(headers, { names: TOKENS, now }),
  };
}

/**
 * How long a reset is away, in ms: a duration (`1s`, `6m0s`, `120ms`), seconds, a time in seconds or
 * milliseconds since 1970, or an RFC 3339 time. Null for anything else.
 */
export function readReset(text: string, now: number): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) return fromNumber(Number(text), now);
  const duration = readDuration(text);
  if (duration !== null) return duration;
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? null : Math.max(0, time - now);
}

function readAllowance(
  headers: Headers,
  { names, now }: { names: typeof REQUESTS; now: number },
): Allowance | null {
  for (const name of names) {
    const remaining = readCount(headers.get(name("remaining")));
    if (remaining === null) continue;
    const resetMs = readReset(headers.get(name("reset"))?.trim() ?? "", now);
    if (resetMs === null) continue;
    return { limit: readCount(headers.get(name("limit"))), remaining, resetMs };
  }
  return null;
}

function readCount(text: string | null): number | null {
  return text !== null && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

/** Numbers too large for a wait are times: since 1970, in seconds or in milliseconds. */
function fromNumber(value: number, now: number): number {
  if (value > 1e12) return Math.max(0, value - now);
  if (value > 1e9) return Math.max(0, value * 1000 - now);
  return value * 1000;
}

const UNITS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  "µs": 1e-3,
  us: 1e-3,
  ns: 1e-6,
};

/** Durations as Go writes them: amounts with units, one after the other. */
function readDuration(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ms|µs|us|ns|[dhms]))+$/.test(text)) return null;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|µs|us|ns|[dhms])/g);
  return [...parts].reduce(
    (sum, [, amount, unit = "s"]) => sum + Number(amount) * (UNITS[unit] ?? 0),
    0,
  );
}
