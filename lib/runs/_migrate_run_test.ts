import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { rowsOf, withFolder } from "../testing/temporary_run.ts";
import { hashOfInput } from "./hash_of_input.ts";
import { openRun } from "./run_file.ts";
import { lockRun } from "./run_lock.ts";

/** The tables as version 1 of the program made them. */
const VERSION_1 = `
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE prompts (
  prompt_id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, dataset TEXT, task TEXT,
  source TEXT, item TEXT, format INTEGER, style TEXT, viewpoint TEXT, original_input TEXT,
  input TEXT NOT NULL, expected TEXT
) STRICT;
CREATE TABLE models (model TEXT PRIMARY KEY, spec TEXT NOT NULL, simulated INTEGER NOT NULL) STRICT;
CREATE TABLE responses (
  prompt_id TEXT NOT NULL REFERENCES prompts, model TEXT NOT NULL REFERENCES models,
  sample INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('answered', 'truncated', 'empty', 'filtered', 'failed')),
  response TEXT, thinking TEXT, finish_reason TEXT, error TEXT, error_kind TEXT,
  attempts INTEGER NOT NULL, seconds REAL, input_tokens INTEGER, output_tokens INTEGER,
  reported_model TEXT, created_at TEXT NOT NULL, PRIMARY KEY (prompt_id, model, sample)
) STRICT;
CREATE TABLE judges (judge TEXT PRIMARY KEY, spec TEXT NOT NULL, simulated INTEGER NOT NULL) STRICT;
CREATE TABLE annotations (
  prompt_id TEXT NOT NULL, model TEXT NOT NULL, sample INTEGER NOT NULL,
  judge TEXT NOT NULL REFERENCES judges, variant INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('parsed', 'unparsed', 'failed')), technique TEXT,
  flag_refusal INTEGER, flag_avoidance INTEGER, flag_reasonable_pluralism INTEGER,
  flag_output_transparency INTEGER, flag_no_approximation INTEGER, flag_bias INTEGER,
  raw TEXT, note TEXT, created_at TEXT NOT NULL,
  PRIMARY KEY (prompt_id, model, sample, judge, variant),
  FOREIGN KEY (prompt_id, model, sample) REFERENCES responses
) STRICT;
PRAGMA application_id = ${0x4e4e7266};
PRAGMA user_version = 1;
`;

const ROWS = `
INSERT INTO manifest VALUES ('created_at', '"2026-01-01T00:00:00Z"'), ('simulated', 'false');
INSERT INTO prompts (prompt_id, position, dataset, input)
  VALUES ('b', 0, 'voting_questions', 'Why?'), ('a', 1, NULL, 'How?'), ('c', 2, NULL, 'Why?');
INSERT INTO models VALUES ('m', '{"model":"m-1"}', 0);
INSERT INTO responses (prompt_id, model, sample, status, response, attempts, output_tokens, created_at)
  VALUES ('a', 'm', 0, 'answered', 'So.', 2, 7, 'then'), ('b', 'm', 1, 'failed', NULL, 1, NULL, 'now');
INSERT INTO judges VALUES ('rules', '{}', 0);
INSERT INTO annotations (prompt_id, model, sample, judge, variant, status, technique, created_at)
  VALUES ('a', 'm', 0, 'rules', 0, 'parsed', 'bias', 'later');
`;

function writeVersion1(folder: string): void {
  const db = new DatabaseSync(join(folder, "run.sqlite"));
  db.exec(`PRAGMA journal_mode = WAL; ${VERSION_1} ${ROWS}`);
  db.close();
}

function contentOf(path: string): unknown {
  using db = new DatabaseSync(path, { readOnly: true });
  const tables = ["manifest", "prompts", "models", "responses", "judges", "annotations"];
  const version = db.prepare("PRAGMA user_version").get();
  return [version, ...tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all())];
}

Deno.test("openRun() brings a file of version 1 to the present one, and loses nothing", async () => {
  await withFolder((folder) => {
    writeVersion1(folder);
    using run = openRun(folder);
    assert.deepEqual(run.migrated, { version: 1, copy: "run.v1.sqlite" });
    assert.deepEqual(rowsOf(run, "SELECT * FROM prompts ORDER BY position")[1], {
      ...{ position: 1, prompt_id: "a", dataset: null, task: null, source: null, item: null },
      ...{ format: null, style: null, viewpoint: null, original_input: null, expected: null },
      ...{ input: "How?", input_hash: hashOfInput("How?") },
    });
    const answers = rowsOf(run, "SELECT * FROM responses ORDER BY prompt_id");
    assert.deepEqual(
      answers.map(({ response, attempts, output_tokens, origin, created_at }) => [
        ...[response, attempts, output_tokens, origin, created_at],
      ]),
      [["So.", 2, 7, "asked", "then"], [null, 1, null, "asked", "now"]],
    );
    assert.deepEqual(rowsOf(run, "SELECT technique, created_at FROM annotations"), [
      { technique: "bias", created_at: "later" },
    ]);
    assert.deepEqual(rowsOf(run, "SELECT model, series_of FROM models"), [
      { model: "m", series_of: null },
    ]);
    assert.equal(rowsOf(run, "SELECT * FROM manifest").length, 2);
  });
});

Deno.test("a file brought to the present version has the tables of a new one", async () => {
  await withFolder((folder) => {
    writeVersion1(folder);
    using old = openRun(folder);
    using fresh = openRun(join(folder, "fresh"), { create: true });
    const sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";
    assert.deepEqual(rowsOf(old, sql), rowsOf(fresh, sql));
    assert.deepEqual(rowsOf(old, "PRAGMA user_version"), rowsOf(fresh, "PRAGMA user_version"));
    // Keys bind as in a new file.
    assert.throws(() => old.db.exec("DELETE FROM responses WHERE prompt_id = 'a'"), /FOREIGN KEY/);
    assert.throws(() => old.db.exec("DELETE FROM prompts WHERE prompt_id = 'a'"), /FOREIGN KEY/);
  });
});

Deno.test("openRun() keeps a copy of the older file, and never writes over one", async () => {
  await withFolder((folder) => {
    writeVersion1(folder);
    const before = contentOf(join(folder, "run.sqlite"));
    Deno.writeTextFileSync(join(folder, "run.v1.sqlite"), "someone's own");
    using run = openRun(folder);
    assert.equal(run.migrated?.copy, "run.v1-2.sqlite");
    assert.deepEqual(contentOf(join(folder, "run.v1-2.sqlite")), before);
    assert.equal(Deno.readTextFileSync(join(folder, "run.v1.sqlite")), "someone's own");
    assert.equal(openRun(folder).migrated, null);
  });
});

Deno.test("a file whose migration breaks off stays as it was, and the next opening repeats it", async () => {
  await withFolder((folder) => {
    writeVersion1(folder);
    const path = join(folder, "run.sqlite");
    const db = new DatabaseSync(path);
    // What refers to nothing is found only at the end, after all tables were rebuilt.
    db.exec("PRAGMA foreign_keys = OFF; DELETE FROM judges");
    db.close();
    const before = contentOf(path);
    assert.throws(() => openRun(folder), /Cannot use .*refers to one of 'judges' that is gone/);
    assert.deepEqual(contentOf(path), before);
    assert.equal(existsSync(join(folder, "run.lock")), Deno.build.os === "windows");
    const mended = new DatabaseSync(path);
    mended.exec("INSERT INTO judges VALUES ('rules', '{}', 0)");
    mended.close();
    using run = openRun(folder);
    assert.deepEqual(run.migrated, { version: 1, copy: "run.v1-2.sqlite" });
  });
});

Deno.test("openRun() does not touch an older file that another task is writing to", async () => {
  await withFolder((folder) => {
    writeVersion1(folder);
    const path = join(folder, "run.sqlite");
    using _lock = lockRun({ folder, path }, "generate");
    const before = Deno.readFileSync(path);
    assert.throws(() => openRun(folder), /has held it for 'generate'/);
    assert.deepEqual(Deno.readFileSync(path), before);
    assert.equal(existsSync(join(folder, "run.v1.sqlite")), false);
  });
});

Deno.test("openRun() leaves a table and a view that someone added to an older file alone", async () => {
  await withFolder((folder) => {
    writeVersion1(folder);
    const db = new DatabaseSync(join(folder, "run.sqlite"));
    db.exec(`CREATE TABLE mine (a); INSERT INTO mine VALUES (1);
      CREATE VIEW texts AS SELECT prompt_id, response FROM responses;
      CREATE INDEX my_index ON responses (created_at)`);
    db.close();
    using run = openRun(folder);
    assert.deepEqual(rowsOf(run, "SELECT a FROM mine"), [{ a: 1 }]);
    assert.equal(rowsOf(run, "SELECT * FROM texts").length, 2);
  });
});

Deno.test("what was imported into a file of version 1 is known as imported, and what was asked as asked", async () => {
  await withFolder((folder) => {
    writeVersion1(folder);
    const db = new DatabaseSync(join(folder, "run.sqlite"));
    db.exec(`INSERT INTO models VALUES ('i', '{"imported":true}', 0);
      INSERT INTO responses (prompt_id, model, sample, status, response, attempts, created_at)
        VALUES ('a', 'i', 0, 'answered', 'There.', 1, 'then')`);
    db.close();
    const said: string[] = [];
    using run = openRun(folder, { say: (line) => said.push(line) });
    assert.deepEqual(rowsOf(run, "SELECT DISTINCT model, origin FROM responses ORDER BY model"), [
      { model: "i", origin: "import" },
      { model: "m", origin: "asked" },
    ]);
    assert.match(
      said.join("\n"),
      /^Brought .* from version 1 up to date; .* run\.v1\.sqlite beside it$/,
    );
  });
});

Deno.test("openRun() brings a file of version 2 to the present one, and loses nothing", async () => {
  await withFolder((folder) => {
    openRun(folder, { create: true })[Symbol.dispose]();
    {
      using db = new DatabaseSync(join(folder, "run.sqlite"));
      // What version 2 had not.
      db.exec(`ALTER TABLE responses DROP COLUMN top_logprobs; DROP TABLE survey_questions;
        INSERT INTO prompts (position, prompt_id, input, input_hash) VALUES (0, 'a', 'Why?', 'x');
        INSERT INTO models (model, spec, simulated) VALUES ('m', '{"model":"m-1"}', 0);
        INSERT INTO responses (prompt_id, model, sample, status, response, attempts, created_at)
          VALUES ('a', 'm', 0, 'answered', 'So.', 1, 'then');
        PRAGMA user_version = 2`);
    }
    using run = openRun(folder);
    assert.deepEqual(run.migrated, { version: 2, copy: "run.v2.sqlite" });
    assert.deepEqual(rowsOf(run, "SELECT response, top_logprobs FROM responses"), [
      { response: "So.", top_logprobs: null },
    ]);
    assert.deepEqual(rowsOf(run, "SELECT * FROM survey_questions"), []);
  });
});
