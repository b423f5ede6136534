import { AdaptiveLimit } from "./_adaptive_limit.ts";
import { Alarm } from "./_alarm.ts";
import type { RequestMark } from "./_request_budget.ts";
import { RequestLane, type Waiter } from "./_request_lane.ts";
import { type RateLimits, readRateLimits } from "./rate_limit_headers.ts";
import { type LimitEffect, MAX_RETRY_AFTER_MS } from "./retry_policy.ts";
import { type Sleep, sleepForReal } from "../base/sleep.ts";

/** Options of {@linkcode RequestLimiter}; `now` and `sleep` are for tests. */
export interface RequestLimiterOptions {
  /** The limit never goes below. Default: 1. */
  min?: number;
  /** The limit never goes above. Default: 256. */
  max?: number;
  /** The limit at first. Default: 8, or `max` where that is less. */
  start?: number;
  /** The present, in ms since 1970. Default: `Date.now`. */
  now?: () => number;
  /** Waits; rejects when the signal aborts. Default: a timer. */
  sleep?: Sleep;
}

/** Options of {@linkcode RequestLimiter.acquire}. */
export interface AcquireOptions {
  /** Whose budget the request draws from: a model's id, as providers count by model. */
  lane: string;
  /** Each ends the wait. */
  signals?: readonly (AbortSignal | undefined)[];
}

/** Leave to send one request. */
export interface Slot {
  /** Gives it back; a second time does nothing. */
  release(outcome: SlotOutcome): void;
}

/** What became of the request, as far as the limiter cares. */
export interface SlotOutcome {
  /** `grow` where an answer came, else what the failure says of the load. */
  effect: "grow" | LimitEffect;
  /** How long the provider asks to wait, in ms; null where it does not say. */
  retryAfterMs?: number | null;
  /** The response's headers, where there was a response. */
  headers?: Headers;
  /** Tokens that the request used, in and out; null where nobody says. */
  tokens?: number | null;
}

/** How a limiter stands. */
export interface LimiterState {
  /** Requests that may be under way at once. */
  limit: number;
  /** Requests under way. */
  inFlight: number;
  /** Requests that wait for leave. */
  waiting: number;
  /** When the first of those that wait may go on, in ms since 1970; null where no pause holds them. */
  pausedUntil: number | null;
}

const SHARES = { halve: 1 / 2, ease: 3 / 4 } as const;

type Lane = RequestLane<Slot>;

/**
 * Gives leave to send requests to one provider: as many at once as it bears, none while it asks to
 * wait, none that its `x-ratelimit-*` headers say it would refuse. First come, first served, but that
 * a model whose budget is used up does not hold up the others.
 */
export class RequestLimiter {
  readonly #limit: AdaptiveLimit;
  readonly #now: () => number;
  readonly #alarm: Alarm;
  readonly #lanes = new Map<string, Lane>();
  #inFlight = 0;
  #tickets = 0;
  #pausedUntil = 0;

  constructor({ min = 1, max = 256, start = 8, now, sleep }: RequestLimiterOptions = {}) {
    this.#limit = new AdaptiveLimit({ min: Math.min(min, max), max, start });
    this.#now = now ?? Date.now;
    this.#alarm = new Alarm(sleep ?? sleepForReal, () => this.#dispatch(this.#now()));
  }

  /** Waits for leave to send one request; rejects with the reason of the first signal that aborts. */
  async acquire({ lane: name, signals = [] }: AcquireOptions): Promise<Slot> {
    for (const signal of signals) signal?.throwIfAborted();
    const lane = this.#laneOf(name);
    const now = this.#now();
    const isFree = this.#hasRoom(now) && lane.waitMs(now) === 0 && this.#standing().length === 0;
    return isFree ? this.#start(lane, now) : await this.#stand(lane, signals);
  }

  /** How it stands; for one lane: its own requests under the limit that all share. */
  state(lane?: string): LimiterState {
    const now = this.#now();
    const lanes = lane === undefined ? [...this.#lanes.values()] : [this.#laneOf(lane)];
    const opens = this.#opensAt(lanes.filter(({ waiting }) => waiting > 0), now);
    return {
      limit: this.#limit.value,
      inFlight: lanes.reduce((sum, { inFlight }) => sum + inFlight, 0),
      waiting: lanes.reduce((sum, { waiting }) => sum + waiting, 0),
      pausedUntil: opens > now ? opens : null,
    };
  }

  #laneOf(name: string): Lane {
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const lane: Lane = new RequestLane();
    this.#lanes.set(name, lane);
    return lane;
  }

  #hasRoom(now: number): boolean {
    return this.#inFlight < this.#limit.value && now >= this.#pausedUntil;
  }

  #start(lane: Lane, now: number): Slot {
    this.#inFlight++;
    lane.inFlight++;
    const request = { lane, mark: lane.draw(now), round: this.#limit.round };
    let released = false;
    return {
      release: (outcome) => {
        if (released) return;
        released = true;
        this.#settle(request, outcome);
      },
    };
  }

  #stand(lane: Lane, signals: readonly (AbortSignal | undefined)[]): Promise<Slot> {
    return new Promise((resolve, reject) => {
      const unlisten = () =>
        signals.forEach((signal) => signal?.removeEventListener("abort", leave));
      const waiter: Waiter<Slot> = {
        ticket: this.#tickets++,
        grant: (slot) => {
          unlisten();
          resolve(slot);
        },
      };
      const leave = () => {
        unlisten();
        lane.leave(waiter);
        this.#setAlarm(this.#now());
        reject(signals.find((signal) => signal?.aborted)?.reason);
      };
      signals.forEach((signal) => signal?.addEventListener("abort", leave));
      lane.enter(waiter);
      this.#dispatch(this.#now());
    });
  }

  #settle(
    { lane, mark, round }: { lane: Lane; mark: RequestMark; round: number },
    { effect, headers, retryAfterMs = null, tokens = null }: SlotOutcome,
  ): void {
    const now = this.#now();
    const wasNeeded = this.#inFlight >= this.#limit.value || this.#standing().length > 0;
    this.#inFlight--;
    lane.inFlight--;
    if (effect === "halve" || effect === "ease") this.#limit.cut(round, SHARES[effect]);
    else if (effect === "grow" && wasNeeded) this.#limit.grow(round);
    const limits = headers === undefined ? NOT_SAID : readRateLimits(headers, now);
    lane.hear(limits, { mark, now, used: tokens });
    const pause = retryAfterMs ?? (effect === "halve" ? resetOfUsedUp(limits) : null);
    if (pause !== null && pause <= MAX_RETRY_AFTER_MS) {
      this.#pausedUntil = Math.max(this.#pausedUntil, now + pause);
    }
    this.#dispatch(now);
  }

  /** Gives leave to all that may go now, and sees to it that the next will not be forgotten. */
  #dispatch(now: number): void {
    for (let lane = this.#next(now); lane !== null; lane = this.#next(now)) {
      const { first } = lane;
      if (first === null) return;
      lane.leave(first);
      first.grant(this.#start(lane, now));
    }
    this.#setAlarm(now);
  }

  /** The lane whose first request came before those of all others that may go. */
  #next(now: number): Lane | null {
    if (!this.#hasRoom(now)) return null;
    let next: Lane | null = null;
    for (const lane of this.#standing()) {
      const isEarlier = (lane.first?.ticket ?? Infinity) < (next?.first?.ticket ?? Infinity);
      if (isEarlier && lane.waitMs(now) === 0) next = lane;
    }
    return next;
  }

  #standing(): Lane[] {
    return [...this.#lanes.values()].filter(({ waiting }) => waiting > 0);
  }

  /** When the first of these lanes may go on, as far as the provider's wishes are concerned. */
  #opensAt(lanes: readonly Lane[], now: number): number {
    // No pause is longer: then the clock was set back.
    if (this.#pausedUntil - now > MAX_RETRY_AFTER_MS) this.#pausedUntil = now;
    const budget = Math.min(...lanes.map((lane) => lane.waitMs(now)));
    return Math.max(this.#pausedUntil, lanes.length === 0 ? 0 : now + budget);
  }

  /** While requests wait for a time and not for a slot, a timer runs; else none does. */
  #setAlarm(now: number): void {
    const standing = this.#inFlight < this.#limit.value ? this.#standing() : [];
    this.#alarm.set(standing.length === 0 ? null : this.#opensAt(standing, now), now);
  }
}

const NOT_SAID: RateLimits = { requests: null, tokens: null };

/** A refusal that says what is used up, but not for how long to stay away. */
function resetOfUsedUp({ requests, tokens }: RateLimits): number | null {
  const resets = [requests, tokens].flatMap((allowance) =>
    allowance !== null && allowance.remaining < 1 ? allowance.resetMs : []
  );
  return resets.length === 0 ? null : Math.max(...resets);
}
