import assert from "node:assert/strict";
import { join } from "node:path";
import type { ModelSpec } from "../models/model_spec.ts";
import { fakeAnswer, fakeFailure } from "../testing/fake_client.ts";
import { aPrompt, rowsOf, withFolder } from "../testing/temporary_run.ts";
import { addModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import { noteSeed, readSessions } from "./manifest.ts";
import { reuseAnswers } from "./reuse_answers.ts";
import { openRun, type RunFile } from "./run_file.ts";
import { saveResponse } from "./save_response.ts";
import { RUN_FILE_VERSION } from "./schema.ts";

const SPEC: ModelSpec = {
  name: "m",
  model: "m-1",
  baseURL: "https://example.org/v1",
  params: { temperature: 0 },
};
const WARM = { ...SPEC, params: { temperature: 1 } };

/** A run `theirs` with answers to `Why?` (samples 0 and 1), `How?`, and a failure for `Who?`. */
async function withTwoRuns(use: (run: RunFile, theirs: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const theirs = join(folder, "theirs");
    {
      using other = openRun(theirs, { create: true });
      const texts = ["Why?", "How?", "Who?"];
      addPrompts(other, texts.map((input, n) => aPrompt(`theirs${n}`, { input })));
      const { model } = addModel(other, { ...SPEC, name: "their name for it" });
      const save = (
        n: number,
        sample: number,
        answer = fakeAnswer({ response: `${n} ${sample}` }),
      ) =>
        saveResponse(other, {
          ...{ prompt_id: `theirs${n}`, model, sample, answer },
          createdAt: "2026-01-01T00:00:00.000Z",
        });
      save(0, 0);
      save(0, 1);
      save(1, 0, fakeAnswer({ response: "how", system_fingerprint: "fp", reasoning_tokens: 5 }));
      save(2, 0, fakeFailure("timeout"));
    }
    using run = openRun(join(folder, "ours"), { create: true });
    const ours = ["How?", "What?", "Why?", "Who?"];
    addPrompts(run, ours.map((input, n) => aPrompt(`p${n}`, { input })));
    await use(run, theirs);
  });
}

function answersIn(run: RunFile): unknown[] {
  const sql = "SELECT prompt_id, sample, status, response, origin_ref FROM responses ORDER BY 1, 2";
  return rowsOf(run, sql).map((row) => Object.values(row));
}

Deno.test("reuseAnswers() takes over what was asked in the same way, whatever it was called", async () => {
  await withTwoRuns(async (run, theirs) => {
    const counts = await reuseAnswers(run, { from: theirs, models: [SPEC], samples: 2 });
    assert.deepEqual(counts, [{ model: "m", theirs: ["their name for it"], reused: 3 }]);
    assert.deepEqual(answersIn(run), [
      ["p0", 0, "answered", "how", "theirs theirs1"],
      ["p2", 0, "answered", "0 0", "theirs theirs0"],
      ["p2", 1, "answered", "0 1", "theirs theirs0"],
    ]);
    const [row] = rowsOf(run, "SELECT * FROM responses WHERE prompt_id = 'p0'");
    assert.deepEqual(row, {
      ...{ prompt_id: "p0", model: "m", sample: 0, created_at: "2026-01-01T00:00:00.000Z" },
      ...fakeAnswer({ response: "how", system_fingerprint: "fp", reasoning_tokens: 5 }),
      ...{ origin: "reuse", origin_ref: "theirs theirs1" },
    });
    const again = await reuseAnswers(run, { from: theirs, models: [SPEC], samples: 2 });
    assert.equal(again[0]?.reused, 0);
    assert.deepEqual(readSessions(run).map(({ kind }) => kind), ["reuse", "reuse"]);
  });
});

Deno.test("reuseAnswers() takes nothing that was asked in another way", async () => {
  await withTwoRuns(async (run, theirs) => {
    const changes = [WARM, { ...SPEC, system: "Be brief." }, { ...SPEC, model: "m-2" }]
      .map((spec, n) => ({ ...spec, name: `m${n}` }));
    const counts = await reuseAnswers(run, { from: theirs, models: changes });
    assert.deepEqual(counts.map(({ theirs, reused }) => [theirs, reused]), [
      ...[[[], 0], [[], 0], [[], 0]],
    ]);
    assert.deepEqual(answersIn(run), []);
  });
});

Deno.test("reuseAnswers() leaves answers that are here, and replaces failures if asked to", async () => {
  await withTwoRuns(async (run, theirs) => {
    addModel(run, SPEC);
    const save = (prompt_id: string, answer = fakeAnswer()) =>
      saveResponse(run, { prompt_id, model: "m", sample: 0, answer });
    save("p0");
    save("p2", fakeFailure("http_500"));
    const plain = await reuseAnswers(run, { from: theirs, models: [SPEC] });
    assert.equal(plain[0]?.reused, 0);
    const [retried] = await reuseAnswers(run, { from: theirs, models: [SPEC], retryErrors: true });
    assert.equal(retried?.reused, 1);
    assert.deepEqual(answersIn(run), [
      ["p0", 0, "answered", "An answer.", null],
      ["p2", 0, "answered", "0 0", "theirs theirs0"],
    ]);
    assert.deepEqual(
      rowsOf(run, "SELECT error, error_kind FROM responses WHERE prompt_id = 'p2'"),
      [
        { error: null, error_kind: null },
      ],
    );
  });
});

Deno.test("reuseAnswers() keeps to the prompts and models it is given", async () => {
  await withTwoRuns(async (run, theirs) => {
    const options = { from: theirs, models: [SPEC], samples: 2, promptIds: ["p2"], limit: 1 };
    const [counts] = await reuseAnswers(run, options);
    assert.equal(counts?.reused, 2);
  });
});

Deno.test("reuseAnswers() takes what a simulator made up from the same seed only", async () => {
  await withFolder(async (folder) => {
    const spec = { ...SPEC, simulated: true };
    for (const [name, seed] of [["a", 1], ["b", 1], ["c", 2]] as const) {
      using run = openRun(join(folder, name), { create: true });
      addPrompts(run, [aPrompt("p")]);
      noteSeed(run, "simulator", seed);
      if (name !== "a") continue;
      addModel(run, spec);
      saveResponse(run, { prompt_id: "p", model: "m", sample: 0, answer: fakeAnswer() });
    }
    for (const [name, reused] of [["b", 1], ["c", 0]] as const) {
      using run = openRun(join(folder, name));
      const [counts] = await reuseAnswers(run, { from: join(folder, "a"), models: [spec] });
      assert.equal(counts?.reused, reused, name);
    }
  });
});

Deno.test("reuseAnswers() leaves the other run and its folder as they are, open or not", async () => {
  await withTwoRuns(async (run, theirs) => {
    const files = () =>
      [...Deno.readDirSync(theirs)].map(({ name }) => [name, Deno.readFileSync(join(theirs, name))])
        .sort(([a], [b]) => String(a).localeCompare(String(b)));
    const before = files();
    await reuseAnswers(run, { from: theirs, models: [SPEC], samples: 2 });
    assert.deepEqual(files(), before);
    assert.deepEqual(before.map(([name]) => name), ["run.sqlite"]);
    run.db.exec("DELETE FROM responses");
    using other = openRun(theirs);
    saveResponse(other, {
      ...{ prompt_id: "theirs2", model: "their name for it", sample: 0, answer: fakeAnswer() },
    });
    const [counts] = await reuseAnswers(run, { from: theirs, models: [SPEC], samples: 2 });
    assert.equal(counts?.reused, 4, "what is in the other's log alone is seen, too");
  });
});

Deno.test("reuseAnswers() refuses a run that is none, is this one, or is of another version", async () => {
  await withTwoRuns(async (run, theirs) => {
    const reuse = (from: string) => reuseAnswers(run, { from, models: [SPEC] });
    await assert.rejects(() => reuse(join(theirs, "none")), /UserError: .*there is no /);
    await assert.rejects(() => reuse(run.folder), /UserError: .*in itself/);
    const path = join(theirs, "run.sqlite");
    {
      using other = openRun(theirs);
      other.db.exec("PRAGMA user_version = 1");
    }
    const before = Deno.readFileSync(path);
    await assert.rejects(
      () => reuse(theirs),
      new RegExp(`UserError: .*it is of version 1, not ${RUN_FILE_VERSION}. Open it once`),
    );
    assert.deepEqual(Deno.readFileSync(path), before);
    Deno.writeTextFileSync(path, "nonsense");
    await assert.rejects(() => reuse(theirs), /UserError: .*it is not a database/);
  });
});
