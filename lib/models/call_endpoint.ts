import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../base/user_error.ts";
import { describeFailure } from "./describe_failure.ts";
import type { Failure } from "./failure.ts";
import { retryDelay, type RetryRule } from "./retry_policy.ts";

/** Options of {@linkcode callEndpoint}; those after `clean` are for tests. */
export interface CallEndpointOptions {
  /** What is being done, for the error's sake: `upload m-0001 to https://…`. */
  what: string;
  /** Makes what the endpoint says fit for an error line, without secrets. */
  clean: (text: string) => string;
  /** What is retried. Default: `RETRY_RULES`. */
  retry?: readonly RetryRule[];
  /** Waits. Default: a timer. */
  sleep?: (milliseconds: number) => Promise<void>;
  /** A number in [0, 1), for the jitter of waits. Default: `Math.random`. */
  random?: () => number;
  /** The present, in ms since 1970. Default: `Date.now`. */
  now?: () => number;
}

/** A call that failed for good. Its message is one line for people. */
export class EndpointError extends UserError {
  constructor(
    /** As a request's failure is named: `http_404`, `connection`, … */
    readonly kind: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Calls an endpoint for something that is no chat completion (a file, a batch), by the same table of
 * retries.
 *
 * @param call May be called several times: what must not be done twice has to see to that itself.
 * @throws {EndpointError} where it failed for good.
 */
export async function callEndpoint<T>(
  call: () => Promise<T>,
  options: CallEndpointOptions,
): Promise<T> {
  const { what, clean, retry, sleep = delay, random = Math.random, now = Date.now } = options;
  for (let attempt = 1;; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof UserError) throw error;
      const failure = failureOf(error, now());
      const wait = retryDelay(failure, { attempt, random, rules: retry });
      if (wait === null) {
        throw new EndpointError(failure.kind, `Cannot ${what}: ${clean(failure.message)}.`);
      }
      await sleep(wait);
    }
  }
}

function failureOf(error: unknown, now: number): Failure {
  const described = describeFailure(error, now);
  if (described !== "filtered") return described;
  return { kind: "content_filter", message: "the content filter refused it", retryAfterMs: null };
}
