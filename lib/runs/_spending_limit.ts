/** Money set aside for one request that is under way. */
export interface Hold {
  /** Gives it back, and takes what the request did cost; only the first call counts. */
  settle(dollars: number): void;
}

/** Money that may be spent: what is spent and what is set aside never exceed it together. */
export interface SpendingLimit {
  /**
   * Sets money aside. Where there is not enough, it waits for requests under way, which mostly cost
   * less than was set aside for them; null where none is under way and it still does not fit.
   *
   * @throws The signal's reason, once it is aborted.
   */
  hold(dollars: number, signal?: AbortSignal): Promise<Hold | null>;
  readonly spent: number;
  /** Set aside for requests under way. */
  readonly held: number;
}

/** Whole billionths of a dollar: sums of fractions would drift. */
const UNIT = 1e9;

interface Waiter {
  amount: number;
  resolve(hold: Hold | null): void;
}

/**
 * Makes a limit. Who waits first is served first, so that a model whose requests may cost little
 * does not keep another from asking.
 *
 * A request that costs more than was set aside for it can exceed the limit by the difference; no
 * request begins after that.
 *
 * @param limit US dollars; Infinity for none.
 * @param alreadySpent US dollars, which count against it.
 */
export function spendingLimit(limit: number, alreadySpent = 0): SpendingLimit {
  const most = limit * UNIT;
  const waiting: Waiter[] = [];
  let spent = Math.round(alreadySpent * UNIT);
  let held = 0;
  let underWay = 0;

  function begin(amount: number): Hold {
    held += amount;
    underWay++;
    let isOpen = true;
    return {
      settle(dollars) {
        if (!isOpen) return;
        isOpen = false;
        held -= amount;
        underWay--;
        spent += Math.round(dollars * UNIT);
        serve();
      },
    };
  }

  function serve(): void {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const fits = spent + held + first.amount <= most;
      if (!fits && underWay > 0) return;
      waiting.shift();
      first.resolve(fits ? begin(first.amount) : null);
    }
  }

  return {
    get spent() {
      return spent / UNIT;
    },
    get held() {
      return held / UNIT;
    },
    async hold(dollars, signal) {
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<Hold | null>();
      const waiter = { amount: Math.ceil(dollars * UNIT), resolve };
      waiting.push(waiter);
      serve();
      if (signal === undefined || !waiting.includes(waiter)) return await promise;
      function onAbort(): void {
        const place = waiting.indexOf(waiter);
        if (place === -1) return;
        waiting.splice(place, 1);
        reject(signal?.reason);
        serve();
      }
      signal.addEventListener("abort", onAbort, { once: true });
      try {
        return await promise;
      } finally {
        signal.removeEventListener("abort", onAbort);
      }
    },
  };
}
