import type { Allowance } from "./rate_limit_headers.ts";
import { MAX_RETRY_AFTER_MS } from "./retry_policy.ts";

/** When a request that brought news of the budget began. */
export interface RequestMark {
  /** Its number among those that drew from the budget, as {@linkcode RequestBudget.draw} gave it. */
  number: number;
  /** When it was sent, in ms. */
  at: number;
}

/** How much is there, and how it comes back. */
interface Level {
  amount: number;
  /** When it was so much, in ms. */
  at: number;
  limit: number;
  /** What comes back per ms; 0 where only a reset is known. */
  perMs: number;
  resetAt: number;
}

/**
 * What a provider's headers say may still be asked, carried forward between responses.
 *
 * Providers count by token buckets: what was used comes back evenly, all of it by the reset, so that
 * `(limit - remaining) / reset` is the rate. Where no limit is given, nothing is taken to come back
 * before the reset.
 */
export class RequestBudget {
  #level: Level | null = null;
  #drawn = 0;
  #lastHeard = 0;
  /** What one request costs. */
  #cost: number;

  constructor(cost: number) {
    this.#cost = cost;
  }

  /** Notes that a request is sent. @returns Its number. */
  draw(now: number): number {
    if (this.#level !== null) this.#carryForward(this.#level, now).amount -= this.#cost;
    return ++this.#drawn;
  }

  /** Notes what a request has cost, where that is not always the same. */
  learnCost(cost: number): void {
    this.#cost = this.#cost === 0 ? cost : this.#cost + (cost - this.#cost) / 16;
  }

  /** Takes in what the response to a request said; older requests' news change nothing. */
  hear(
    { limit, remaining, resetMs }: Allowance,
    { mark, now }: { mark: RequestMark; now: number },
  ) {
    if (mark.number < this.#lastHeard) return;
    this.#lastHeard = mark.number;
    const used = Math.max(0, (limit ?? remaining) - remaining);
    const perMs = used > 0 && resetMs > 0 ? used / resetMs : 0;
    // The provider counted when the request came in: since then something came back, and those that
    // were sent later have drawn. Requests that are refused draw nothing, hence never below 0.
    const since = perMs * (now - mark.at) - this.#cost * (this.#drawn - mark.number);
    this.#level = {
      amount: Math.max(0, remaining + since),
      at: now,
      limit: limit ?? Infinity,
      perMs,
      resetAt: now + resetMs,
    };
  }

  /**
   * How long until one more request may be sent, in ms; 0 for now. A wait that nobody would wait
   * counts as none: the provider will say so itself.
   */
  waitMs(now: number): number {
    if (this.#level === null) return 0;
    const { amount, limit, perMs, resetAt } = this.#carryForward(this.#level, now);
    const missing = Math.min(this.#cost, limit) - amount;
    if (missing <= EPSILON) return 0;
    const wait = Math.max(1, perMs > 0 ? missing / perMs : resetAt - now);
    return wait > MAX_RETRY_AFTER_MS ? 0 : wait;
  }

  #carryForward(level: Level, now: number): Level {
    if (level.perMs === 0 && now >= level.resetAt) {
      // All of it is there again, and nobody has said how much that is.
      level.amount = Infinity;
    }
    level.amount = Math.min(level.limit, level.amount + level.perMs * Math.max(0, now - level.at));
    level.at = now;
    return level;
  }
}

/** Amounts are sums of fractions. */
const EPSILON = 1e-6;
