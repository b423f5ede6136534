import assert from "node:assert/strict";
import { projectPath } from "../base/project_paths.ts";
import { loadMaterial } from "../materials/load_material.ts";
import { fakeClient } from "../testing/fake_client.ts";
import { somePrompts, withRun } from "../testing/temporary_run.ts";
import { addPrompts } from "./add_prompts.ts";
import { describeSoftware } from "./describe_software.ts";
import { generateResponses } from "./generate_responses.ts";
import {
  areAllPromptsFrom,
  noteAllPromptsFrom,
  noteMaterial,
  notePromptsFile,
  noteSeed,
  readManifest,
  readSessions,
  writeManifest,
} from "./manifest.ts";

Deno.test("a new run notes when it was made, and nothing that nobody said", async () => {
  await withRun((run) => {
    const { created_at, ...rest } = readManifest(run);
    assert.ok(!Number.isNaN(Date.parse(String(created_at))));
    assert.deepEqual(rest, {});
  });
});

Deno.test("writeManifest() changes the entries it is given, and no others", async () => {
  await withRun((run) => {
    writeManifest(run, { simulated: true, seeds: { simulator: "1" } });
    writeManifest(run, { simulated: false });
    const { simulated, seeds } = readManifest(run);
    assert.deepEqual({ simulated, seeds }, { simulated: false, seeds: { simulator: "1" } });
  });
});

Deno.test("a run notes each material and prompts file once, without the machine's paths", async () => {
  await withRun((run) => {
    const file = { path: "/home/someone/prompts.csv", sha256: "1f" };
    notePromptsFile(run, file);
    notePromptsFile(run, file);
    notePromptsFile(run, { ...file, sha256: "2f" });
    const files = readManifest(run).prompts_files;
    assert.deepEqual(files?.map(({ name }) => name), ["prompts.csv", "prompts.csv"]);
  });
});

Deno.test("a prompts file need not be read again until the run's prompts change", async () => {
  await withRun((run) => {
    const [first, second] = somePrompts(2);
    assert.ok(first !== undefined && second !== undefined);
    noteAllPromptsFrom(run, "1f");
    assert.ok(!areAllPromptsFrom(run, "1f"), "a run without prompts has nothing of any file");
    addPrompts(run, [first]);
    noteAllPromptsFrom(run, "1f");
    assert.ok(areAllPromptsFrom(run, "1f"));
    assert.ok(!areAllPromptsFrom(run, "2f"));
    addPrompts(run, [first]);
    assert.ok(areAllPromptsFrom(run, "1f"), "the same prompts again change nothing");
    addPrompts(run, [second]);
    assert.ok(!areAllPromptsFrom(run, "1f"));
  });
});

Deno.test("noteMaterial() notes the folder's name, the seed and the files' hashes", async () => {
  const material = await loadMaterial(projectPath("data", "starter"));
  await withRun((run) => {
    noteMaterial(run, material);
    noteMaterial(run, material);
    const { name, hashes } = readManifest(run).materials?.[0] ?? {};
    assert.equal(name, "starter");
    assert.match(hashes?.["templates.json"] ?? "", /^[0-9a-f]{64}$/);
    assert.equal(readManifest(run).materials?.length, 1);
  });
});

Deno.test("noteSeed() keeps seeds of any size, each under its purpose", async () => {
  await withRun((run) => {
    noteSeed(run, "prompts", 2n ** 100n);
    noteSeed(run, "simulator", 1);
    assert.deepEqual(readManifest(run).seeds, { prompts: String(2n ** 100n), simulator: "1" });
  });
});

Deno.test("each generation notes its software, its options and its counts", async () => {
  await withRun(async (run) => {
    addPrompts(run, somePrompts(3));
    const spec = { name: "m", model: "m", baseURL: "http://127.0.0.1:9/v1" };
    const models = [{ spec, client: fakeClient() }];
    await generateResponses(run, { models, limit: 1 });
    await generateResponses(run, { models });
    const sessions = readSessions(run);
    assert.deepEqual(sessions.map(({ kind }) => kind), ["generate", "generate"]);
    const [first, second] = sessions;
    assert.equal(first?.software.deno, Deno.version.deno);
    assert.equal(first?.options.prompts, 1);
    assert.match(JSON.stringify(second?.summary), /"asked":2,"answered":2/);
    assert.ok(String(first?.started_at) <= String(first?.ended_at));
  });
});

Deno.test("describeSoftware() gives the packages' versions as deno.json pins them", async () => {
  const { packages, deno } = await describeSoftware();
  assert.match(deno, /^\d+\.\d+\.\d+/);
  assert.match(packages.openai ?? "", /^\d+\.\d+\.\d+$/);
  assert.match(packages["@observablehq/plot"] ?? "", /^\d+\.\d+\.\d+$/);
});
