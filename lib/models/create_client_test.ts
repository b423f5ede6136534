import assert from "node:assert/strict";
import { UserError } from "../base/user_error.ts";
import { createClient, type CreateClientOptions } from "./create_client.ts";
import type { ModelSpec } from "./model_spec.ts";
import { startSimulator } from "./simulator/start_simulator.ts";

const KEY = "sk-planted/key+0123456789";

/** Options with a clock of our own: waiting takes no time and is written down. */
function turnedClock(): CreateClientOptions & { waits: number[] } {
  const waits: number[] = [];
  let now = 0;
  const sleep = (milliseconds: number) => {
    waits.push(milliseconds);
    now += milliseconds;
    return Promise.resolve();
  };
  return { waits, sleep, now: () => now, random: () => 0, env: () => KEY };
}

/** Runs a server that answers by `respond`, and gives what it was sent. */
async function withServer(
  respond: (request: Request, sent: number) => Response | Promise<Response>,
  use: (spec: ModelSpec, bodies: Record<string, unknown>[]) => Promise<void>,
): Promise<void> {
  const bodies: Record<string, unknown>[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      bodies.push(await request.clone().json());
      return respond(request, bodies.length);
    },
  );
  const baseURL = `http://127.0.0.1:${server.addr.port}/v1`;
  try {
    await use({ name: "mine", model: "m-1", baseURL, apiKeyEnv: "MY_KEY" }, bodies);
  } finally {
    await server.shutdown();
  }
}

function completion(content = "Yes."): Response {
  return Response.json({
    model: "m-1-2026",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 4, completion_tokens: 2 },
  });
}

function apiError(status: number, error: object, headers?: HeadersInit): Response {
  return Response.json({ error }, { status, headers });
}

Deno.test("ask() sends the prompt with the spec's parameters and reads the answer", async () => {
  const asked: string[] = [];
  await withServer((request) => {
    asked.push(new URL(request.url).pathname, request.headers.get("authorization") ?? "");
    return completion();
  }, async (spec, bodies) => {
    const params = { temperature: 0.5, extra: { a: 1 } };
    const client = createClient({ ...spec, params, system: "Be brief." }, turnedClock());
    assert.deepEqual(await client.ask({ prompt: "Why?" }), {
      status: "answered",
      response: "Yes.",
      thinking: null,
      finish_reason: "stop",
      error: null,
      error_kind: null,
      attempts: 1,
      seconds: 0,
      input_tokens: 4,
      output_tokens: 2,
      reported_model: "m-1-2026",
      cached_input_tokens: null,
      reasoning_tokens: null,
      system_fingerprint: null,
      choices: 1,
      tool_calls: null,
      top_logprobs: null,
    });
    assert.deepEqual(bodies, [{
      temperature: 0.5,
      extra: { a: 1 },
      model: "m-1",
      messages: [{ role: "system", content: "Be brief." }, { role: "user", content: "Why?" }],
      stream: false,
    }]);
    assert.deepEqual(asked, ["/v1/chat/completions", `Bearer ${KEY}`]);
  });
});

Deno.test("ask() sends the prompt as a text where the legacy endpoint is to answer", async () => {
  const asked: string[] = [];
  await withServer((request) => {
    asked.push(new URL(request.url).pathname);
    return Response.json({ choices: [{ text: " B", finish_reason: "length" }] });
  }, async (spec, bodies) => {
    const params = { logprobs: 5, max_tokens: 1, seed: 3 };
    const client = createClient({ ...spec, endpoint: "completions", params }, turnedClock());
    const { response, status } = await client.ask({ prompt: "A or B?", sample: 1 });
    assert.deepEqual([response, status], [" B", "truncated"]);
    assert.deepEqual(bodies, [{
      ...params,
      seed: 4,
      model: "m-1",
      prompt: "A or B?",
      stream: false,
    }]);
    assert.deepEqual(asked, ["/v1/completions"]);
  });
});

Deno.test("ask() adds the sample's number to a seed, and sends no seed where there is none", async () => {
  await withServer(() => completion(), async (spec, bodies) => {
    const seeded = createClient({ ...spec, params: { seed: 40 } }, turnedClock());
    await seeded.ask({ prompt: "a" });
    await seeded.ask({ prompt: "a", sample: 2 });
    await createClient(spec, turnedClock()).ask({ prompt: "a", sample: 2 });
    assert.deepEqual(bodies.map((body) => body.seed), [40, 42, undefined]);
  });
});

for (const value of [undefined, "", "  "]) {
  Deno.test(`createClient() names the variable of a missing key (${JSON.stringify(value)})`, () => {
    const spec = { name: "gpt-4o", model: "x", baseURL: "https://x.invalid", apiKeyEnv: "THE_KEY" };
    assert.throws(() => createClient(spec, { env: () => value }), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /^Cannot ask gpt-4o: the environment variable THE_KEY is not set\./,
      );
      return true;
    });
  });
}

Deno.test("createClient() does not print a key that cannot be one", () => {
  const spec = { name: "a", model: "x", baseURL: "https://x.invalid", apiKeyEnv: "THE_KEY" };
  assert.throws(() => createClient(spec, { env: () => "se cret" }), (error) => {
    assert.ok(error instanceof UserError && error.message.includes("THE_KEY"));
    return !error.message.includes("cret");
  });
});

Deno.test("createClient() refuses a wrong description in one line", () => {
  const spec = { name: "a", model: "x", baseURL: "nowhere" };
  assert.throws(() => createClient(spec), /^UserError: Cannot use the model 'a', key 'baseURL'/);
  const legacy = { ...spec, baseURL: "http://localhost:1/v1", endpoint: "completions" as const };
  assert.throws(
    () => createClient({ ...legacy, system: "Be brief." }),
    /^UserError: Cannot use the model 'a', key 'system': expected none, since 'completions' has no/,
  );
});

Deno.test("ask() asks servers without a key, and sends nothing of OPENAI_… to them", async () => {
  Deno.env.set("OPENAI_API_KEY", KEY);
  Deno.env.set("OPENAI_ORG_ID", "org-planted");
  Deno.env.set("OPENAI_CUSTOM_HEADERS", "X-Planted: planted-header");
  try {
    const headers: string[] = [];
    await withServer((request) => {
      headers.push(JSON.stringify([...request.headers]));
      return completion();
    }, async ({ name, model, baseURL }) => {
      await createClient({ name, model, baseURL }).ask({ prompt: "a" });
    });
    assert.equal(headers.length, 1);
    assert.ok(!headers.join().includes("planted"), headers.join());
  } finally {
    Deno.env.delete("OPENAI_API_KEY");
    Deno.env.delete("OPENAI_ORG_ID");
    Deno.env.delete("OPENAI_CUSTOM_HEADERS");
  }
});

const FINAL: readonly { name: string; status: number; error: object; kind: string }[] = [
  { name: "a bad request", status: 400, error: { message: "no" }, kind: "http_400" },
  { name: "a wrong key", status: 401, error: { message: "no" }, kind: "http_401" },
  { name: "a forbidden model", status: 403, error: { message: "no" }, kind: "http_403" },
  { name: "an unknown model", status: 404, error: { message: "no" }, kind: "http_404" },
  { name: "a parameter out of range", status: 422, error: { message: "no" }, kind: "http_422" },
  {
    name: "a prompt that is too long",
    status: 400,
    error: { message: "no", code: "context_length_exceeded" },
    kind: "context_length",
  },
  {
    name: "a prompt that is too long for vLLM",
    status: 400,
    error: { message: "This model's maximum context length is 10 tokens.", code: 400 },
    kind: "context_length",
  },
  {
    name: "money that is spent",
    status: 429,
    error: { message: "no", code: "insufficient_quota" },
    kind: "quota",
  },
  { name: "a bill to be paid", status: 402, error: { message: "no" }, kind: "quota" },
  {
    name: "money that is spent at Anthropic",
    status: 400,
    error: { message: "Your credit balance is too low to access the API." },
    kind: "quota",
  },
];

for (const { name, status, error, kind } of FINAL) {
  Deno.test(`ask() takes ${name} as final`, async () => {
    await withServer(() => apiError(status, error), async (spec) => {
      const clock = turnedClock();
      const answer = await createClient(spec, clock).ask({ prompt: "a" });
      assert.deepEqual([answer.status, answer.error_kind, answer.attempts], ["failed", kind, 1]);
      assert.deepEqual(clock.waits, []);
    });
  });
}

Deno.test("ask() takes a prompt that the filter refused for filtered, not for failed", async () => {
  const error = { message: "The prompt was filtered.", code: "content_filter" };
  await withServer(() => apiError(400, error), async (spec) => {
    const answer = await createClient(spec, turnedClock()).ask({ prompt: "a" });
    assert.deepEqual(
      [answer.status, answer.finish_reason, answer.error, answer.error_kind, answer.attempts],
      ["filtered", "content_filter", null, null, 1],
    );
  });
});

for (
  const [header, value, wait] of [
    ["retry-after", "7", 7000],
    ["retry-after-ms", "30", 30],
    ["retry-after", "Thu, 01 Jan 1970 00:00:05 GMT", 5000],
  ] as const
) {
  Deno.test(`ask() waits as ${header}: ${value} asks`, async () => {
    const respond = (_: Request, sent: number) =>
      sent === 1 ? apiError(429, { message: "slow" }, { [header]: value }) : completion();
    await withServer(respond, async (spec) => {
      const clock = turnedClock();
      const answer = await createClient(spec, clock).ask({ prompt: "a" });
      assert.deepEqual([answer.status, answer.attempts], ["answered", 2]);
      assert.deepEqual(clock.waits, [wait]);
      assert.equal(answer.seconds, wait / 1000);
    });
  });
}

Deno.test("ask() gives up at once where the provider asks to wait for hours", async () => {
  const respond = () => apiError(429, { message: "Daily limit" }, { "retry-after": "7200" });
  await withServer(respond, async (spec) => {
    const answer = await createClient(spec, turnedClock()).ask({ prompt: "a" });
    assert.equal(answer.attempts, 1);
    assert.equal(answer.error, "429 Daily limit (asked to wait 7200 s)");
  });
});

Deno.test("ask() tells of a provider's error in one line and without the key", async () => {
  const message = `Incorrect API key provided:\n${KEY} (${encodeURIComponent(KEY)}).`;
  await withServer(() => apiError(401, { message }), async (spec) => {
    const answer = await createClient(spec, turnedClock()).ask({ prompt: "a" });
    assert.equal(answer.error, "401 Incorrect API key provided: [MY_KEY] ([MY_KEY]).");
    assert.ok(!JSON.stringify(answer).includes("planted"));
  });
});

Deno.test("ask() leaves no key in the error of a body that echoes the request", async () => {
  const respond = (request: Request) =>
    Response.json({ echo: request.headers.get("authorization") });
  await withServer(respond, async (spec) => {
    const answer = await createClient(spec, turnedClock()).ask({ prompt: "a" });
    assert.equal(answer.error_kind, "malformed");
    assert.ok(!JSON.stringify(answer).includes("planted"), answer.error ?? "");
  });
});

Deno.test("ask() leaves no key in an answer that repeats it", async () => {
  const respond = (request: Request) => {
    const key = request.headers.get("authorization")?.slice("Bearer ".length) ?? "";
    const choices = [{ message: { content: `Your key is ${key}.` }, finish_reason: "stop" }];
    return Response.json({ choices, system_fingerprint: key });
  };
  await withServer(respond, async (spec) => {
    const answer = await createClient(spec, turnedClock()).ask({ prompt: "a" });
    assert.equal(answer.response, "Your key is [MY_KEY].");
    assert.equal(answer.system_fingerprint, "[MY_KEY]");
  });
});

Deno.test("ask() says why a server cannot be reached", async () => {
  const spec = { name: "a", model: "b", baseURL: "http://127.0.0.1:1/v1" };
  const answer = await createClient(spec, turnedClock()).ask({ prompt: "a" });
  assert.deepEqual([answer.status, answer.error_kind], ["failed", "connection"]);
  assert.match(answer.error ?? "", /refused/);
});

Deno.test("ask() counts a server that does not answer in time as timed out", async () => {
  await using simulator = startSimulator({ latency: 60_000 });
  const [spec] = simulator.models;
  assert.ok(spec);
  const client = createClient(spec, { ...turnedClock(), timeoutMs: 20 });
  const answer = await client.ask({ prompt: "a" });
  assert.deepEqual([answer.status, answer.error_kind, answer.attempts], ["failed", "timeout", 3]);
});

Deno.test("ask() rejects with the signal's reason when it is aborted before", async () => {
  await using simulator = startSimulator();
  const [spec] = simulator.models;
  assert.ok(spec);
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  await assert.rejects(
    createClient(spec).ask({ prompt: "a", signal }),
    (error) => error === reason,
  );
  assert.equal(simulator.stats.requests, 0);
});

Deno.test("ask() rejects with the signal's reason when it is aborted under way", async () => {
  await using simulator = startSimulator({ latency: 60_000 });
  const [spec] = simulator.models;
  assert.ok(spec);
  const controller = new AbortController();
  const reason = new Error("enough");
  const asked = createClient(spec).ask({ prompt: "a", signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(asked, (error) => error === reason);
});

Deno.test("ask() rejects with the signal's reason when it is aborted while it waits", async () => {
  await withServer(
    () => apiError(429, { message: "x" }, { "retry-after": "500" }),
    async (spec) => {
      const controller = new AbortController();
      const reason = new Error("enough");
      // The real sleep, which the abort has to cut short.
      const client = createClient(spec, {
        env: () => KEY,
        random: () => {
          queueMicrotask(() => controller.abort(reason));
          return 0;
        },
      });
      const asked = client.ask({ prompt: "a", signal: controller.signal });
      await assert.rejects(asked, (error) => error === reason);
    },
  );
});

const FAULTS: readonly {
  fault: string;
  once: { status: string; attempts: number; response?: "some" | null };
  always: { status: string; error_kind: string | null; attempts: number };
}[] = [
  {
    fault: "rate_limit",
    once: { status: "answered", attempts: 2 },
    always: { status: "failed", error_kind: "http_429", attempts: 8 },
  },
  {
    fault: "server_error",
    once: { status: "answered", attempts: 2 },
    always: { status: "failed", error_kind: "http_500", attempts: 6 },
  },
  {
    fault: "unavailable",
    once: { status: "answered", attempts: 2 },
    always: { status: "failed", error_kind: "http_503", attempts: 6 },
  },
  {
    fault: "overloaded",
    once: { status: "answered", attempts: 2 },
    always: { status: "failed", error_kind: "http_529", attempts: 6 },
  },
  {
    fault: "context_length",
    once: { status: "failed", attempts: 1, response: null },
    always: { status: "failed", error_kind: "context_length", attempts: 1 },
  },
  {
    fault: "wrong_key",
    once: { status: "failed", attempts: 1, response: null },
    always: { status: "failed", error_kind: "http_401", attempts: 1 },
  },
  {
    fault: "drop",
    once: { status: "answered", attempts: 2 },
    always: { status: "failed", error_kind: "connection", attempts: 6 },
  },
  {
    fault: "broken_json",
    once: { status: "answered", attempts: 2 },
    always: { status: "failed", error_kind: "malformed", attempts: 4 },
  },
  {
    fault: "empty_choices",
    once: { status: "answered", attempts: 2 },
    always: { status: "failed", error_kind: "empty_choices", attempts: 4 },
  },
  {
    fault: "slow",
    once: { status: "answered", attempts: 1 },
    always: { status: "answered", error_kind: null, attempts: 1 },
  },
  {
    fault: "content_filter",
    once: { status: "filtered", attempts: 1, response: null },
    always: { status: "filtered", error_kind: null, attempts: 1 },
  },
  {
    fault: "null_content",
    once: { status: "empty", attempts: 1, response: null },
    always: { status: "empty", error_kind: null, attempts: 1 },
  },
  {
    fault: "truncated",
    once: { status: "truncated", attempts: 1 },
    always: { status: "truncated", error_kind: null, attempts: 1 },
  },
];

for (const { fault, once, always } of FAULTS) {
  Deno.test(`ask() meets the simulator's fault ${fault}`, async () => {
    await using simulator = startSimulator({ slowBy: 1 });
    const [spec] = simulator.models;
    assert.ok(spec);
    const hit = async (suffix: string) => {
      const client = createClient({ ...spec, model: `${spec.model}!${suffix}` }, turnedClock());
      return await client.ask({ prompt: "What do you think?" });
    };
    const first = await hit(`${fault}:1`);
    assert.equal(first.status, once.status, first.error ?? "");
    assert.equal(first.attempts, once.attempts);
    assert.equal(first.response === null, once.response === null);
    if (fault === "null_content") assert.match(first.thinking ?? "", /simulated model thought/);
    const { status, error_kind, attempts, error } = await hit(fault);
    assert.deepEqual({ status, error_kind, attempts }, always);
    assert.equal(error === null, error_kind === null);
    assert.ok(!error?.includes("\n"));
  });
}

Deno.test("ask() comes through a storm of faults with an answer or a reason for every prompt", async () => {
  await using simulator = startSimulator({
    slowBy: 1,
    faults: {
      rate_limit: 0.05,
      server_error: 0.05,
      unavailable: 0.05,
      slow: 0.05,
      drop: 0.03,
      broken_json: 0.03,
      empty_choices: 0.02,
      content_filter: 0.02,
    },
  });
  const [spec] = simulator.models;
  assert.ok(spec);
  const client = createClient(spec, turnedClock());
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, index) => client.ask({ prompt: `Question ${index}` })),
  );
  const filtered = simulator.stats.faults.content_filter ?? 0;
  assert.ok(filtered > 0);
  assert.equal(answers.filter(({ status }) => status === "filtered").length, filtered);
  assert.equal(answers.filter(({ status }) => status === "answered").length, 300 - filtered);
  assert.equal(
    answers.reduce((sum, { attempts }) => sum + attempts, 0),
    simulator.stats.requests,
  );
});
