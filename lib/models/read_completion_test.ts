import assert from "node:assert/strict";
import { readCompletion } from "./read_completion.ts";

function bodyWith(message: unknown, finish_reason: string | null = "stop"): unknown {
  return {
    model: "m-2026",
    choices: [{ message, finish_reason }],
    usage: { prompt_tokens: 3, completion_tokens: 5 },
  };
}

const COMPLETIONS: readonly {
  name: string;
  body: unknown;
  expected: { status: string; response: string | null; thinking: string | null };
}[] = [
  {
    name: "takes the text as it is",
    body: bodyWith({ content: "  Yes.\n" }),
    expected: { status: "answered", response: "  Yes.\n", thinking: null },
  },
  {
    name: "calls text that met the token limit truncated",
    body: bodyWith({ content: "Yes, bu" }, "length"),
    expected: { status: "truncated", response: "Yes, bu", thinking: null },
  },
  {
    name: "calls an answer empty whose thinking used up the tokens",
    body: bodyWith({ content: "<think>Let me" }, "length"),
    expected: { status: "empty", response: null, thinking: "Let me" },
  },
  {
    name: "calls blank text empty",
    body: bodyWith({ content: " \n" }),
    expected: { status: "empty", response: null, thinking: null },
  },
  {
    name: "keeps the reasoning of an answer without text",
    body: bodyWith({ content: null, reasoning: "Hm." }),
    expected: { status: "empty", response: null, thinking: "Hm." },
  },
  {
    name: "reads reasoning_content",
    body: bodyWith({ content: "Yes.", reasoning_content: "Hm." }),
    expected: { status: "answered", response: "Yes.", thinking: "Hm." },
  },
  {
    name: "does not keep the same reasoning twice",
    body: bodyWith({ content: "Yes.", reasoning: "Hm.", reasoning_content: "Hm." }),
    expected: { status: "answered", response: "Yes.", thinking: "Hm." },
  },
  {
    name: "moves <think> text out of the answer",
    body: bodyWith({ content: "<think>Hm.</think>Yes." }),
    expected: { status: "answered", response: "Yes.", thinking: "Hm." },
  },
  {
    name: "calls what the filter withheld filtered",
    body: bodyWith({ content: null }, "content_filter"),
    expected: { status: "filtered", response: null, thinking: null },
  },
  {
    name: "keeps text of which the filter withheld the rest",
    body: bodyWith({ content: "Half" }, "content_filter: SAFETY"),
    expected: { status: "filtered", response: "Half", thinking: null },
  },
  {
    name: "knows other names of the token limit",
    body: bodyWith({ content: "Half" }, "MAX_TOKENS"),
    expected: { status: "truncated", response: "Half", thinking: null },
  },
  {
    name: "takes the model's refusal for its answer",
    body: bodyWith({ content: null, refusal: "I can't." }),
    expected: { status: "answered", response: "I can't.", thinking: null },
  },
  {
    name: "calls a tool call without text empty",
    body: bodyWith({ content: null, tool_calls: [{}] }, "tool_calls"),
    expected: { status: "empty", response: null, thinking: null },
  },
  {
    name: "puts the parts of a text together",
    body: bodyWith({
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "Hm." }] },
        { type: "text", text: "Yes, " },
        { type: "text", text: "no." },
      ],
    }),
    expected: { status: "answered", response: "Yes, no.", thinking: "Hm." },
  },
  {
    name: "calls an answer empty that has no content, only tools",
    body: bodyWith({ tool_calls: [{ function: { name: "f" } }] }, "tool_calls"),
    expected: { status: "empty", response: null, thinking: null },
  },
  {
    name: "keeps the text beside a tool call",
    body: bodyWith({ content: "Let me look.", tool_calls: [{}] }, "tool_calls"),
    expected: { status: "answered", response: "Let me look.", thinking: null },
  },
  {
    name: "calls an answer empty that met the token limit before its first word",
    body: bodyWith({ content: "" }, "length"),
    expected: { status: "empty", response: null, thinking: null },
  },
  {
    name: "calls an answer empty that met the token limit while it reasoned",
    body: bodyWith({ content: null, reasoning_content: "Let me" }, "length"),
    expected: { status: "empty", response: null, thinking: "Let me" },
  },
  {
    name: "takes the model's refusal for its answer beside an empty text",
    body: bodyWith({ content: "", refusal: "I can't." }),
    expected: { status: "answered", response: "I can't.", thinking: null },
  },
  {
    name: "takes the text for the answer where a refusal stands beside it",
    body: bodyWith({ content: "Yes.", refusal: "I can't." }),
    expected: { status: "answered", response: "Yes.", thinking: null },
  },
  {
    name: "reads a refusal that is a part of the content",
    body: bodyWith({ content: [{ type: "refusal", refusal: "I can't." }] }),
    expected: { status: "answered", response: "I can't.", thinking: null },
  },
  {
    name: "knows Google's names of the filter",
    body: bodyWith({ role: "assistant" }, "SAFETY"),
    expected: { status: "filtered", response: null, thinking: null },
  },
  {
    name: "knows Google's guard against recitation",
    body: bodyWith({ content: "Half" }, "RECITATION"),
    expected: { status: "filtered", response: "Half", thinking: null },
  },
  {
    name: "knows Anthropic's name of the filter",
    body: bodyWith({ content: null }, "refusal"),
    expected: { status: "filtered", response: null, thinking: null },
  },
  {
    name: "takes a choice that was filtered and has no message for filtered",
    body: { choices: [{ index: 0, finish_reason: "content_filter: PROHIBITED_CONTENT" }] },
    expected: { status: "filtered", response: null, thinking: null },
  },
  {
    name: "takes a prompt that Google blocked for filtered",
    body: { promptFeedback: { blockReason: "SAFETY" } },
    expected: { status: "filtered", response: null, thinking: null },
  },
  {
    name: "takes a filter's error that came with 200 for filtered",
    body: { error: { code: "content_filter", message: "No." } },
    expected: { status: "filtered", response: null, thinking: null },
  },
  {
    name: "takes no word from the second choice where the first is empty",
    body: { choices: [{ message: { content: "" } }, { message: { content: "Two" } }] },
    expected: { status: "empty", response: null, thinking: null },
  },
  {
    name: "takes the first of several choices",
    body: { choices: [{ message: { content: "One" } }, { message: { content: "Two" } }] },
    expected: { status: "answered", response: "One", thinking: null },
  },
];

for (const { name, body, expected } of COMPLETIONS) {
  Deno.test(`readCompletion() ${name}`, () => {
    const completion = readCompletion(body);
    assert.ok("status" in completion);
    const { status, response, thinking } = completion;
    assert.deepEqual({ status, response, thinking }, expected);
  });
}

Deno.test("readCompletion() tells tokens, finish reason and the model's version", () => {
  assert.deepEqual(readCompletion(bodyWith({ content: "Yes." })), {
    status: "answered",
    response: "Yes.",
    thinking: null,
    finish_reason: "stop",
    input_tokens: 3,
    output_tokens: 5,
    reported_model: "m-2026",
    cached_input_tokens: null,
    reasoning_tokens: null,
    system_fingerprint: null,
    choices: 1,
    tool_calls: null,
    top_logprobs: null,
  });
});

Deno.test("readCompletion() tells what a provider adds: cache, thinking, fingerprint, choices", () => {
  const body = {
    choices: [{ message: { content: "a" } }, { message: { content: "b" } }],
    usage: {
      prompt_tokens: 9,
      completion_tokens: 7,
      prompt_tokens_details: { cached_tokens: 8 },
      completion_tokens_details: { reasoning_tokens: 6 },
    },
    system_fingerprint: "fp_1",
  };
  const completion = readCompletion(body);
  assert.ok("status" in completion);
  assert.equal(completion.response, "a");
  const { cached_input_tokens, reasoning_tokens, system_fingerprint, choices } = completion;
  assert.deepEqual([cached_input_tokens, reasoning_tokens, system_fingerprint, choices], [
    8,
    6,
    "fp_1",
    2,
  ]);
});

Deno.test("readCompletion() keeps the tools that a model asks for instead of answering", () => {
  const tool_calls = [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }];
  const body = {
    choices: [{ message: { content: null, tool_calls }, finish_reason: "tool_calls" }],
  };
  const completion = readCompletion(body);
  assert.ok("status" in completion);
  assert.equal(completion.status, "empty");
  assert.deepEqual(JSON.parse(completion.tool_calls ?? ""), tool_calls);
});

Deno.test("readCompletion() keeps a tool asked for in the earlier way", () => {
  const function_call = { name: "f", arguments: "{}" };
  const body = bodyWith({ content: null, function_call }, "function_call");
  const completion = readCompletion(body);
  assert.ok("status" in completion);
  assert.equal(completion.status, "empty");
  assert.deepEqual(JSON.parse(completion.tool_calls ?? ""), [function_call]);
});

Deno.test("readCompletion() takes no tokens from counts that are no counts", () => {
  const body = { choices: [{ message: { content: "a" } }], usage: { prompt_tokens: -1 } };
  const completion = readCompletion(body);
  assert.ok("status" in completion);
  assert.deepEqual([completion.input_tokens, completion.output_tokens], [null, null]);
});

Deno.test("readCompletion() reads a text of the legacy endpoint and its likeliest tokens", () => {
  const completion = readCompletion({
    model: "base-1",
    choices: [{
      text: " A",
      finish_reason: "length",
      logprobs: { tokens: [" A"], top_logprobs: [{ "A": -1.5, " A": -0.5, "B": 1e-6 }] },
    }],
    usage: { prompt_tokens: 9, completion_tokens: 1 },
  });
  assert.ok(!("kind" in completion));
  assert.equal(completion.response, " A");
  assert.equal(completion.status, "truncated");
  assert.equal(completion.top_logprobs, '[["B",0],[" A",-0.5],["A",-1.5]]');
});

Deno.test("readCompletion() reads the likeliest tokens of a chat, leaving out what is none", () => {
  const top_logprobs = [
    ...[{ token: "A", logprob: -0.2, bytes: [65] }, { token: "B", logprob: "low" }, null],
    ...[{ token: "C", logprob: -9999.0 }, { logprob: -1 }, { token: "D", logprob: 3 }],
  ];
  const choice = {
    message: { content: "A" },
    logprobs: { content: [{ token: "A", top_logprobs }] },
  };
  const completion = readCompletion({ choices: [choice] });
  assert.ok(!("kind" in completion));
  assert.equal(completion.top_logprobs, '[["A",-0.2],["C",-9999]]');
});

for (const logprobs of [null, undefined, {}, { content: [] }, { content: [{}] }, "none", 1]) {
  Deno.test(`readCompletion() has no likeliest tokens in ${JSON.stringify(logprobs)}`, () => {
    const completion = readCompletion({ choices: [{ message: { content: "A" }, logprobs }] });
    assert.equal("kind" in completion ? undefined : completion.top_logprobs, null);
  });
}
