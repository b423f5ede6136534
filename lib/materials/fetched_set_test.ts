import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../base/sha256.ts";
import { writeAtomically } from "../base/write_atomically.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { fetchedSet } from "./fetched_set.ts";

const ABOUT = { title: "T", source: "S", licence: "L", citation: "C" };

async function withSet(
  text: string | null,
  test: (options: { cache: string; sources: string }) => Promise<void>,
): Promise<void> {
  await using folder = await temporaryFolder();
  const options = { cache: join(folder.path, "cache"), sources: join(folder.path, "sources.json") };
  const file = (path: string) => ({ path, url: `https://example.org/${path}` });
  const known = { ...file("a.csv"), sha256: sha256("published") };
  const sets = {
    known: { ...ABOUT, files: [known] },
    unknown: { ...ABOUT, files: [file("a.csv")] },
  };
  await writeAtomically(options.sources, JSON.stringify(sets));
  for (const name of ["known", "unknown"]) {
    if (text !== null) await writeAtomically(join(options.cache, name, "a.csv"), text);
  }
  await test(options);
}

Deno.test("fetchedSet() says whether the files are the published ones", async () => {
  await withSet("published", async (options) => {
    const { files, ...about } = await fetchedSet("known", options);
    assert.deepEqual(about, { ...ABOUT, name: "known" });
    const path = join(options.cache, "known", "a.csv");
    assert.deepEqual(files, [{ path, sha256: sha256("published"), isVerified: true }]);
  });
  await withSet("changed", async (options) => {
    const { files } = await fetchedSet("known", options);
    assert.deepEqual(files.map(({ isVerified }) => isVerified), [false]);
  });
});

Deno.test("fetchedSet() holds a file without a published hash to the one that was first seen", async () => {
  await withSet("first", async (options) => {
    const [byHand] = (await fetchedSet("unknown", options)).files;
    assert.equal(byHand?.isVerified, false);
    const entry = { url: "https://example.org/a.csv", sha256: sha256("first"), bytes: 5 };
    const lock = JSON.stringify({ "unknown/a.csv": entry });
    await writeAtomically(options.sources.replace(".json", ".lock.json"), lock);
    const [seen] = (await fetchedSet("unknown", options)).files;
    assert.equal(seen?.isVerified, true);
  });
});

Deno.test("fetchedSet() names the command where a set has not been fetched", async () => {
  await withSet(null, async (options) => {
    await assert.rejects(fetchedSet("known", options), {
      name: "UserError",
      message: /^Cannot use known: it has not been fetched, .*a\.csv\. .*: deno task data known \(/,
    });
    await assert.rejects(fetchedSet("other", options), /Cannot find the data set 'other'/);
  });
});
