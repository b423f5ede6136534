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

/**
 * Makes a limit.
 *
 * A request that costs more than was set aside for it can exceed the limit by the difference; no
 * request begins after that.
 *
 * @param limit US dollars; Infinity for none.
 * @param alreadySpent US dollars, which count against it.
 */
export function spendingLimit(limit: number, alreadySpent = 0): SpendingLimit {
  const most = limit * UNIT;
  let spent = Math.round(alreadySpent * UNIT);
  let held = 0;
  let underWay = 0;
  let settled = Promise.withResolvers<void>();

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
        const waiting = settled;
        settled = Promise.withResolvers<void>();
        waiting.resolve();
      },
    };
  }

  return {
    get spent() {
      return spent / UNIT;
    },
    get held() {
      return held / UNIT;
    },
    async hold(dollars, signal) {
      const amount = Math.ceil(dollars * UNIT);
      for (;;) {
        signal?.throwIfAborted();
        if (spent + held + amount <= most) return begin(amount);
        if (underWay === 0) return null;
        await oneOf(settled.promise, signal);
      }
    },
  };
}

/** Waits for the promise or the signal, whichever comes first, and leaves no listener behind. */
async function oneOf(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (signal === undefined) return await promise;
  const aborted = Promise.withResolvers<void>();
  const onAbort = () => aborted.resolve();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
