/** A signal that follows others, until it is disposed of. */
export interface EitherSignal extends Disposable {
  readonly signal: AbortSignal | undefined;
}

/**
 * A signal that aborts with the first of several. Unlike `AbortSignal.any` it lets go of them when it
 * is disposed of: signals that live as long as a run would gather one listener per request.
 */
export function eitherSignal(signals: readonly (AbortSignal | undefined)[]): EitherSignal {
  const given = signals.filter((signal) => signal !== undefined);
  if (given.length <= 1) return { signal: given[0], [Symbol.dispose]() {} };
  const controller = new AbortController();
  const follow = () => controller.abort(given.find(({ aborted }) => aborted)?.reason);
  for (const signal of given) signal.addEventListener("abort", follow);
  if (given.some(({ aborted }) => aborted)) follow();
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const signal of given) signal.removeEventListener("abort", follow);
    },
  };
}
