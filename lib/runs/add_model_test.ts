import assert from "node:assert/strict";
import type { ModelSpec } from "../models/model_spec.ts";
import { rowsOf, withRun } from "../testing/temporary_run.ts";
import { addImportedModel, addModel } from "./add_model.ts";
import { readManifest } from "./manifest.ts";

const SPEC: ModelSpec = {
  name: "m",
  model: "m-1",
  baseURL: "https://example.org/v1",
  apiKeyEnv: "SOME_KEY",
  params: { temperature: 0, max_tokens: 100 },
};

const CHANGES: readonly (readonly [string, Partial<ModelSpec>, RegExp])[] = [
  ["model", { model: "m-2" }, /'model' to be "m-1"/],
  ["address", { baseURL: "https://example.com/v1" }, /'baseURL'/],
  ["parameter", { params: { temperature: 1, max_tokens: 100 } }, /'params'/],
  ["left-out parameter", { params: { temperature: 0 } }, /'params'/],
  ["system message", { system: "Be brief." }, /'system' to be unset/],
];

for (const [what, change, message] of CHANGES) {
  Deno.test(`addModel() refuses a changed ${what} under the same name`, async () => {
    await withRun((run) => {
      addModel(run, SPEC);
      assert.throws(() => addModel(run, { ...SPEC, ...change }), message);
    });
  });
}

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
      params: { nested: { api_key: "hush", Authorization: "Bearer hush" }, password: "hush" },
    });
    const [row] = rowsOf(run, "SELECT spec FROM models");
    assert.equal(String(row?.spec).includes("hush"), false);
    assert.match(String(row?.spec), /https:\/\/example\.org\/v1"/);
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
