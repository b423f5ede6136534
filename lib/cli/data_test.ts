import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { loadMaterial } from "../materials/load_material.ts";
import { writePublishedSets } from "../testing/published_set.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";

interface Outcome {
  code: number;
  out: string;
  err: string;
}

async function runData(...args: string[]): Promise<Outcome> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", projectPath("lib", "cli", "data.ts"), ...args],
    cwd: projectPath(),
    env: { NO_COLOR: "1", INIT_CWD: projectPath() },
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

interface Scene {
  folder: string;
  /** The published layout. */
  published: string;
  /** Where sets go. */
  cache: string;
  /** The options that lead to the scene's own sets and cache. */
  options: string[];
  /** The paths that were asked of the server. */
  asked: string[];
}

/** Sets of our own, their server, and an empty cache; all gone afterwards. */
async function withSets(test: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "data-" });
  const published = join(folder, "published");
  const asked: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      asked.push(pathname);
      const body = await Deno.readFile(join(published, pathname)).catch(() => null);
      return body === null ? new Response("", { status: 404 }) : new Response(body);
    },
  );
  try {
    const { sources } = await writePublishedSets(folder, `http://127.0.0.1:${server.addr.port}`);
    const cache = join(folder, "cache");
    const options = ["--sources", sources, "--cache", cache];
    await test({ folder, published, cache, options, asked });
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Checks for exit code 1 and one line of error. */
function assertRefused({ code, err }: Outcome, expected: RegExp): void {
  assert.equal(code, 1, err);
  assert.match(err, /^error: [^\n]*\n$/);
  assert.match(err, expected);
}

Deno.test("deno task data fetches a set, verifies it, and leaves a material folder", async () => {
  await withSets(async ({ cache, options, asked }) => {
    const first = await runData("study", ...options);
    assert.equal(first.code, 0, first.err);
    for (const line of ["source:   our own", "licence:  MIT", "cite:     Us (2025)."]) {
      assert.ok(first.out.includes(line), first.out);
    }
    assert.match(first.out, /data_voting_questions\.csv: fetched \d+ bytes, SHA-256 verified/);
    assert.match(first.out, /lifted from src\/, verified/);
    const material = await loadMaterial(join(cache, "study"));
    assert.equal(material.items.get("political_opinion_pct_rep")?.[0]?.text, "Less tax.");
    assert.equal(material.templates.seed, 42n);
    assert.deepEqual(material.templates.texts, { topic_suffix: "!" });

    const count = asked.length;
    const second = await runData("study", ...options);
    assert.equal(second.code, 0, second.err);
    assert.match(second.out, /already there, every SHA-256 verified/);
    assert.equal(asked.length, count);
  });
});

Deno.test("deno task data fetches again only what is lacking or was changed", async () => {
  await withSets(async ({ cache, options, asked }) => {
    await runData("study", ...options);
    asked.length = 0;
    await Deno.remove(join(cache, "study", "templates.json"));
    await Deno.writeTextFile(join(cache, "study", "raw", "data_voting_questions.csv"), "changed");
    const listed = await runData(...options);
    assert.match(
      listed.out,
      /study: incomplete \(lacks raw\/data_voting_questions\.csv, templates\.json\)/,
    );
    const { code, err } = await runData("study", ...options);
    assert.equal(code, 0, err);
    assert.deepEqual(asked, ["/Data/data_voting_questions.csv"]);
    await loadMaterial(join(cache, "study"));
  });
});

Deno.test("deno task data lists the sets with state, licence and size", async () => {
  await withSets(async ({ options }) => {
    await runData("tables", ...options);
    const { code, out } = await runData(...options);
    assert.equal(code, 0);
    assert.match(out, /^study: missing, \d+ kB$/m);
    assert.match(out, /^tables: there, 1 kB$/m);
    assert.match(out, /licence: {2}MIT/);
  });
});

Deno.test("deno task data holds a file to the hash that it first had", async () => {
  await withSets(async ({ folder, published, cache, options }) => {
    const first = await runData("tables", ...options);
    assert.match(first.out, /table\.csv: fetched 8 bytes, SHA-256 [\da-f]{64} recorded/);
    const lock = JSON.parse(await Deno.readTextFile(join(folder, "sources.lock.json")));
    assert.equal(lock["tables/table.csv"].bytes, 8);

    await Deno.remove(cache, { recursive: true });
    await Deno.writeTextFile(join(published, "tables", "table.csv"), "a,b\n9,9\n");
    for (const from of [[], ["--from", published]]) {
      const outcome = await runData("tables", ...from, ...options);
      assertRefused(outcome, /expected SHA-256 [\da-f]{64} \(first seen; .*remove its entry from/);
      assert.ok(!outcome.out.includes("recorded"));
    }
    const there = await Deno.stat(join(cache, "tables", "table.csv")).catch(() => null);
    assert.equal(there, null);
  });
});

Deno.test("deno task data refuses a download with a wrong hash", async () => {
  await withSets(async ({ published, cache, options }) => {
    await Deno.writeTextFile(join(published, "src", "judge.py"), "tampered");
    const outcome = await runData("study", ...options);
    assertRefused(
      outcome,
      /judge\.py: expected SHA-256 [\da-f]{64} but found [\da-f]{64}\. Nothing/,
    );
    const names = [...Deno.readDirSync(join(cache, "study", "src"))].map(({ name }) => name);
    assert.deepEqual(names, ["wordings.py"]);
  });
});

Deno.test("deno task data --from takes the published layout, and ours", async () => {
  await withSets(async ({ folder, published, cache, options, asked }) => {
    const fromPublished = await runData("study", "--from", published, ...options);
    assert.equal(fromPublished.code, 0, fromPublished.err);
    assert.match(fromPublished.out, /lifted from src\/, verified/);
    const first = await loadMaterial(join(cache, "study"));

    const ours = join(folder, "ours");
    await Deno.rename(join(cache, "study"), ours);
    await Deno.remove(join(ours, "src"), { recursive: true });
    const templates = JSON.parse(await Deno.readTextFile(join(ours, "templates.json")));
    const reversed = Object.fromEntries(Object.entries(templates).reverse());
    await Deno.writeTextFile(join(ours, "templates.json"), JSON.stringify(reversed));
    await Deno.chmod(join(ours, "templates.json"), 0o444);

    const path = relative(projectPath(), ours);
    const fromOurs = await runData("study", "--from", path, ...options);
    assert.equal(fromOurs.code, 0, fromOurs.err);
    const second = await loadMaterial(join(cache, "study"));
    assert.deepEqual(second.templates, first.templates);
    assert.deepEqual(asked, []);
  });
});

Deno.test("deno task data --from refuses what is not the published material", async () => {
  await withSets(async ({ folder, published, cache, options }) => {
    await runData("study", ...options);
    const ours = join(folder, "ours");
    await Deno.rename(join(cache, "study"), ours);
    await Deno.remove(join(ours, "src"), { recursive: true });
    const path = join(ours, "templates.json");
    const templates = JSON.parse(await Deno.readTextFile(path));
    await Deno.writeTextFile(path, JSON.stringify({ ...templates, seed: 43 }));
    assertRefused(
      await runData("study", "--from", ours, ...options),
      /templates\.json: expected SHA-256 [\da-f]{64} of its canonical JSON but found [\da-f]{64}/,
    );
    await Deno.remove(path);
    assertRefused(
      await runData("study", "--from", ours, ...options),
      /expected src\/wordings\.py and src\/judge\.py, or templates\.json and annotation_prompt\.json/,
    );
    const raw = join(published, "Data", "data_universal_rights.csv");
    await Deno.writeTextFile(raw, "tampered");
    assertRefused(
      await runData("study", "--from", published, ...options),
      /data_universal_rights\.csv: expected SHA-256 [\da-f]{64} but found [\da-f]{64}\. The file/,
    );
    await Deno.remove(raw);
    assertRefused(
      await runData("study", "--from", published, ...options),
      /no file 'data_universal_rights\.csv' \(looked in Data\/, data\/, raw\/\)/,
    );
    assertRefused(
      await runData("study", "--from", join(folder, "nowhere"), ...options),
      /there is no such folder/,
    );
    assert.equal(await Deno.stat(join(cache, "study")).catch(() => null), null);
  });
});

Deno.test("deno task data --from finds the files of other sets by name, at any depth", async () => {
  await withSets(async ({ folder, cache, options, published }) => {
    const { code, err } = await runData("tables", "--from", folder, ...options);
    assert.equal(code, 0, err);
    assert.equal(await Deno.readTextFile(join(cache, "tables", "table.csv")), "a,b\n1,2\n");
    await Deno.remove(join(published, "tables"), { recursive: true });
    assertRefused(
      await runData("tables", "--from", published, ...options),
      /it has no file 'table\.csv'\. It is published at http/,
    );
    await Deno.writeTextFile(join(published, "table (1).csv"), "a,b\n1,2\n");
    assertRefused(
      await runData("tables", "--from", published, ...options),
      /no file 'table\.csv', but table \(1\)\.csv\..* If that is the published file, rename it/,
    );
  });
});

Deno.test("deno task data --from takes no part of a file for the whole where no hash is known", async () => {
  await withSets(async ({ folder, options, published }) => {
    await Deno.writeTextFile(join(published, "tables", "table.csv"), "a,b\n");
    assertRefused(
      await runData("tables", "--from", published, ...options),
      /table\.csv: expected about 8 bytes but found 4\. .* used by its path/,
    );
    assert.equal(await Deno.stat(join(folder, "sources.lock.json")).catch(() => null), null);
  });
});

Deno.test("deno task data says in one line what it does not know", async () => {
  assertRefused(
    await runData("papers"),
    /the data set 'papers'\. Known: paper, annotations, global-opinion-qa, machine-personality, ipip-neo-120, llm-values-pct, smollm2\.$/m,
  );
  assertRefused(
    await runData("--form", "x"),
    /unknown option '--form'\. See 'deno task data --help'/,
  );
  assertRefused(await runData("--from", "x"), /name the set/);
});

testWithShared("paper", "deno task data paper --from takes the paper's material", async () => {
  const cache = await Deno.makeTempDir({ prefix: "data-" });
  try {
    const { code, out, err } = await runData(
      "paper",
      "--from",
      relative(projectPath(), sharedPath("paper")),
      "--cache",
      cache,
    );
    assert.equal(code, 0, err);
    assert.match(out, /a material folder with 288 items/);
    const taken = await loadMaterial(join(cache, "paper"));
    const original = await loadMaterial(sharedPath("paper"));
    assert.deepEqual(taken.items, original.items);
    assert.deepEqual(taken.templates, original.templates);
    assert.deepEqual(taken.annotation, original.annotation);
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
});

testWithShared(
  "real/llm-values-pct",
  "deno task data llm-values-pct --from verifies the files",
  async () => {
    const cache = await Deno.makeTempDir({ prefix: "data-" });
    try {
      const outcome = await runData(
        "llm-values-pct",
        "--from",
        sharedPath("real"),
        "--cache",
        cache,
      );
      assert.equal(outcome.code, 0, outcome.err);
      assert.equal(outcome.out.match(/SHA-256 verified/g)?.length, 8);
    } finally {
      await Deno.remove(cache, { recursive: true });
    }
  },
);
