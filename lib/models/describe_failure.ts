import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { explainConnection } from "./explain_connection.ts";
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
  if (error instanceof APIConnectionError) {
    return failure("connection", explainConnection(causeOf(error)));
  }
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

/** What a provider says of an error. */
export interface ReportedError {
  /** The HTTP status; null where the error came in the body of a success, without one. */
  status: number | null;
  /** The error's code and type. */
  codes: readonly unknown[];
  message: string;
}

/** The kind of {@linkcode Failure} that a reported error is; `"filtered"` where it is none. */
export function kindOfError({ status, codes, message }: ReportedError): string {
  const names = codes.map(String);
  const isModerated = status === 403 && /input was flagged/i.test(message);
  if (isModerated || names.some((name) => FILTER_CODES.includes(name))) return "filtered";
  if (
    status === 402 || names.some((name) => QUOTA_CODES.includes(name)) || NO_MONEY.test(message)
  ) {
    return "quota";
  }
  if ((status ?? 400) < 500 && isContextLength(names, message)) return "context_length";
  const meant = status ?? names.map((name) => STATUS_OF[name]).find((known) => known !== undefined);
  return meant === undefined ? "malformed" : `http_${meant}`;
}

const FILTER_CODES = ["content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"];
const QUOTA_CODES = ["insufficient_quota", "billing_hard_limit_reached"];
const NO_MONEY = /credit balance is too low|insufficient (balance|credits)/i;

/** What codes and types mean where no status comes with them. */
const STATUS_OF: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  invalid_api_key: 401,
  authentication_error: 401,
  permission_error: 403,
  model_not_found: 404,
  not_found_error: 404,
  rate_limit_exceeded: 429,
  rate_limit_error: 429,
  server_error: 500,
  api_error: 500,
  overloaded_error: 529,
};

function describeStatus(
  error: APIError,
  { status, now }: { status: number; now: number },
): Failure | "filtered" {
  const { code, type, message, headers } = error;
  const kind = kindOfError({ status, codes: [code, type], message });
  if (kind === "filtered") return kind;
  return { kind, message, retryAfterMs: retryAfterMs(headers, now) };
}

/** OpenAI's, and that of llama.cpp's server. */
const TOO_LONG_CODES = ["context_length_exceeded", "exceed_context_size_error"];

function isContextLength(codes: readonly string[], message: string): boolean {
  return codes.some((code) => TOO_LONG_CODES.includes(code)) ||
    /maximum context length|prompt is too long|exceeds? the (available )?context/i.test(message);
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
