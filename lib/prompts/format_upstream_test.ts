import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { sha256 } from "../base/sha256.ts";
import { loadMaterial } from "../materials/load_material.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";
import { buildPrompts } from "./build_prompts.ts";
import { formatUpstream } from "./format_upstream.ts";

/** A small material of hostile texts; the CSV beside it is pandas' (bench/reference). */
const HOSTILE = fileURLToPath(new URL("./fixtures/hostile_material", import.meta.url));

Deno.test("formatUpstream() writes pandas' bytes for texts with quotes, line breaks and braces", async () => {
  const material = await loadMaterial(HOSTILE);
  const expected = await Deno.readTextFile(
    new URL("./fixtures/hostile_upstream.csv", import.meta.url),
  );
  assert.equal(formatUpstream(buildPrompts(material), material), expected);
});

Deno.test("formatUpstream() draws otherwise from another seed", async () => {
  const material = await loadMaterial(HOSTILE);
  const texts = [1n, 2n, 1n].map((seed) =>
    formatUpstream(buildPrompts(material, { seed }), material)
  );
  assert.notEqual(texts[0], texts[1]);
  assert.equal(texts[0], texts[2]);
});

testWithShared("paper", "formatUpstream() writes the published prompts byte for byte", async () => {
  const material = await loadMaterial(sharedPath("paper"));
  assert.equal(
    sha256(formatUpstream(buildPrompts(material), material)),
    "e24809ec5cdc3cfc7437f0cee9885e3123a37f80b942c68e648158ef8ccaaecb",
  );
});
