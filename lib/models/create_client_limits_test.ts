import assert from "node:assert/strict";
import { createClient } from "./create_client.ts";
import type { ModelSpec } from "./model_spec.ts";
import { RequestLimiter } from "./request_limiter.ts";
import { type Simulator, startSimulator } from "./simulator/start_simulator.ts";

const IDLE = { inFlight: 0, waiting: 0 };

/** A clock on which every wait is over at once, but for those that `holds`. */
function hastyClock(holds: (milliseconds: number) => boolean = () => false) {
  let now = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    random: () => 0,
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
      waits.push(milliseconds);
      if (holds(milliseconds)) {
        return new Promise((_, reject) =>
          signal?.addEventListener("abort", () => reject(signal.reason))
        );
      }
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

function firstModel({ models: [spec] }: Simulator, fault = ""): ModelSpec {
  assert.ok(spec);
  return { ...spec, model: `${spec.model}${fault}` };
}

function stateOf(limiter: RequestLimiter): typeof IDLE {
  const { inFlight, waiting } = limiter.state();
  return { inFlight, waiting };
}

for (
  const fault of ["", "!rate_limit:2", "!drop:1", "!broken_json", "!wrong_key", "!content_filter"]
) {
  Deno.test(`ask() gives its slot back whatever comes (${fault || "no fault"})`, async () => {
    await using simulator = startSimulator();
    const clock = hastyClock();
    const limiter = new RequestLimiter(clock);
    await createClient(firstModel(simulator, fault), { ...clock, limiter }).ask({ prompt: "a" });
    assert.deepEqual(stateOf(limiter), IDLE);
  });
}

Deno.test("ask() tells the limiter of a refusal: its pause and half as many at once", async () => {
  await using simulator = startSimulator();
  const clock = hastyClock((milliseconds) => milliseconds === 1000);
  const limiter = new RequestLimiter(clock);
  const client = createClient(firstModel(simulator, "!rate_limit"), { ...clock, limiter });
  const stop = new AbortController();
  const asked = client.ask({ prompt: "a", stop: stop.signal });
  while (clock.waits.length === 0) await new Promise((done) => setTimeout(done));
  const provider = new URL(simulator.baseURL).host;
  assert.deepEqual(client.pace?.(), { provider, underWay: 0, limit: 4, waitMs: 1000 });
  // The slot is free while the request waits to be sent again.
  assert.deepEqual(stateOf(limiter), IDLE);
  stop.abort(new Error("enough"));
  await assert.rejects(asked, /enough/);
});

Deno.test("ask() drops out of the limiter's line when it is stopped, having sent nothing", async () => {
  await using simulator = startSimulator();
  const limiter = new RequestLimiter({ max: 1 });
  const held = await limiter.acquire({ lane: "x" });
  const stop = new AbortController();
  const client = createClient(firstModel(simulator), { limiter });
  const asked = client.ask({ prompt: "a", stop: stop.signal });
  stop.abort(new Error("enough"));
  await assert.rejects(asked, /enough/);
  held.release({ effect: "keep" });
  assert.deepEqual([stateOf(limiter), simulator.stats.requests], [IDLE, 0]);
});

Deno.test("ask() lets the attempt under way go on after a stop, and begins no other", async () => {
  await using simulator = startSimulator({ latency: 20 });
  for (const [fault, isAnswered] of [["", true], ["!rate_limit:1", false]] as const) {
    const stop = new AbortController();
    const before = simulator.stats.requests;
    const client = createClient(firstModel(simulator, fault), hastyClock());
    const asked = client.ask({ prompt: `a${fault}`, stop: stop.signal });
    while (simulator.stats.requests === before) await new Promise((done) => setTimeout(done));
    stop.abort(new Error("enough"));
    if (isAnswered) assert.equal((await asked).status, "answered");
    else await assert.rejects(asked, /enough/);
    assert.equal(simulator.stats.requests, before + 1);
  }
});

Deno.test("ask() sends nothing once it is stopped", async () => {
  await using simulator = startSimulator();
  const stop = AbortSignal.abort(new Error("enough"));
  await assert.rejects(createClient(firstModel(simulator)).ask({ prompt: "a", stop }), /enough/);
  assert.equal(simulator.stats.requests, 0);
});

Deno.test("ask() counts an answer that begins and does not end in time as timed out", async () => {
  await using simulator = startSimulator();
  const client = createClient(firstModel(simulator, "!stalled"), {
    ...hastyClock(),
    timeoutMs: 20,
  });
  const answer = await client.ask({ prompt: "a" });
  assert.deepEqual([answer.status, answer.error_kind, answer.attempts], ["failed", "timeout", 3]);
});

Deno.test("ask() drops an answer that begins and does not end when it is told to", async () => {
  await using simulator = startSimulator();
  const drop = new AbortController();
  const limiter = new RequestLimiter();
  const client = createClient(firstModel(simulator, "!stalled"), { limiter });
  const asked = client.ask({ prompt: "a", signal: drop.signal });
  while (simulator.stats.requests === 0) await new Promise((done) => setTimeout(done));
  drop.abort(new Error("enough"));
  await assert.rejects(asked, /enough/);
  assert.deepEqual(stateOf(limiter), IDLE);
});

Deno.test("ask() does not count the wait for its turn among its seconds", async () => {
  await using simulator = startSimulator();
  const clock = hastyClock();
  const limiter = new RequestLimiter(clock);
  (await limiter.acquire({ lane: "x" })).release({ effect: "halve", retryAfterMs: 9000 });
  const answer = await createClient(firstModel(simulator), { ...clock, limiter }).ask({
    prompt: "a",
  });
  assert.deepEqual([clock.waits, answer.seconds], [[9000], 0]);
});

Deno.test("ask() keeps to a budget that the provider's headers show", async () => {
  const budget = { requestsPerSecond: 500, burst: 20 };
  await using simulator = startSimulator({ rateLimit: budget });
  const limiter = new RequestLimiter({ max: 64 });
  const client = createClient(firstModel(simulator), { limiter });
  const answers = await Promise.all(
    Array.from({ length: 80 }, (_, index) => client.ask({ prompt: `Question ${index}` })),
  );
  assert.ok(answers.every(({ status }) => status === "answered"));
  assert.ok(simulator.stats.refused <= 50, `${simulator.stats.refused} refused`);
});
