import assert from "node:assert/strict";
import fc from "fast-check";
import type { Answer } from "../models/answer.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { fakeAnswer, fakeClient, fakeFailure } from "../testing/fake_client.ts";
import { somePrompts, withRun } from "../testing/temporary_run.ts";
import { addModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import { type CostMeter, type Leave, openCostMeter } from "./cost_meter.ts";
import { formatSpent } from "./format_spent.ts";
import { formatSpentShort } from "./format_spent_short.ts";
import { saveResponse } from "./save_response.ts";

const TODAY = "2026-11-25";
const GPT_4O: ModelSpec = { name: "gpt-4o", model: "gpt-4o", baseURL: "https://api.openai.com/v1" };
/** One dollar per thousand tokens of output; input is free. */
const COSTLY: ModelSpec = {
  name: "costly",
  model: "costly",
  baseURL: "https://gateway.example/v1",
  price: { input: 0, output: 1000 },
  params: { max_tokens: 500 },
};
const UNKNOWN: ModelSpec = { name: "odd", model: "odd", baseURL: "https://gateway.example/v1" };
const COUNTED = fakeAnswer({ input_tokens: 1000, cached_input_tokens: 400, output_tokens: 300 });

type Granted = Extract<Leave, { granted: true }>;

async function leaveOf(meter: CostMeter, model: string, prompt = "Hi"): Promise<Granted> {
  const leave = await meter.mayAsk(model, { prompt });
  assert.ok(leave.granted);
  return leave;
}

/** Asks until there are no prompts left, or no leave; returns why it ended. */
async function askAll(
  meter: CostMeter,
  { model, requests, concurrency, reply }: {
    model: string;
    requests: number;
    concurrency: number;
    reply: () => Promise<Answer>;
  },
): Promise<string | null> {
  let left = requests;
  let why: string | null = null;
  async function worker(): Promise<void> {
    while (left > 0 && why === null) {
      left--;
      const leave = await meter.mayAsk(model, { prompt: "Hi" });
      if (leave.granted) leave.settle(await reply());
      else why = leave.why;
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker));
  return why;
}

Deno.test("without a limit every request has leave, and answers are added up", async () => {
  await withRun(async (run) => {
    const meter = await openCostMeter(run, { models: [GPT_4O], today: TODAY });
    (await leaveOf(meter, "gpt-4o")).settle(COUNTED);
    (await leaveOf(meter, "gpt-4o")).settle(fakeFailure("timeout"));
    (await leaveOf(meter, "gpt-4o")).settle(null);
    const { total, held, limit, models } = meter.spent();
    // 600 × 2.5 + 400 × 1.25 + 300 × 10 = 5000 millionths
    assert.deepEqual({ total, held, limit }, { total: 0.005, held: 0, limit: null });
    assert.equal(models[0]?.now, 0.005);
    assert.equal(models[0]?.before, 0);
  });
});

Deno.test("an answer counts once, however often it is settled", async () => {
  await withRun(async (run) => {
    const meter = await openCostMeter(run, { models: [GPT_4O], today: TODAY });
    const leave = await leaveOf(meter, "gpt-4o");
    leave.settle(COUNTED);
    leave.settle(COUNTED);
    assert.equal(meter.spent().total, 0.005);
  });
});

Deno.test("an answer without token counts is estimated by the tokenizer, and marked", async () => {
  await withRun(async (run) => {
    const meter = await openCostMeter(run, { models: [GPT_4O], today: TODAY });
    const uncounted = fakeAnswer({ input_tokens: null, output_tokens: null, response: "Hi" });
    (await leaveOf(meter, "gpt-4o", "Hi")).settle(uncounted);
    // 8 × 2.5 + 1 × 10 = 30 millionths
    assert.equal(meter.spent().models[0]?.now, 0.00003);
    assert.deepEqual(formatSpent(meter.spent()), [
      "gpt-4o: $0.000030 spent now, estimated for 1 answer without token counts",
    ]);
  });
});

Deno.test("what earlier sessions spent is there from the start, and counts against the limit", async () => {
  await withRun(async (run) => {
    addPrompts(run, somePrompts(2));
    addModel(run, GPT_4O);
    saveResponse(run, { prompt_id: "p0", model: "gpt-4o", sample: 0, answer: COUNTED });
    const options = { models: [COSTLY], maxCost: 0.5, today: TODAY };
    const meter = await openCostMeter(run, options);
    assert.equal(meter.spent().total, 0.005);
    assert.deepEqual(meter.spent().models.map(({ model, before }) => [model, before]), [
      ["costly", 0],
      ["gpt-4o", 0.005],
    ]);
    // $0.50 for one more request no longer fits.
    const leave = await meter.mayAsk("costly", { prompt: "Hi" });
    assert.deepEqual(leave, {
      granted: false,
      why: "the limit of $0.50 is reached: $0.0050 are spent, and one more request may cost $0.50",
    });
    assert.equal(formatSpentShort(meter.spent()), "$0.0050 of $0.50");
  });
});

Deno.test("the worst case of each request is set aside: input that is counted, and max_tokens", async () => {
  await withRun(async (run) => {
    const spec = { ...GPT_4O, params: { max_tokens: 1000 } };
    const meter = await openCostMeter(run, { models: [spec], maxCost: 1, today: TODAY });
    await leaveOf(meter, "gpt-4o");
    // 1000 × 10 for the output; 8 tokens and some slack at 2.5 for the input.
    const { held } = meter.spent();
    assert.ok(held >= 0.01 + 8 * 2.5e-6 && held < 0.0101, `${held}`);
  });
});

Deno.test("without max_tokens as much is set aside as long answers have had", async () => {
  await withRun(async (run) => {
    const { params: _, ...spec } = COSTLY;
    const meter = await openCostMeter(run, { models: [spec], maxCost: 1000, today: TODAY });
    const first = await leaveOf(meter, "costly");
    assert.equal(meter.spent().held, 2);
    first.settle(fakeAnswer({ output_tokens: 10_000 }));
    await leaveOf(meter, "costly");
    assert.ok(meter.spent().held >= 15);
  });
});

Deno.test("the limit stops in time, though 64 requests are under way, and is nearly used up", async () => {
  await withRun(async (run) => {
    const meter = await openCostMeter(run, { models: [COSTLY], maxCost: 10, today: TODAY });
    const client = fakeClient(async () => {
      await Promise.resolve();
      return fakeAnswer({ output_tokens: 100 });
    });
    const reply = () => client.ask({ prompt: "Hi" });
    const why = await askAll(meter, { model: "costly", requests: 500, concurrency: 64, reply });
    assert.match(why ?? "", /^the limit of \$10\.00 is reached/);
    const { total, held } = meter.spent();
    assert.equal(held, 0);
    // Each costs $0.10 and may cost $0.50: it ends once less than $0.50 are left.
    assert.ok(total <= 10 && total > 9.5, `${total}`);
    assert.equal(client.asked.length, Math.round(total * 10));
  });
});

Deno.test("a model that fits no more leaves what is left to a cheaper one", async () => {
  await withRun(async (run) => {
    const cheap = { ...COSTLY, name: "cheap", price: { input: 0, output: 10 } };
    const models = [COSTLY, cheap];
    const meter = await openCostMeter(run, { models, maxCost: 0.4, today: TODAY });
    assert.equal((await meter.mayAsk("costly", { prompt: "Hi" })).granted, false);
    assert.equal((await meter.mayAsk("cheap", { prompt: "Hi" })).granted, true);
  });
});

Deno.test("waiting for leave ends with the signal's reason", async () => {
  await withRun(async (run) => {
    const meter = await openCostMeter(run, { models: [COSTLY], maxCost: 0.6, today: TODAY });
    await leaveOf(meter, "costly");
    const stop = new AbortController();
    const waiting = meter.mayAsk("costly", { prompt: "Hi", signal: stop.signal });
    const rejected = assert.rejects(waiting, /stopped by hand/);
    stop.abort(new Error("stopped by hand"));
    await rejected;
  });
});

Deno.test("spent and set aside never exceed the limit, over any schedule of two models", async () => {
  const spec = (name: string, output: number, max_tokens: number): ModelSpec => ({
    ...COSTLY,
    name,
    price: { input: 0, output },
    params: { max_tokens },
  });
  await withRun(async (run) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 997 }).map((part) => part / 997),
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 }),
        fc.scheduler(),
        async (maxCost, lengths, scheduler) => {
          const models = [spec("a", 100, 100), spec("b", 37, 300)];
          const meter = await openCostMeter(run, { models, maxCost, today: TODAY });
          let spentByUs = 0;
          const reply = (price: number) => async () => {
            const { total, held } = meter.spent();
            assert.ok(total + held <= maxCost + 1e-9);
            const output_tokens = lengths[Math.floor(spentByUs * 7) % lengths.length] ?? 0;
            await scheduler.schedule(Promise.resolve());
            spentByUs += output_tokens * price / 1e6;
            return fakeAnswer({ output_tokens });
          };
          const options = { requests: 40, concurrency: 5 };
          const asking = Promise.all([
            askAll(meter, { ...options, model: "a", reply: reply(100) }),
            askAll(meter, { ...options, model: "b", reply: reply(37) }),
          ]);
          await scheduler.waitFor(asking);
          const { total, held } = meter.spent();
          assert.equal(held, 0);
          assert.ok(total <= maxCost + 1e-9);
          assert.ok(Math.abs(total - spentByUs) < 1e-6);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });
});

Deno.test("under a limit a model without a price is refused at once, with the way out", async () => {
  await withRun(async (run) => {
    await assert.rejects(
      openCostMeter(run, { models: [GPT_4O, UNKNOWN], maxCost: 5, today: TODAY }),
      (error: Error) => {
        assert.equal(error.name, "UserError");
        assert.match(
          error.message,
          /^Cannot hold the cost to a limit: no price is known for 'odd'/,
        );
        assert.match(error.message, /Give one in a file of prices, or as "price"/);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      },
    );
    const meter = await openCostMeter(run, { models: [GPT_4O, UNKNOWN], today: TODAY });
    (await leaveOf(meter, "odd")).settle(COUNTED);
    assert.equal(meter.spent().models[1]?.now, null);
    assert.equal(formatSpentShort(meter.spent()), "$0 and more");
  });
});

for (const maxCost of [0, -1, NaN, Infinity]) {
  Deno.test(`a limit of ${maxCost} is refused`, async () => {
    await withRun((run) => assert.rejects(openCostMeter(run, { models: [], maxCost }), /above 0/));
  });
}

Deno.test("free models have leave under any limit, and nothing is said of money", async () => {
  await withRun(async (run) => {
    const free = { ...GPT_4O, simulated: true };
    const meter = await openCostMeter(run, { models: [free], maxCost: 0.01, today: TODAY });
    for (let request = 0; request < 10; request++) {
      (await leaveOf(meter, "gpt-4o")).settle(COUNTED);
    }
    assert.equal(meter.spent().total, 0);
    assert.equal(formatSpentShort(meter.spent()), "");
    assert.deepEqual(formatSpent(meter.spent()), []);
  });
});

Deno.test("a model that the meter does not know gets no leave, and what to do is said", async () => {
  await withRun(async (run) => {
    const meter = await openCostMeter(run, { models: [], maxCost: 1, today: TODAY });
    assert.throws(
      () => meter.mayAsk("nobody", { prompt: "Hi" }),
      /^UserError: Cannot ask 'nobody': the cost was worked out for other models .* again first/,
    );
  });
});
