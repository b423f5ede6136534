import type { Failure } from "./failure.ts";

/**
 * What a failure says about the provider's load, and so what becomes of the limit of requests under
 * way: `halve` where the provider says that it is too much, `ease` (to three quarters) where it may
 * be too much or may be the network, `keep` where it says nothing of the load.
 */
export type LimitEffect = "halve" | "ease" | "keep";

/** What to do about one kind of failure. */
export interface RetryRule {
  /** What people call it. */
  readonly name: string;
  /** The kinds of {@linkcode Failure} that it is for. */
  readonly kinds: RegExp;
  /** How often the request is sent in all; 1 means that the failure is final. */
  readonly attempts: number;
  /** The wait before the second attempt, in ms; it doubles with each further one. */
  readonly firstDelayMs: number;
  /** The longest wait that we choose ourselves, in ms. */
  readonly maxDelayMs: number;
  /** What becomes of the provider's limit of requests under way. */
  readonly effect: LimitEffect;
}

/**
 * What is retried, how often, and after which wait: the first row that fits a failure's kind
 * holds, and what no row names (400, 401, 403, 404, 422, `context_length`, `quota`, …) is final.
 */
export const RETRY_RULES: readonly RetryRule[] = [
  {
    name: "429 too many requests",
    kinds: /^http_429$/,
    attempts: 8,
    firstDelayMs: 1000,
    maxDelayMs: 60_000,
    effect: "halve",
  },
  {
    name: "503, 529 overloaded",
    kinds: /^http_(503|529)$/,
    attempts: 6,
    firstDelayMs: 1000,
    maxDelayMs: 60_000,
    effect: "halve",
  },
  {
    name: "502, 504, 520-527 gateway",
    kinds: /^http_(502|504|52[0-7])$/,
    attempts: 6,
    firstDelayMs: 1000,
    maxDelayMs: 60_000,
    effect: "ease",
  },
  {
    name: "500 and other 5xx",
    kinds: /^http_5\d\d$/,
    attempts: 6,
    firstDelayMs: 1000,
    maxDelayMs: 60_000,
    effect: "keep",
  },
  {
    name: "408 request timeout",
    kinds: /^http_408$/,
    attempts: 5,
    firstDelayMs: 500,
    maxDelayMs: 30_000,
    effect: "ease",
  },
  {
    name: "409 conflict",
    kinds: /^http_409$/,
    attempts: 5,
    firstDelayMs: 500,
    maxDelayMs: 30_000,
    effect: "keep",
  },
  {
    name: "connection refused or broken",
    kinds: /^connection$/,
    attempts: 6,
    firstDelayMs: 500,
    maxDelayMs: 30_000,
    effect: "ease",
  },
  {
    name: "no answer in time",
    kinds: /^timeout$/,
    attempts: 3,
    firstDelayMs: 1000,
    maxDelayMs: 30_000,
    effect: "ease",
  },
  {
    name: "malformed body, no choices",
    kinds: /^(malformed|empty_choices)$/,
    attempts: 4,
    firstDelayMs: 500,
    maxDelayMs: 10_000,
    effect: "keep",
  },
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
 * to a tenth is added. Where it has been asked for twice in vain, our own wait holds if it is longer:
 * many that are told to come back in the same moment would use up their attempts at once.
 */
export function retryDelay(
  failure: Failure,
  { attempt, random, rules = RETRY_RULES }: RetryDelayOptions,
): number | null {
  const rule = ruleFor(failure.kind, rules);
  if (rule === undefined || attempt >= rule.attempts) return null;
  const longest = Math.min(rule.maxDelayMs, rule.firstDelayMs * 2 ** (attempt - 1));
  const drawn = random();
  const own = longest * (0.5 + drawn / 2);
  if (failure.retryAfterMs === null) return own;
  if (failure.retryAfterMs > MAX_RETRY_AFTER_MS) return null;
  return Math.max(failure.retryAfterMs * (1 + drawn / 10), attempt > 2 ? own : 0);
}

/** What a failure of this kind says about the load; `keep` for those that are final. */
export function limitEffect(kind: string, rules: readonly RetryRule[] = RETRY_RULES): LimitEffect {
  return ruleFor(kind, rules)?.effect ?? "keep";
}

function ruleFor(kind: string, rules: readonly RetryRule[]): RetryRule | undefined {
  return rules.find(({ kinds }) => kinds.test(kind));
}
