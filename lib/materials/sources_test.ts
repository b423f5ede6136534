import assert from "node:assert/strict";
import { join } from "node:path";
import { readSources, sourceSet } from "./sources.ts";

Deno.test("readSources() finds the seven published sets, each with licence and citation", async () => {
  const sources = await readSources();
  assert.deepEqual(Object.keys(sources), [
    "paper",
    "annotations",
    "global-opinion-qa",
    "machine-personality",
    "ipip-neo-120",
    "llm-values-pct",
    "smollm2",
  ]);
  for (const { licence, citation, source, files } of Object.values(sources)) {
    for (const text of [licence, citation, source]) assert.notEqual(text.trim(), "");
    for (const { url } of files) assert.match(url, /^https:/);
  }
});

Deno.test("sourceSet() names the known sets where one is unknown", async () => {
  assert.throws(() => sourceSet({}, "paper"), /Cannot find the data set 'paper'\. Known: \.$/);
  const sources = await readSources();
  assert.throws(() => sourceSet(sources, "constructor"), { name: "UserError" });
});

const FILE = { path: "a.csv", url: "https://example.org/a.csv" };

for (const path of ["../a.csv", "/etc/a", "a/../../b", "a\\b", "", "./a"]) {
  Deno.test(`readSources() refuses to let a file land at '${path}'`, async () => {
    const folder = await Deno.makeTempDir();
    const list = join(folder, "sources.json");
    const set = { title: "", source: "", licence: "", citation: "", files: [{ ...FILE, path }] };
    await Deno.writeTextFile(list, JSON.stringify({ set }));
    await assert.rejects(readSources(list), {
      name: "UserError",
      message: `Cannot use ${list}, key 'set.files.0.path': expected a path inside the set's ` +
        `folder.`,
    });
    await Deno.remove(folder, { recursive: true });
  });
}
