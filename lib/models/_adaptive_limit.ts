/** Options of {@linkcode AdaptiveLimit}; whole numbers, `1 <= min <= max`. */
export interface AdaptiveLimitOptions {
  min: number;
  max: number;
  /** The first value; kept within the bounds. */
  start: number;
}

/**
 * How many requests may be under way at once, found by trying, as TCP finds its window.
 *
 * - Until the first overload it multiplies from round trip to round trip: by eight up to 64, which is
 *   what a fixed default would begin with, then by four up to 256, then by two.
 * - An overload cuts it, at most once per round trip: of the requests that began before a cut, none
 *   cuts again, and none raises it.
 * - After that it doubles up to the level that the cut left, and goes on by steps of a sixteenth of
 *   the level that was too high. Cuts that follow each other with no growth between them are one
 *   outage: they leave that level as it was, so that an outage that is over is soon forgotten.
 *
 * It grows only while it is in use: a limit that nobody needs says nothing.
 */
export class AdaptiveLimit {
  readonly #min: number;
  readonly #max: number;
  #value: number;
  #round = 0;
  #threshold = Infinity;
  #step = 1;
  #leftByCut = 0;

  constructor({ min, max, start }: AdaptiveLimitOptions) {
    this.#min = min;
    this.#max = max;
    this.#value = this.#within(start);
  }

  /** The limit: a whole number within the bounds. */
  get value(): number {
    return Math.floor(this.#value);
  }

  /** To be kept with each request from its start: which round trip it belongs to. */
  get round(): number {
    return this.#round;
  }

  /** An answer came to a request of `round`. */
  grow(round: number): void {
    if (round !== this.#round) return;
    this.#value = this.#within(this.#value + this.#increase());
  }

  /** A request of `round` met an overload: the limit becomes `share` of itself. */
  cut(round: number, share: number): void {
    if (round !== this.#round) return;
    this.#round++;
    const cut = this.#within(this.#value * share);
    if (this.#value > this.#leftByCut) {
      this.#threshold = cut;
      this.#step = Math.max(1, this.#value / 16);
    }
    this.#value = cut;
    this.#leftByCut = cut;
  }

  /** Growth per answer: with as many answers in a round trip as the limit, one more doubles it. */
  #increase(): number {
    if (this.#threshold === Infinity) return this.#value < 64 ? 7 : this.#value < 256 ? 3 : 1;
    return this.#value < this.#threshold ? 1 : this.#step / this.#value;
  }

  #within(value: number): number {
    return Math.min(this.#max, Math.max(this.#min, value));
  }
}
