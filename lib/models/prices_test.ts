import assert from "node:assert/strict";
import { join } from "node:path";
import { withFolder } from "../testing/temporary_run.ts";
import { findModel, listModels } from "./catalog.ts";
import type { ModelSpec } from "./model_spec.ts";
import { findPrice, listPrices, readPrices } from "./prices.ts";
import { checkModelSpec } from "./check_model_spec.ts";
import { simulatedSpec } from "./simulator/simulated_spec.ts";

const TODAY = "2026-11-25";

function anOpenAiModel(model: string, fields: Partial<ModelSpec> = {}): ModelSpec {
  return { name: model, model, baseURL: "https://api.openai.com/v1", ...fields };
}

Deno.test("data/prices.json says of each of its prices where it is from and of which day", () => {
  const { prices } = listPrices();
  assert.ok(prices.length >= 20);
  for (const { model, checked, source } of prices) {
    assert.match(checked ?? "", /^20\d\d-\d\d-\d\d$/, model);
    assert.match(source ?? "", /^https:\/\//, model);
  }
});

Deno.test("data/prices.json knows a price of each model of the catalog, or that it is free", () => {
  const unknown = listModels().filter(({ spec }) =>
    findPrice(spec, { today: TODAY }).kind === "unknown"
  );
  assert.deepEqual(unknown, []);
});

Deno.test("findPrice() gives prices with their source and day", () => {
  assert.deepEqual(findPrice(findModel("gpt-4o"), { today: TODAY }), {
    kind: "priced",
    prices: {
      input: 2.5,
      cached_input: 1.25,
      output: 10,
      batch: { input: 1.25, cached_input: 1.25, output: 5 },
    },
    source: "https://developers.openai.com/api/docs/pricing",
    checked: "2026-10-14",
    note: "Its batch table lists no price of cached input, which keeps the standard one.",
  });
});

Deno.test("findPrice() takes a dated snapshot for its family only where the list says so", () => {
  const priceOf = (model: string) => findPrice(anOpenAiModel(model), { today: TODAY });
  assert.deepEqual(priceOf("gpt-4o-2024-08-06"), priceOf("gpt-4o"));
  assert.notDeepEqual(priceOf("gpt-4o-2024-05-13"), priceOf("gpt-4o"));
  assert.deepEqual(priceOf("gpt-4o-2031-01-01"), {
    kind: "unknown",
    why: "no price known for gpt-4o-2031-01-01: see data/prices.json, or give one",
  });
});

Deno.test("findPrice() does not take one provider's price for another's model of the same id", () => {
  const elsewhere = anOpenAiModel("gpt-4o", { baseURL: "https://gateway.example/v1" });
  assert.equal(findPrice(elsewhere).kind, "unknown");
});

Deno.test("findPrice() takes the price of the day", () => {
  const spec = findModel("gemini-3.8-flash");
  const inputOn = (today: string) => {
    const price = findPrice(spec, { today });
    return price.kind === "priced" ? price.prices.input : price.kind;
  };
  assert.equal(inputOn("2026-12-31"), 0.75);
  assert.equal(inputOn("2027-01-01"), 1.5);
});

Deno.test("servers on this machine and simulated models cost nothing, and it says why", () => {
  const here = findPrice({ name: "x", model: "x", baseURL: "http://127.0.0.1:11434/v1" });
  assert.deepEqual(here, { kind: "free", why: "it runs on this machine" });
  const simulated = findPrice(simulatedSpec("simulated-a", "http://127.0.0.1:1/v1"));
  assert.deepEqual(simulated, { kind: "free", why: "it is simulated" });
});

Deno.test("an unknown server on this machine is not taken to be free: it may pass requests on", () => {
  const proxy = { name: "x", model: "gpt-4o", baseURL: "http://localhost:4000/v1" };
  assert.equal(findPrice(proxy).kind, "unknown");
});

Deno.test("a price in a model's description goes before every other", () => {
  const price = findPrice(anOpenAiModel("gpt-4o", { price: { input: 1, output: 2 } }));
  assert.equal(price.kind, "priced");
  const prices = { input: 1, output: 2, cached_input: null, batch: null };
  assert.deepEqual(price.kind === "priced" && price.prices, prices);
});

Deno.test("checkModelSpec() names the key of a price that is none", () => {
  const spec = { ...anOpenAiModel("gpt-4o"), price: { input: -1, output: 2 } };
  assert.throws(
    () => checkModelSpec(spec, "m.json, entry 1"),
    /^UserError: Cannot use m\.json, entry 1, key 'price\.input': expected a price of at least 0\.$/,
  );
});

function withPricesFile(text: string, use: (path: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const path = join(folder, "prices.json");
    await Deno.writeTextFile(path, text);
    await use(path);
  });
}

Deno.test("a user's file of prices goes before data/prices.json, for an address too", async () => {
  const file = {
    prices: [
      { provider: "openai", model: "gpt-4o", input: 7, output: 8 },
      { provider: "http://gpu-node:8000/v1", model: "mine", input: 0, output: 0 },
      { provider: "openai", model: "gpt-4o-mini", input: null, output: null, note: "not agreed" },
    ],
  };
  await withPricesFile(JSON.stringify(file), async (path) => {
    const own = await readPrices(path);
    const price = findPrice(anOpenAiModel("gpt-4o"), { own });
    assert.ok(price.kind === "priced" && price.prices.input === 7 && price.source === path);
    const mine = { name: "mine", model: "mine", baseURL: "http://gpu-node:8000/v1/" };
    assert.equal(findPrice(mine, { own }).kind, "priced");
    assert.equal(findPrice(mine).kind, "unknown");
    const withheld = findPrice(anOpenAiModel("gpt-4o-mini"), { own });
    assert.match(withheld.kind === "unknown" ? withheld.why : "", /not agreed/);
  });
});

for (
  const [what, text, message] of [
    ["no JSON", "{", /it is not valid JSON/],
    ["no list", "[]", /key 'the whole file': expected \{ "prices": \[ … \] \}/],
    [
      "a missing price",
      '{"prices":[{"provider":"openai","model":"x","input":1}]}',
      /prices\.0\.out/,
    ],
    [
      "a price per token",
      '{"prices":[{"provider":"openai","model":"x","input":0.0000025,"output":1}]}',
      /key 'prices\.0\.input': expected USD per million tokens, but less than 0\.001 looks like/,
    ],
    [
      "a null without a reason",
      '{"prices":[{"provider":"openai","model":"x","input":null,"output":1}]}',
      /a price that is null needs a 'note' that says why/,
    ],
    [
      "no day",
      '{"prices":[{"provider":"openai","model":"x","input":1,"output":1,"until":"soon"}]}',
      /key 'prices\.0\.until': expected a day as YYYY-MM-DD/,
    ],
  ] as const
) {
  Deno.test(`readPrices() says in one line what is wrong with ${what}`, async () => {
    await withPricesFile(text, async (path) => {
      await assert.rejects(readPrices(path), (error: Error) => {
        assert.equal(error.name, "UserError");
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      });
    });
  });
}
