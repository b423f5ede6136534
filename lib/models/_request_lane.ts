import { RequestBudget, type RequestMark } from "./_request_budget.ts";
import type { RateLimits } from "./rate_limit_headers.ts";

/** A request that waits for leave. */
export interface Waiter<Slot> {
  /** Its place among all that wait; the lowest comes first. */
  ticket: number;
  /** Gives it leave. */
  grant(slot: Slot): void;
}

/** The requests to one model: those that wait, in order, and what its budget allows. */
export class RequestLane<Slot> {
  /** Requests under way. */
  inFlight = 0;
  readonly #waiters = new Set<Waiter<Slot>>();
  readonly #requests = new RequestBudget(1);
  readonly #tokens = new RequestBudget(0);

  /** How many wait. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** The first of those that wait. */
  get first(): Waiter<Slot> | null {
    for (const waiter of this.#waiters) return waiter;
    return null;
  }

  /** Stands in line. */
  enter(waiter: Waiter<Slot>): void {
    this.#waiters.add(waiter);
  }

  /** Leaves the line. */
  leave(waiter: Waiter<Slot>): void {
    this.#waiters.delete(waiter);
  }

  /** How long until the budget allows one more request, in ms; 0 for now. */
  waitMs(now: number): number {
    return Math.max(this.#requests.waitMs(now), this.#tokens.waitMs(now));
  }

  /** Draws one request from the budget. */
  draw(now: number): RequestMark {
    this.#tokens.draw(now);
    return { number: this.#requests.draw(now), at: now };
  }

  /** Takes in what the response to a request said, and the tokens that it used. */
  hear(
    { requests, tokens }: RateLimits,
    { mark, now, used }: { mark: RequestMark; now: number; used: number | null },
  ): void {
    if (used !== null) this.#tokens.learnCost(used);
    if (requests !== null) this.#requests.hear(requests, { mark, now });
    if (tokens !== null) this.#tokens.hear(tokens, { mark, now });
  }
}
