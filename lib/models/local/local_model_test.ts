import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../../base/sha256.ts";
import { describeSpec } from "../../runs/describe_spec.ts";
import { temporaryFolder } from "../../testing/temporary_folder.ts";
import { findModel } from "../catalog.ts";
import { checkModelSpec } from "../check_model_spec.ts";
import type { ModelSpec } from "../model_spec.ts";
import { findPrice } from "../prices.ts";
import { providerLimiters, providerOf } from "../provider_limiters.ts";
import { findWeights, withWeights } from "./find_weights.ts";
import { idleThreads } from "./idle_threads.ts";
import { isLocal } from "./local_model.ts";
import { checkLocalParams } from "./settings.ts";
import { othersBetween } from "./worker/follow_load.ts";

const SPEC: ModelSpec = { name: "small", model: "small", baseURL: "local:" };

Deno.test("findModel() knows local models: the one of the catalog, and any other folder of weights", () => {
  const known = findModel("local/smollm2");
  assert.ok(isLocal(known));
  assert.equal(known.params?.seed, 1);
  assert.deepEqual(findModel("local/mine"), {
    name: "local/mine",
    model: "mine",
    baseURL: "local:",
  });
});

Deno.test("a local model costs nothing, and shares one request at a time", () => {
  assert.equal(findPrice(SPEC).kind, "free");
  assert.equal(providerOf(SPEC), "this machine");
  const limiterOf = providerLimiters({ min: 4, max: 64 });
  assert.equal(limiterOf(SPEC).state().limit, 1);
  assert.equal(limiterOf(SPEC), limiterOf({ ...SPEC, model: "other" }));
});

for (
  const [key, spec] of [
    ["local.threads", { ...SPEC, local: { threads: 0 } }],
    ["local.sha256", { ...SPEC, local: { sha256: "abc" } }],
    ["local", { ...SPEC, baseURL: "http://localhost:1/v1", local: {} }],
    ["apiKeyEnv", { ...SPEC, apiKeyEnv: "KEY" }],
    ["baseURL", { ...SPEC, baseURL: "local:/weights.gguf" }],
  ] as const
) {
  Deno.test(`checkModelSpec() names the key '${key}' where a local model's is wrong`, () => {
    assert.throws(() => checkModelSpec(spec, "the model"), new RegExp(`key '${key}':`));
  });
}

Deno.test("findWeights() takes the only GGUF file of a model's folder, or the one that is named", async () => {
  await using cache = await temporaryFolder();
  const options = { cache: cache.path };
  assert.throws(() => findWeights(SPEC, options), /not here\. Fetch them: deno task data small;/);
  await Deno.mkdir(join(cache.path, "small"));
  const path = join(cache.path, "small", "a.gguf");
  await Deno.writeTextFile(path, "GGUF");
  assert.equal(findWeights(SPEC, options), path);
  await Deno.writeTextFile(join(cache.path, "small", "b.GGUF"), "GGUF");
  assert.throws(() => findWeights(SPEC, options), /several GGUF files \(a\.gguf, b\.GGUF\)/);
  assert.equal(findWeights({ ...SPEC, local: { file: path } }, options), path);
  const missing = { ...SPEC, local: { file: join(cache.path, "c.gguf") } };
  assert.throws(
    () => findWeights(missing, options),
    /no weights at .*c\.gguf \(key 'local\.file'\)/,
  );
});

Deno.test("findWeights() looks nowhere but in the cache for a model's name", () => {
  for (const model of ["../x", "a/b", "..", "", "C:\\x"]) {
    assert.throws(() => findWeights({ ...SPEC, model }), /names no folder of data\/cache/);
  }
});

Deno.test("withWeights() notes the weights' hash, which is what a run keeps of them, and no path", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "mine.gguf");
  await Deno.writeTextFile(file, "GGUF…");
  const hash = sha256("GGUF…");
  const spec = withWeights({ ...SPEC, local: { file, threads: 1 } });
  assert.deepEqual(describeSpec(spec), {
    model: "small",
    baseURL: "local:",
    weights: hash,
    params: {},
    simulated: false,
  });
  assert.deepEqual(withWeights(spec), spec);
  const other = { ...SPEC, local: { file, sha256: "0".repeat(64) } };
  assert.throws(() => withWeights(other), new RegExp(`'local.sha256'\\) but .* has ${hash}`));
});

Deno.test("checkLocalParams() refuses a parameter that local models do not know", () => {
  const params = { temperature: 0, seed: 1, max_tokens: 3, logprobs: true, top_logprobs: 20 };
  checkLocalParams({ ...SPEC, params });
  checkLocalParams({ ...SPEC, endpoint: "completions", params: { logprobs: 5 } });
  const wrong = { ...SPEC, params: { reasoning_effort: "low" } };
  assert.throws(() => checkLocalParams(wrong), /no parameter 'reasoning_effort'; they know temp/);
  const bad = { ...SPEC, params: { max_tokens: 0 } };
  assert.throws(() => checkLocalParams(bad), /the parameter 'max_tokens': expected at least 1/);
});

Deno.test("idleThreads() takes the cores that others leave, 1 to 4", () => {
  const of = (cores: number, others: number) => idleThreads({ cores, others });
  assert.deepEqual([of(2, 0.4), of(2, 0.7), of(2, 2)], [2, 1, 1]);
  assert.deepEqual([of(16, 3), of(8, 7), of(1, 0)], [4, 1, 1]);
});

Deno.test("othersBetween() leaves out what the model itself does", () => {
  const before = { at: 10, busy: 100, own: 5 };
  assert.equal(othersBetween(before, { at: 12, busy: 104, own: 8 }), 0.5);
  assert.equal(othersBetween(before, { at: 12, busy: 104, own: 9.1 }), 0);
  assert.equal(othersBetween(before, before), 0);
});
