import assert from "node:assert/strict";
import type { ModelSpec } from "../models/model_spec.ts";
import type { Answer } from "../models/answer.ts";
import { fakeAnswer, fakeFailure } from "../testing/fake_client.ts";
import { rowsOf, somePrompts, withRun } from "../testing/temporary_run.ts";
import { addImportedModel, addModel, nameInRun } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
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

const CHANGES: readonly (readonly [string, Partial<ModelSpec>, RegExp])[] = [
  ["model", { model: "m-2" }, /'model' to be "m-1"/],
  ["address", { baseURL: "https://example.com/v1" }, /'baseURL'/],
];

for (const [what, change, message] of CHANGES) {
  Deno.test(`addModel() refuses a changed ${what} under a name that has answered`, async () => {
    await withRun((run) => {
      addModel(run, SPEC);
      answer(run, fakeAnswer());
      assert.throws(() => addModel(run, { ...SPEC, ...change }), message);
    });
  });
}

const SERIES: readonly (readonly [string, Partial<ModelSpec>, string])[] = [
  ["parameter", { params: { temperature: 1, max_tokens: 100 } }, "m (temperature=1)"],
  ["left-out parameter", { params: { temperature: 0 } }, "m (max_tokens=unset)"],
  ["system message", { system: "Be brief." }, "m (system=213c22ed)"],
  [
    "pair of them",
    { params: { temperature: 0.5, max_tokens: 9 } },
    "m (max_tokens=9, temperature=0.5)",
  ],
];

for (const [what, change, name] of SERIES) {
  Deno.test(`addModel() gives a changed ${what} a series of its own, found again each time`, async () => {
    await withRun((run) => {
      addModel(run, SPEC);
      answer(run, fakeAnswer());
      const changed = { ...SPEC, ...change };
      assert.equal(nameInRun(run, changed), name);
      assert.equal(rowsOf(run, "SELECT * FROM models").length, 1);
      assert.deepEqual(addModel(run, changed), { ...changed, name });
      assert.deepEqual(addModel(run, changed), { ...changed, name });
      assert.deepEqual(addModel(run, SPEC), SPEC);
      assert.deepEqual(rowsOf(run, "SELECT model, series_of FROM models"), [
        { model: "m", series_of: null },
        { model: name, series_of: "m" },
      ]);
    });
  });
}

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
