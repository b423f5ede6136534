import { setTimeout as delay } from "node:timers/promises";
import { completionBody, type SimulatedChoice } from "./completion_body.ts";
import type { Fault } from "./faults.ts";
import type { ChatRequest } from "./read_request.ts";

/** Options of {@linkcode faultyResponse}. */
export interface FaultyResponseOptions {
  request: ChatRequest;
  /** What would have been answered. */
  choices: readonly SimulatedChoice[];
  id: string;
  seed: number;
}

/** The response of a request that a fault hits. `slow` is no matter of the response. */
export function faultyResponse(
  fault: Exclude<Fault, "slow">,
  { request, choices, id, seed }: FaultyResponseOptions,
): Response {
  const body = (changed: readonly SimulatedChoice[]) =>
    completionBody(request, { choices: changed, id, seed });
  switch (fault) {
    case "rate_limit":
      return errorResponse(429, {
        code: "rate_limit_exceeded",
        message: "Simulated rate limit reached.",
        headers: { "retry-after": "1" },
      });
    case "server_error":
      return errorResponse(500, { code: "server_error", message: "Simulated server error." });
    case "unavailable":
      return errorResponse(503, { code: "overloaded", message: "Simulated overload." });
    case "overloaded":
      return errorResponse(529, { code: "overloaded_error", message: "Simulated overload." });
    case "context_length":
      return errorResponse(400, {
        code: "context_length_exceeded",
        message: "This simulated model's maximum context length is 1 token.",
      });
    case "wrong_key":
      return errorResponse(401, {
        code: "invalid_api_key",
        message: "Simulated: incorrect API key provided.",
      });
    case "stalled":
      return stalledResponse(JSON.stringify(body(choices)));
    case "drop":
      return droppedResponse(JSON.stringify(body(choices)));
    case "broken_json":
      return jsonResponse(halfOf(JSON.stringify(body(choices))));
    case "empty_choices":
      return jsonResponse(JSON.stringify(body([])));
    case "content_filter":
      return jsonResponse(
        JSON.stringify(body([{ content: null, finish_reason: "content_filter" }])),
      );
    case "null_content":
      return jsonResponse(JSON.stringify(body([{
        content: null,
        finish_reason: "stop",
        reasoning: "The simulated model thought this over and then said nothing.",
      }])));
    case "truncated":
      return jsonResponse(JSON.stringify(body(choices.map(cutOff))));
  }
}

/** An error as OpenAI's endpoints report it. */
export function errorResponse(
  status: number,
  { code, message, headers }: { code: string; message: string; headers?: HeadersInit },
): Response {
  const error = { message, type: code, code, param: null };
  return Response.json({ error }, { status, headers });
}

/** A response of JSON text, whole or not. */
export function jsonResponse(text: string): Response {
  return new Response(text, { headers: { "content-type": "application/json" } });
}

function droppedResponse(text: string): Response {
  const bytes = new TextEncoder().encode(halfOf(text));
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
    // The wait lets the first half leave: the connection breaks in the middle of the body.
    pull: async (controller) => {
      await delay(5);
      controller.error(new Error("Simulated drop"));
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

/** The first half, and then nothing: it lasts until the client gives up or the server stops. */
function stalledResponse(text: string): Response {
  const bytes = new TextEncoder().encode(halfOf(text));
  const body = new ReadableStream({ start: (controller) => controller.enqueue(bytes) });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

function halfOf(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}

/** Cuts an answer off after its first sentence, in the middle of what follows. */
function cutOff({ content }: SimulatedChoice): SimulatedChoice {
  const text = content ?? "";
  const firstEnd = /[.!?:]\s/.exec(text)?.index ?? Math.ceil(text.length / 2);
  const end = firstEnd + Math.ceil((text.length - firstEnd) / 2);
  return { content: text.slice(0, end), finish_reason: "length" };
}
