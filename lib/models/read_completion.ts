import type { Answer } from "./answer.ts";
import { failure, kindOfError } from "./describe_failure.ts";
import type { Failure } from "./failure.ts";
import { FILTERED } from "./no_answer.ts";
import { readTopLogprobs } from "./_read_top_logprobs.ts";
import { joinThoughts, splitThinking } from "./split_thinking.ts";

/** What a completion says about its answer. */
export type Completion = Pick<
  Answer,
  | "status"
  | "response"
  | "thinking"
  | "finish_reason"
  | "input_tokens"
  | "output_tokens"
  | "cached_input_tokens"
  | "reasoning_tokens"
  | "reported_model"
  | "system_fingerprint"
  | "choices"
  | "tool_calls"
  | "top_logprobs"
>;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the body of a chat completion, or one of the legacy endpoint; the first choice counts. Nothing in it is trusted:
 * servers that call themselves compatible leave fields out, and some answer 200 with an error.
 */
export function readCompletion(body: unknown): Completion | Failure {
  if (!isFields(body)) return failure("malformed", `the body is no completion: ${excerpt(body)}`);
  const choice = Array.isArray(body.choices) ? body.choices[0] : undefined;
  const reported = isFields(choice) && isFields(choice.error) ? choice.error : body.error;
  if (isFields(reported)) return describeReported(reported);
  if (choice === undefined) return readNoChoice(body);
  if (!isFields(choice)) return failure("malformed", `the choice is none: ${excerpt(choice)}`);
  if (choice.finish_reason === "error") {
    return failure("malformed", "the provider broke the answer off (finish_reason error)");
  }
  const message = messageOf(choice);
  if (!isFields(message)) {
    return failure("malformed", `the choice has no message: ${excerpt(choice)}`);
  }
  return readChoice(choice, message, body);
}

/** The legacy endpoint answers with a text in its place; one that withholds it, with none. */
function messageOf(choice: Fields): unknown {
  if (choice.message === undefined && typeof choice.text === "string") {
    return { content: choice.text };
  }
  return choice.message ?? (WITHHELD.test(String(choice.finish_reason)) ? {} : undefined);
}

/** Google's way to say that the prompt was refused, or a fault. */
function readNoChoice(body: Fields): Completion | Failure {
  const { blockReason } = fieldsOf(body.promptFeedback);
  if (typeof blockReason === "string") return FILTERED;
  return Array.isArray(body.choices)
    ? failure("empty_choices", "the completion has no choices")
    : failure("malformed", `the body has no choices: ${excerpt(body)}`);
}

/** Whether {@linkcode readCompletion} found no completion. */
export function isFailure(result: Completion | Failure): result is Failure {
  return "kind" in result;
}

function readChoice(choice: Fields, message: Fields, body: Fields): Completion {
  const parts = readContent(message.content);
  // Some servers send a refusal beside a text that is empty, not null.
  const { text, thinking } = splitThinking(
    parts.text?.trim() ? parts.text : stringOf(message.refusal) ?? "",
  );
  const response = text.trim() === "" ? null : text;
  const finishReason = stringOf(choice.finish_reason);
  const usage = fieldsOf(body.usage);
  return {
    status: statusOf(finishReason, response),
    response,
    thinking: joinThoughts([
      stringOf(message.reasoning),
      stringOf(message.reasoning_content),
      parts.thinking,
      thinking,
    ]),
    finish_reason: finishReason,
    input_tokens: countOf(usage.prompt_tokens),
    output_tokens: outputTokens(usage),
    cached_input_tokens: countOf(fieldsOf(usage.prompt_tokens_details).cached_tokens),
    reasoning_tokens: countOf(fieldsOf(usage.completion_tokens_details).reasoning_tokens),
    reported_model: modelName(stringOf(body.model)),
    system_fingerprint: stringOf(body.system_fingerprint),
    choices: Array.isArray(body.choices) ? body.choices.length : null,
    tool_calls: toolCallsOf(message),
    top_logprobs: readTopLogprobs(choice.logprobs),
  };
}

/** OpenAI's reason, to which Google's endpoint adds the category; Google's own names; Anthropic's. */
const WITHHELD =
  /^(content_filter|safety|image_safety|prohibited_content|blocklist|spii|recitation|refusal)/i;
const TRUNCATED = /^(length|max_tokens)$/i;

function statusOf(finishReason: string | null, response: string | null): Completion["status"] {
  if (WITHHELD.test(finishReason ?? "")) return "filtered";
  if (response === null) return "empty";
  return TRUNCATED.test(finishReason ?? "") ? "truncated" : "answered";
}

/** llama.cpp's server calls its model by the path of its file, which is nobody's business. */
function modelName(reported: string | null): string | null {
  const isPath = reported !== null && /^([/\\]|[A-Za-z]:[/\\]|~\/)/.test(reported);
  return isPath ? reported.split(/[/\\]/).at(-1) ?? null : reported;
}

/** Content is text, or with some servers a list of parts, thinking among them. */
function readContent(content: unknown): { text: string | null; thinking: string | null } {
  if (!Array.isArray(content)) return { text: stringOf(content), thinking: null };
  const parts = content.filter(isFields);
  const thoughts = parts.filter((part) => part.type === "thinking").map(({ thinking }) =>
    readContent(thinking).text
  );
  const texts = parts.flatMap((part) => stringOf(part.text) ?? stringOf(part.refusal) ?? []);
  return { text: texts.length === 0 ? null : texts.join(""), thinking: joinThoughts(thoughts) };
}

function describeReported(error: Fields): Failure | Completion {
  const code = Number(error.code);
  const isStatus = Number.isInteger(code) && code >= 400 && code <= 599;
  const message = stringOf(error.message) ?? excerpt(error);
  const codes = [error.code, error.type];
  const kind = kindOfError({ status: isStatus ? code : null, codes, message });
  return kind === "filtered" ? FILTERED : failure(kind, message);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Some servers count thinking in the total alone; it is output, and is paid for. */
function outputTokens({ prompt_tokens, completion_tokens, total_tokens }: Fields): number | null {
  const [input, output, total] = [prompt_tokens, completion_tokens, total_tokens].map(countOf);
  if (input == null || output == null || total == null) return output ?? null;
  return Math.max(output, total - input);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The present way of asking for tools, or the earlier one with a single function. */
function toolCallsOf({ tool_calls, function_call }: Fields): string | null {
  if (Array.isArray(tool_calls) && tool_calls.length > 0) return JSON.stringify(tool_calls);
  return isFields(function_call) ? JSON.stringify([function_call]) : null;
}

function stringOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function excerpt(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}
