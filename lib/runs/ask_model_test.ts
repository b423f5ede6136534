import assert from "node:assert/strict";
import { Interruption } from "../base/interruption.ts";
import type { Answer, ModelClient } from "../models/answer.ts";
import { fakeAnswer, fakeClient, fakeFailure } from "../testing/fake_client.ts";
import { virtualClock } from "../testing/virtual_clock.ts";
import { askModel, type AskModelOptions, type Question } from "./ask_model.ts";

function* questions(count: number): Generator<Question> {
  for (let index = 0; index < count; index++) yield { input: `q${index}`, sample: 0 };
}

/** Options for ten questions, four at once; what is saved goes to `saved`. */
function options(
  client: ModelClient,
  fields: Partial<AskModelOptions<Question>> = {},
): AskModelOptions<Question> & { saved: [string, Answer["status"]][] } {
  const saved: [string, Answer["status"]][] = [];
  return {
    client,
    questions: questions(10),
    concurrency: 4,
    stopAfterFailures: 100,
    signal: new AbortController().signal,
    save: ({ input }, { status }) => void saved.push([input, status]),
    onInFlight: () => {},
    saved,
    ...fields,
  };
}

/** A client that takes `milliseconds` of the clock, and drops what it is told to drop. */
function slowClient(clock: ReturnType<typeof virtualClock>, milliseconds: number) {
  return fakeClient(async ({ signal }) => {
    await clock.sleep(milliseconds, signal);
    return fakeAnswer();
  });
}

Deno.test("askModel() lets what is under way at a stop end within the grace, and saves it", async () => {
  const clock = virtualClock();
  const client = slowClient(clock, 4000);
  const stop = new AbortController();
  const given = options(client, { signal: stop.signal, sleep: clock.sleep });
  const asked = askModel(given);
  await clock.advance(5000);
  stop.abort();
  assert.equal(await clock.run(asked), null);
  assert.equal(client.asked.length, 5);
  assert.equal(given.saved.length, 5);
  assert.deepEqual([clock.now(), clock.sleepers], [8000, 0]);
});

Deno.test("askModel() drops what is under way when the grace is over, and does not save it", async () => {
  const clock = virtualClock();
  const client = slowClient(clock, 60_000);
  const stop = new AbortController();
  const given = options(client, { signal: stop.signal, sleep: clock.sleep, graceMs: 7000 });
  const asked = askModel(given);
  await clock.advance(1000);
  stop.abort();
  assert.equal(await clock.run(asked), null);
  assert.deepEqual([given.saved, clock.now(), client.asked.length], [[], 8000, 1]);
});

Deno.test("askModel() gives someone who waits for the stop no more than they say", async () => {
  const clock = virtualClock();
  const client = slowClient(clock, 60_000);
  const stop = new AbortController();
  const asked = askModel(options(client, { signal: stop.signal, sleep: clock.sleep }));
  await clock.advance(1000);
  stop.abort(new Interruption(700));
  assert.equal(await clock.run(asked), null);
  assert.deepEqual([clock.now(), client.asked.length], [1700, 1]);
});

Deno.test("askModel() gives no grace where none is wanted", async () => {
  const clock = virtualClock();
  const stop = new AbortController();
  const asked = askModel(
    options(slowClient(clock, 60_000), { signal: stop.signal, sleep: clock.sleep, graceMs: 0 }),
  );
  await clock.advance(1000);
  stop.abort();
  await clock.run(asked);
  assert.equal(clock.now(), 1000);
});

Deno.test("askModel() drops at once what could not be kept anyway", async () => {
  const clock = virtualClock();
  const drop = new AbortController();
  const given = options(slowClient(clock, 60_000), { drop: drop.signal, sleep: clock.sleep });
  const asked = askModel(given);
  await clock.advance(1000);
  drop.abort();
  await clock.run(asked);
  assert.deepEqual([given.saved, clock.now()], [[], 1000]);
});

Deno.test("askModel() asks nothing where it is stopped before it begins", async () => {
  const client = fakeClient();
  await askModel(options(client, { signal: AbortSignal.abort() }));
  assert.equal(client.asked.length, 0);
});

Deno.test("askModel() throws what keeps an answer from being saved, also while the grace lasts", async () => {
  const clock = virtualClock();
  const stop = new AbortController();
  const asked = askModel(options(slowClient(clock, 4000), {
    signal: stop.signal,
    sleep: clock.sleep,
    save: () => {
      throw new Error("the disk is full");
    },
  }));
  await clock.advance(1000);
  stop.abort();
  await assert.rejects(clock.run(asked), /the disk is full/);
});

Deno.test("askModel() sends nothing that still waits to be sent when the model is given up", async () => {
  const clock = virtualClock();
  let sent = 0;
  // The first is answered; of those that follow, one is refused and three wait for their turn.
  const client = fakeClient(async ({ stop }, number) => {
    if (number > 1) await clock.sleep(1000, stop);
    sent++;
    return number === 1 ? fakeFailure("http_401") : fakeAnswer();
  });
  const given = options(client);
  assert.match(String(await clock.run(askModel(given))), /http_401/);
  assert.deepEqual([sent, given.saved], [2, [["q0", "answered"]]]);
});

Deno.test("askModel() goes on with the rest once a failure is about its question alone", async () => {
  const client = fakeClient((_, number) => number % 2 ? fakeFailure("http_400") : fakeAnswer());
  const given = options(client);
  assert.equal(await askModel(given), null);
  assert.equal(given.saved.length, 10);
  assert.equal(given.saved.filter(([, status]) => status === "failed").length, 5);
});
