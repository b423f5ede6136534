import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import type { Failure } from "./failure.ts";
import { retryAfterMs } from "./retry_after.ts";

/**
 * What an error of the `openai` client means.
 *
 * @param now The present, in ms since 1970.
 * @returns The failure, its message not yet cleaned of secrets; `"filtered"` where the provider's
 * content filter refused the prompt.
 */
export function describeFailure(error: unknown, now: number): Failure | "filtered" {
  if (error instanceof APIConnectionTimeoutError) {
    return failure("timeout", "the request timed out");
  }
  if (error instanceof APIConnectionError) return failure("connection", causeOf(error));
  if (error instanceof APIError && typeof error.status === "number") {
    return describeStatus(error, { status: error.status, now });
  }
  if (error instanceof SyntaxError) {
    return failure("malformed", `the body is not valid JSON (${error.message})`);
  }
  // What breaks while a body is read comes as fetch's own TypeError.
  if (error instanceof TypeError) return failure("connection", error.message);
  return failure("unknown", error instanceof Error ? error.message : String(error));
}

/** A failure that says nothing about when to come back. */
export function failure(kind: string, message: string): Failure {
  return { kind, message, retryAfterMs: null };
}

const FILTER_CODES = ["content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"];
const QUOTA_CODES = ["insufficient_quota", "billing_hard_limit_reached"];

function describeStatus(
  error: APIError,
  { status, now }: { status: number; now: number },
): Failure | "filtered" {
  const codes = [error.code, error.type].map(String);
  if (codes.some((code) => FILTER_CODES.includes(code))) return "filtered";
  if (codes.some((code) => QUOTA_CODES.includes(code))) return failure("quota", error.message);
  if (status < 500 && isContextLength(codes, error.message)) {
    return failure("context_length", error.message);
  }
  return {
    kind: `http_${status}`,
    message: error.message,
    retryAfterMs: retryAfterMs(error.headers, now),
  };
}

function isContextLength(codes: readonly string[], message: string): boolean {
  return codes.includes("context_length_exceeded") ||
    /maximum context length|prompt is too long|exceeds? the (available )?context/i.test(message);
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
