import { errorResponse } from "./faulty_response.ts";

/** How many requests the simulator bears, for each of its models. */
export interface RateLimit {
  /** What comes back per second; more than 0. */
  requestsPerSecond: number;
  /** What can be saved up; at least 1. */
  burst: number;
}

/** What is left of a budget of requests. */
export interface RequestBucket {
  /** Takes one request out. @returns The refusal where there is none left, else null. */
  take(): Response | null;
  /** What OpenAI's headers would say of it now. */
  headers(): Record<string, string>;
}

/**
 * A token bucket, as providers count requests: it begins full, and fills again evenly.
 *
 * @param now The present, in ms.
 */
export function requestBucket(
  { requestsPerSecond, burst }: RateLimit,
  now: () => number,
): RequestBucket {
  let level = burst;
  let at = now();
  const msFor = (requests: number) => 1000 * requests / requestsPerSecond;
  function fill(): void {
    const present = now();
    level = Math.min(burst, level + (present - at) * requestsPerSecond / 1000);
    at = present;
  }
  function headers(): Record<string, string> {
    fill();
    return {
      "x-ratelimit-limit-requests": String(burst),
      "x-ratelimit-remaining-requests": String(Math.floor(level)),
      "x-ratelimit-reset-requests": inWords(msFor(burst - level)),
    };
  }
  function take(): Response | null {
    fill();
    if (level >= 1) {
      level--;
      return null;
    }
    const wait = Math.ceil(msFor(1 - level));
    return errorResponse(429, {
      code: "rate_limit_exceeded",
      message: `Simulated rate limit reached: ${requestsPerSecond} requests per second.`,
      headers: {
        ...headers(),
        "retry-after": String(Math.ceil(wait / 1000)),
        "retry-after-ms": String(wait),
      },
    });
  }
  return { take, headers };
}

/** A duration as OpenAI writes it: `120ms`, `1.5s`, `6m0s`. */
function inWords(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.ceil(milliseconds)}ms`;
  const seconds = Math.ceil(milliseconds) / 1000;
  if (seconds < 60) return `${seconds}s`;
  return `${Math.floor(seconds / 60)}m${+(seconds % 60).toFixed(3)}s`;
}
