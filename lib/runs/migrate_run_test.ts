import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { rowsOf, withFolder } from "../testing/temporary_run.ts";
import { hashOfInput } from "./hash_of_input.ts";
import { lockRun } from "./lock_run.ts";
import { openRun } from "./run_file.ts";
import { RUN_FILE_APPLICATION_ID } from "./schema.ts";

const VERSION_1 = await Deno.readTextFile(new URL("./fixtures/run_file_v1.sql", import.meta.url));

/** A run file as version 1 wrote it: two prompts, a model that was asked and one that was imported. */
function writeVersion1(folder: string): string {
  const path = join(folder, "run.sqlite");
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = WAL; ${VERSION_1};
    PRAGMA application_id = ${RUN_FILE_APPLICATION_ID}; PRAGMA user_version = 1;
    INSERT INTO manifest VALUES ('created_at', '"2026-01-01T00:00:00.000Z"');
    INSERT INTO prompts (prompt_id, position, input) VALUES ('p0', 0, 'Why?'), ('p1', 1, 'Wo 🙂?');
    INSERT INTO models VALUES ('m', '{"model":"m-1","params":{}}', 0), ('i', '{"imported":true}', 0);
    INSERT INTO responses (prompt_id, model, sample, status, response, attempts, created_at) VALUES
      ('p0', 'm', 0, 'answered', 'Because.', 1, '2026-01-02'),
      ('p1', 'i', 0, 'answered', 'There.', 1, '2026-01-02');
    INSERT INTO judges VALUES ('rules', '{"kind":"rules"}', 0);
    INSERT INTO annotations (prompt_id, model, sample, judge, variant, status, technique, created_at)
      VALUES ('p0', 'm', 0, 'rules', 0, 'parsed', 'bias', '2026-01-03');`);
  db.close();
  return path;
}

Deno.test("openRun() brings a file of version 1 up to date, and keeps a copy as it was", async () => {
  await withFolder((folder) => {
    writeVersion1(folder);
    const said: string[] = [];
    {
      using run = openRun(folder, { say: (line) => said.push(line) });
      assert.deepEqual(rowsOf(run, "SELECT prompt_id, input_hash FROM prompts"), [
        { prompt_id: "p0", input_hash: hashOfInput("Why?") },
        { prompt_id: "p1", input_hash: hashOfInput("Wo 🙂?") },
      ]);
      assert.deepEqual(rowsOf(run, "SELECT model, response, origin FROM responses"), [
        { model: "m", response: "Because.", origin: "asked" },
        { model: "i", response: "There.", origin: "import" },
      ]);
      assert.deepEqual(rowsOf(run, "SELECT technique FROM annotations"), [{ technique: "bias" }]);
      assert.deepEqual(rowsOf(run, "PRAGMA foreign_key_check"), []);
    }
    assert.match(
      said.join("\n"),
      /^Brought .*run\.sqlite up to date; .* kept as .*run\.v1\.sqlite$/,
    );
    const copy = new DatabaseSync(join(folder, "run.v1.sqlite"));
    assert.deepEqual({ ...copy.prepare("PRAGMA user_version").get() }, { user_version: 1 });
    assert.equal(copy.prepare("SELECT * FROM responses").all().length, 2);
    copy.close();
    using _again = openRun(folder, { say: () => assert.fail("there is nothing more to do") });
  });
});

Deno.test("a file brought up to date has the tables and columns of a new one", async () => {
  await withFolder((folder) => {
    writeVersion1(folder);
    using old = openRun(folder, { say: () => {} });
    using fresh = openRun(join(folder, "fresh"), { create: true });
    const columns = `SELECT m.name AS t, c.name AS c, c.type, c."notnull" AS n, c.pk
      FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1, 2`;
    assert.deepEqual(rowsOf(old, columns), rowsOf(fresh, columns));
    const indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name";
    assert.deepEqual(rowsOf(old, indexes), rowsOf(fresh, indexes));
  });
});

Deno.test("bringing up to date never writes over a copy, and a broken attempt changes nothing", async () => {
  await withFolder(async (folder) => {
    const path = writeVersion1(folder);
    await Deno.writeTextFile(join(folder, "run.v1.sqlite"), "mine");
    await Deno.writeTextFile(join(folder, "run.v1-2.sqlite.part"), "left by a killed process");
    const db = new DatabaseSync(path);
    db.exec("CREATE TABLE batch_shards (in_the_way)");
    db.close();
    assert.throws(() => openRun(folder, { say: () => {} }), /batch_shards already exists/);
    const still = new DatabaseSync(path);
    assert.deepEqual({ ...still.prepare("PRAGMA user_version").get() }, { user_version: 1 });
    assert.equal(still.prepare("SELECT * FROM pragma_table_info('responses')").all().length, 15);
    still.exec("DROP TABLE batch_shards");
    still.close();
    using _run = openRun(folder, { say: () => {} });
    assert.equal(await Deno.readTextFile(join(folder, "run.v1.sqlite")), "mine");
    assert.ok((await Deno.stat(join(folder, "run.v1-3.sqlite"))).isFile);
  });
});

Deno.test("a file that another process writes to is not brought up to date under it", async () => {
  await withFolder((folder) => {
    const path = writeVersion1(folder);
    using _lock = lockRun({ folder, path }, "generate");
    assert.throws(() => openRun(folder), /'generate' .* is writing to it/);
  });
});
