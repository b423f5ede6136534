import assert from "node:assert/strict";
import fc from "fast-check";
import type { ModelSpec } from "../models/model_spec.ts";
import type { Answer } from "../models/answer.ts";
import { fakeAnswer, fakeFailure } from "../testing/fake_client.ts";
import { rowsOf, somePrompts, withRun } from "../testing/temporary_run.ts";
import { addImportedModel, addModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import { describeSpec } from "./describe_spec.ts";
import { readManifest } from "./manifest.ts";
import type { RunFile } from "./run_file.ts";
import { saveResponse } from "./save_response.ts";

const SPEC: ModelSpec = {
  name: "m",
  model: "m-1",
  baseURL: "https://example.org/v1",
  apiKeyEnv: "SOME_KEY",
  params: { temperature: 0, max_tokens: 100 },
};

function answer(run: RunFile, answer: Answer): void {
  addPrompts(run, somePrompts(1));
  saveResponse(run, { prompt_id: "p0", model: SPEC.name, sample: 0, answer });
}

const REFUSED: readonly (readonly [string, Partial<ModelSpec>, RegExp])[] = [
  ["model", { model: "m-2" }, /'model' to be "m-1".*found "m-2"/],
  ["address", { baseURL: "https://example.com/v1" }, /'baseURL'/],
  ["model with other parameters", { model: "m-2", params: {}, system: "Be brief." }, /'model'/],
  ["simulated one", { simulated: true }, /'(baseURL|simulated)'/],
];

for (const [what, change, message] of REFUSED) {
  Deno.test(`addModel() refuses a changed ${what} under a name that has answered`, async () => {
    await withRun((run) => {
      addModel(run, SPEC);
      answer(run, fakeAnswer());
      assert.throws(() => addModel(run, { ...SPEC, ...change }), message);
    });
  });
}

const LONG = { response_format: { type: "json_object", schema: { a: [1, 2, 3] } } };
const SERIES: readonly (readonly [string, Partial<ModelSpec>, string | RegExp])[] = [
  ["a parameter", { params: { temperature: 0.7, max_tokens: 100 } }, "m (temperature=0.7)"],
  ["a parameter left out", { params: { temperature: 0 } }, "m (max_tokens=unset)"],
  [
    "several, in order",
    { params: { top_p: 1 } },
    "m (max_tokens=unset, temperature=unset, top_p=1)",
  ],
  ["a plain text", { params: { ...SPEC.params, tier: "flex" } }, "m (tier=flex)"],
  ["a text like a number", { params: { ...SPEC.params, tier: "7" } }, /^m \(tier=[0-9a-f]{8}\)$/],
  ["an object", { params: { ...SPEC.params, ...LONG } }, /^m \(response_format=[0-9a-f]{8}\)$/],
  ["a system message", { system: "Be brief." }, /^m \(system=[0-9a-f]{8}\)$/],
  ["a hostile name", { params: { ...SPEC.params, "<b>\n": 1 } }, /^m \([0-9a-f]{8}=1\)$/],
  [
    "very many",
    { params: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`parameter_${i}`, i])) },
    /^m \(params=[0-9a-f]{16}\)$/,
  ],
];

for (const [what, change, name] of SERIES) {
  Deno.test(`addModel() makes a series of its own where what differs is ${what}`, async () => {
    await withRun((run) => {
      addModel(run, SPEC);
      answer(run, fakeAnswer());
      const added = addModel(run, { ...SPEC, ...change });
      if (typeof name === "string") assert.equal(added.model, name);
      else assert.match(added.model, name);
      assert.deepEqual([added.seriesOf, added.isNewSeries], ["m", true]);
      assert.deepEqual(addModel(run, { ...SPEC, ...change }), { ...added, isNewSeries: false });
      assert.deepEqual(addModel(run, SPEC), { model: "m", seriesOf: null, isNewSeries: false });
    });
  });
}

Deno.test("addModel() finds each series again, in whichever order they come", async () => {
  const params = fc.dictionary(
    fc.constantFrom("temperature", "top_p", "seed", "stop"),
    fc.oneof(fc.integer({ min: 0, max: 2 }), fc.constantFrom("a", "b\n", null, ["x"])),
  );
  const specs = fc.array(fc.record({ params, system: fc.constantFrom(undefined, "a", "b") }), {
    minLength: 2,
    maxLength: 8,
  });
  await withRun((run) => {
    addPrompts(run, somePrompts(1));
    let number = 0;
    fc.assert(
      fc.property(specs, (changes) => {
        const name = `m${number++}`;
        const add = (change: Partial<ModelSpec>) => {
          const { model } = addModel(run, { ...SPEC, ...change, name });
          saveResponse(run, { prompt_id: "p0", model, sample: 0, answer: fakeAnswer() });
          return model;
        };
        const names = changes.map(add);
        const again = changes.toReversed().map(add).toReversed();
        assert.deepEqual(again, names);
        const different = new Set(
          changes.map((change) => JSON.stringify(describeSpec({ ...SPEC, ...change }))),
        );
        assert.equal(new Set(names).size, different.size);
        for (const series of names) assert.match(series, /^[\w.+(), =-]+$/);
      }),
      { numRuns: 40 },
    );
  });
});

Deno.test("addModel() takes no other model's name for a series", async () => {
  await withRun((run) => {
    addModel(run, SPEC);
    answer(run, fakeAnswer());
    addModel(run, { ...SPEC, name: "m (temperature=1)", model: "other" });
    const changed = { ...SPEC, params: { ...SPEC.params, temperature: 1 } };
    assert.match(addModel(run, changed).model, /^m \(params=[0-9a-f]{16}\)$/);
  });
});

Deno.test("addModel() takes a mended model in place of one that only failed", async () => {
  await withRun((run) => {
    addModel(run, SPEC);
    answer(run, fakeFailure("http_404"));
    addModel(run, { ...SPEC, model: "m-2" });
    assert.match(String(rowsOf(run, "SELECT spec FROM models")[0]?.spec), /"m-2"/);
    assert.deepEqual(rowsOf(run, "SELECT * FROM responses"), []);
  });
});

Deno.test("addModel() takes the same model again, whatever the order of its keys", async () => {
  await withRun((run) => {
    addModel(run, SPEC);
    addModel(run, { ...SPEC, params: { max_tokens: 100, temperature: 0 } });
    addModel(run, { ...SPEC, apiKeyEnv: "OTHER_KEY", baseURL: `${SPEC.baseURL}/` });
    assert.equal(rowsOf(run, "SELECT * FROM models").length, 1);
  });
});

Deno.test("addModel() does not compare a simulated model's address, and marks the run", async () => {
  await withRun((run) => {
    addModel(run, SPEC);
    assert.equal(readManifest(run).simulated, false);
    const simulated = { ...SPEC, name: "s", simulated: true };
    addModel(run, { ...simulated, baseURL: "http://127.0.0.1:1/v1" });
    addModel(run, { ...simulated, baseURL: "http://127.0.0.1:2/v1" });
    assert.equal(readManifest(run).simulated, true);
  });
});

Deno.test("addModel() stores no secret that a spec may hold", async () => {
  await withRun((run) => {
    addModel(run, {
      ...SPEC,
      baseURL: "https://user:hush@example.org/v1?key=hush",
      params: {
        nested: { api_key: "hush", Authorization: "Bearer hush", "X-Key": "hush" },
        password: "hush",
        access_token: "hush",
        max_tokens: 7,
      },
    });
    const [row] = rowsOf(run, "SELECT spec FROM models");
    assert.equal(String(row?.spec).includes("hush"), false);
    assert.match(String(row?.spec), /https:\/\/example\.org\/v1"/);
    assert.match(String(row?.spec), /"max_tokens":7/);
  });
});

Deno.test("a run does not mix generated and imported answers of one model", async () => {
  await withRun((run) => {
    addModel(run, SPEC);
    assert.throws(() => addImportedModel(run, "m"), /Cannot mix answers of 'm'/);
    addImportedModel(run, "theirs");
    addImportedModel(run, "theirs");
    assert.throws(() => addModel(run, { ...SPEC, name: "theirs" }), /Cannot mix answers/);
  });
});

Deno.test("addImportedModel() keeps the mark of simulated answers that come back", async () => {
  await withRun((run) => {
    addImportedModel(run, "simulated-direct");
    assert.equal(readManifest(run).simulated, true);
  });
});

Deno.test("addImportedModel() keeps the mark of simulated answers that come back", async () => {
  await withRun((run) => {
    addImportedModel(run, "simulated-direct");
    assert.equal(readManifest(run).simulated, true);
  });
});
