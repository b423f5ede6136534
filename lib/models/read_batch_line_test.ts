import assert from "node:assert/strict";
import { readBatchLine } from "./read_batch_line.ts";

const COMPLETION = {
  model: "m-1",
  choices: [{ finish_reason: "stop", message: { role: "assistant", content: "Yes." } }],
  usage: { prompt_tokens: 3, completion_tokens: 2 },
};

function answerOf(line: unknown) {
  const read = readBatchLine(JSON.stringify({ id: "b", custom_id: "c1", ...Object(line) }));
  assert.ok("answer" in read);
  assert.equal(read.custom_id, "c1");
  return read.answer;
}

Deno.test("readBatchLine() reads a completion as a live answer is read", () => {
  const answer = answerOf({ response: { status_code: 200, request_id: "r", body: COMPLETION } });
  assert.equal(answer.status, "answered");
  assert.equal(answer.response, "Yes.");
  assert.equal(answer.reported_model, "m-1");
  assert.deepEqual([answer.input_tokens, answer.output_tokens], [3, 2]);
  assert.deepEqual([answer.attempts, answer.error, answer.error_kind], [1, null, null]);
});

Deno.test("readBatchLine() reads a completion that stands in place of status and body", () => {
  assert.equal(answerOf({ response: COMPLETION, error: null }).response, "Yes.");
});

const context = { message: "maximum context length is 10", code: "context_length_exceeded" };
const FAILURES: readonly (readonly [string, unknown, string, RegExp])[] = [
  [
    "OpenAI's error in the body",
    { response: { status_code: 400, body: { error: context } }, error: null },
    "context_length",
    /^400 maximum context length is 10$/,
  ],
  [
    "OpenAI's overload",
    { response: { status_code: 500, body: { error: { message: "overloaded" } } } },
    "http_500",
    /overloaded/,
  ],
  [
    "OpenAI's expiry",
    { response: null, error: { code: "batch_expired", message: "Too late." } },
    "batch_expired",
    /^Too late\.$/,
  ],
  [
    "vLLM's error inside error",
    {
      response: { status_code: 400, request_id: "vllm-batch-1", body: null },
      error: { error: { message: "top_p must be in (0, 1]", type: "BadRequestError", code: 400 } },
    },
    "http_400",
    /^400 top_p must be/,
  ],
  [
    "vLLM's error as a text",
    { response: { status_code: 400, body: null }, error: "list index out of range" },
    "http_400",
    /list index out of range/,
  ],
  [
    "an earlier vLLM's error in the body",
    { response: { status_code: 404, body: { object: "error", message: "no such model" } } },
    "http_404",
    /no such model/,
  ],
  [
    "a status without anything else",
    { response: { status_code: 429, body: {} }, error: null },
    "http_429",
    /^429 status code/,
  ],
  [
    "an error without a code",
    { response: null, error: { message: "Hm." } },
    "batch_error",
    /^Hm\.$/,
  ],
  [
    "a code that is no name",
    { response: null, error: { code: "a b\n<script>" } },
    "batch_error",
    /a b/,
  ],
  ["money", { response: null, error: { code: "insufficient_quota" } }, "quota", /quota/],
  ["nothing", { response: null, error: null }, "malformed", /neither a response nor an error/],
  ["no choices", { response: { status_code: 200, body: { choices: [] } } }, "empty_choices", /no/],
];

for (const [name, line, kind, message] of FAILURES) {
  Deno.test(`readBatchLine() gives a failure's kind and message: ${name}`, () => {
    const answer = answerOf(line);
    assert.equal(answer.status, "failed");
    assert.equal(answer.error_kind, kind);
    assert.match(answer.error ?? "", message);
    assert.ok(!/\p{Cc}/u.test(answer.error ?? ""));
  });
}

Deno.test("readBatchLine() takes an error for one, whatever the status beside it says", () => {
  const answer = answerOf({ response: { status_code: 200, body: null }, error: "lost" });
  assert.equal(answer.error_kind, "batch_error");
  assert.equal(answer.error, "lost");
});

Deno.test("readBatchLine() tells a filtered prompt from a failure, in body and error alike", () => {
  const error = { code: "content_filter", message: "no" };
  assert.equal(answerOf({ response: { status_code: 400, body: { error } } }).status, "filtered");
  assert.equal(answerOf({ response: null, error }).status, "filtered");
});

Deno.test("readBatchLine() says why a line cannot be read", () => {
  const broken = (text: string) => {
    const read = readBatchLine(text);
    return "broken" in read ? read.broken : null;
  };
  assert.match(broken('{"custom_id":"c1","respon') ?? "", /not valid JSON/);
  assert.match(broken("[1]") ?? "", /no JSON object/);
  assert.match(broken("{}") ?? "", /no custom_id/);
  assert.match(broken('{"custom_id":7}') ?? "", /no custom_id/);
});
