import type { Failure } from "./failure.ts";

/** What to do about one kind of failure. */
export interface RetryRule {
  /** The kinds of {@linkcode Failure} that it is for. */
  readonly kinds: RegExp;
  /** How often the request is sent in all; 1 means that the failure is final. */
  readonly attempts: number;
  /** The wait before the second attempt, in ms; it doubles with each further one. */
  readonly firstDelayMs: number;
  /** The longest wait that we choose ourselves, in ms. */
  readonly maxDelayMs: number;
}

/**
 * What is retried, how often, and after which wait: the first row that fits a failure's kind
 * holds, and what no row names (400, 401, 403, 404, 422, `context_length`, `quota`, …) is final.
 */
export const RETRY_RULES: readonly RetryRule[] = [
  { kinds: /^http_429$/, attempts: 8, firstDelayMs: 1000, maxDelayMs: 60_000 },
  { kinds: /^http_(408|409)$/, attempts: 5, firstDelayMs: 500, maxDelayMs: 30_000 },
  { kinds: /^http_5\d\d$/, attempts: 6, firstDelayMs: 1000, maxDelayMs: 60_000 },
  { kinds: /^connection$/, attempts: 6, firstDelayMs: 500, maxDelayMs: 30_000 },
  { kinds: /^timeout$/, attempts: 3, firstDelayMs: 1000, maxDelayMs: 30_000 },
  { kinds: /^(malformed|empty_choices)$/, attempts: 4, firstDelayMs: 500, maxDelayMs: 10_000 },
];

/** The longest `Retry-After` that is waited for, in ms; a longer one makes the failure final. */
export const MAX_RETRY_AFTER_MS = 10 * 60_000;

/** Options of {@linkcode retryDelay}. */
export interface RetryDelayOptions {
  /** How often the request was sent so far, from 1. */
  attempt: number;
  /** A number in [0, 1) for the jitter. */
  random: () => number;
  /** Default: {@linkcode RETRY_RULES}. */
  rules?: readonly RetryRule[];
}

/**
 * How long to wait before the next attempt, in ms; null where the failure is final.
 *
 * Our own wait doubles from attempt to attempt and is drawn from its upper half, so that requests
 * that failed together do not come back together. A provider's `Retry-After` is never undercut; up
 * to a tenth is added.
 */
export function retryDelay(
  failure: Failure,
  { attempt, random, rules = RETRY_RULES }: RetryDelayOptions,
): number | null {
  const rule = rules.find(({ kinds }) => kinds.test(failure.kind));
  if (rule === undefined || attempt >= rule.attempts) return null;
  if (failure.retryAfterMs === null) {
    const delay = Math.min(rule.maxDelayMs, rule.firstDelayMs * 2 ** (attempt - 1));
    return delay * (0.5 + random() / 2);
  }
  if (failure.retryAfterMs > MAX_RETRY_AFTER_MS) return null;
  return failure.retryAfterMs * (1 + random() / 10);
}
