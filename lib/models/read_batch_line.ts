import { APIError } from "openai";
import type { Answer } from "./answer.ts";
import { describeFailure, failure } from "./describe_failure.ts";
import type { Failure } from "./failure.ts";
import { FILTERED, NO_ANSWER } from "./no_answer.ts";
import { type Completion, isFailure, readCompletion } from "./read_completion.ts";
import { redactSecrets } from "./redact_secrets.ts";

/** What a line of a batch's output or error file says, or why nothing can be read from it. */
export type BatchLine = { custom_id: string; answer: Answer } | { broken: string };

/** Options of {@linkcode readBatchLine}. */
export interface ReadBatchLineOptions {
  /** Makes foreign text fit for an error. Default: one line of at most 500 characters. */
  clean?: (text: string) => string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a line as OpenAI writes it, `vllm run-batch`, or `cluster/ray_generate.py`:
 * `{ custom_id, response: { status_code, body }, error }`.
 *
 * What went wrong may stand in `body` (OpenAI), in `error` as a text or an object, in which another
 * `error` may lie (vLLM); it is given the kind that the same failure has when asked live. A batch
 * says neither how often nor how long: one attempt, 0 seconds.
 */
export function readBatchLine(
  text: string,
  { clean = (message) => redactSecrets(message, []) }: ReadBatchLineOptions = {},
): BatchLine {
  const line = parse(text);
  if (line === undefined) return { broken: "it is not valid JSON" };
  if (!isFields(line)) return { broken: "it is no JSON object" };
  const { custom_id } = line;
  if (typeof custom_id !== "string" || custom_id === "") return { broken: "it has no custom_id" };
  return { custom_id, answer: toAnswer(outcomeOf(line), clean) };
}

/** An answer that never came, for a reason that is about the batch. */
export function failedInBatch({ kind, message }: Pick<Failure, "kind" | "message">): Answer {
  return toAnswer(failure(kind, message), (text) => text);
}

function toAnswer(
  outcome: Completion | Failure | "filtered",
  clean: (text: string) => string,
): Answer {
  const tally = { attempts: 1, seconds: 0 };
  if (outcome === "filtered") return { ...FILTERED, error: null, error_kind: null, ...tally };
  if (!isFailure(outcome)) return { ...outcome, error: null, error_kind: null, ...tally };
  const error = clean(outcome.message);
  return { ...NO_ANSWER, status: "failed", error, error_kind: outcome.kind, ...tally };
}

function outcomeOf({ response, error }: Fields): Completion | Failure | "filtered" {
  if (!isFields(response)) {
    return isNothing(error)
      ? failure("malformed", "the line has neither a response nor an error")
      : describeError(error);
  }
  // Some servers put the completion where OpenAI puts status and body.
  const body = Array.isArray(response.choices) ? response : response.body;
  const status = Number(response.status_code ?? 200);
  if (status >= 200 && status < 300 && !(isNothing(body) && !isNothing(error))) {
    return readCompletion(body);
  }
  const isStatus = Number.isInteger(status) && status >= 300 && status <= 599;
  if (!isStatus) return describeError(isNothing(error) ? body : error);
  const reported = withError(isNothing(body) || isEmpty(body) ? error : body);
  return describeFailure(APIError.generate(status, reported, undefined, new Headers()), 0);
}

/** An error without an HTTP status: its own code is its kind. */
function describeError(error: unknown): Failure | "filtered" {
  const reported = withError(error);
  const described = describeFailure(
    APIError.generate(400, reported, undefined, new Headers()),
    0,
  );
  if (described === "filtered" || described.kind !== "http_400") return described;
  const { code, message } = reported.error ?? {};
  const kind = typeof code === "string" && /^[a-z]\w{0,63}$/i.test(code) ? code : "batch_error";
  return failure(kind, typeof message === "string" ? message : described.message);
}

/** The error where the package looks for it, however deep it lies. */
function withError(value: unknown): { error?: Fields } {
  if (typeof value === "string") return { error: { message: value } };
  if (!isFields(value) || isEmpty(value)) return {};
  const inner = value.error;
  if (typeof inner === "string") return { error: { ...value, message: inner } };
  return { error: isFields(inner) ? inner : value };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEmpty(value: unknown): boolean {
  return isFields(value) && Object.keys(value).length === 0;
}
