import { hashedUniform } from "../../base/hashed_uniform.ts";
import { UserError } from "../../base/user_error.ts";

/** What can go wrong on demand. */
export const FAULTS = [
  "rate_limit", // 429 with Retry-After
  "server_error", // 500
  "unavailable", // 503
  "slow", // an answer, but late
  "drop", // the connection closes in the middle of the body
  "broken_json", // a body that ends too soon
  "empty_choices", // a completion without choices
  "content_filter", // finish_reason content_filter, no text
  "null_content", // reasoning but no text
  "truncated", // finish_reason length
  "overloaded", // 529
  "context_length", // 400: the prompt is too long
  "wrong_key", // 401
  "stalled", // a body that begins and never ends
] as const;

/** One of {@linkcode FAULTS}. */
export type Fault = typeof FAULTS[number];

/** How often each fault hits a request: shares of 0 to 1 that add up to at most 1. */
export type FaultRates = Readonly<Partial<Record<Fault, number>>>;

/**
 * The fault that hits a request, drawn from nothing but the keys; null for none.
 *
 * @param keys Seed, request body, and how often it was sent before, so that a retry can succeed.
 */
export function drawFault(rates: FaultRates, keys: readonly (string | number)[]): Fault | null {
  const uniform = hashedUniform("fault", ...keys);
  let reached = 0;
  for (const fault of FAULTS) {
    reached += rates[fault] ?? 0;
    if (uniform < reached) return fault;
  }
  return null;
}

/**
 * Reads fault rates as the command line takes them: `rate_limit=0.1,drop=0.05`.
 *
 * @throws {UserError} for unknown faults, rates outside 0 to 1, and rates that add up to more than 1.
 */
export function parseFaults(text: string): FaultRates {
  const rates: Partial<Record<Fault, number>> = {};
  for (const entry of text.split(",").map((part) => part.trim()).filter((part) => part !== "")) {
    const [name = "", rate = "", ...rest] = entry.split("=").map((part) => part.trim());
    const fault = FAULTS.find((known) => known === name);
    if (fault === undefined || rest.length > 0) {
      throw new UserError(
        `Cannot simulate the fault '${entry}': expected NAME=RATE with a name of ` +
          `${FAULTS.join(", ")}.`,
      );
    }
    rates[fault] = rate === "" ? NaN : Number(rate);
  }
  checkFaults(rates);
  return rates;
}

/** Checks that rates can be drawn from. @throws {UserError} where they cannot. */
export function checkFaults(rates: FaultRates): void {
  for (const [fault, rate] of Object.entries(rates)) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new UserError(
        `Cannot simulate '${fault}': expected a rate from 0 to 1, found ${rate}.`,
      );
    }
  }
  const sum = Object.values(rates).reduce((total, rate) => total + rate, 0);
  if (sum > 1 + 1e-9) {
    throw new UserError(
      `Cannot simulate faults whose rates add up to ${sum}: at most 1 is possible.`,
    );
  }
}
