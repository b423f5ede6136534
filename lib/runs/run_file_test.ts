import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { rowsOf, withFolder, withRun } from "../testing/temporary_run.ts";
import { openRun } from "./run_file.ts";

Deno.test("openRun() refuses a folder without a run, unless it may make one", async () => {
  await withFolder((folder) => {
    assert.throws(() => openRun(join(folder, "none")), /there is no such run/);
    openRun(join(folder, "none"), { create: true })[Symbol.dispose]();
    openRun(join(folder, "none"))[Symbol.dispose]();
  });
});

Deno.test("openRun() refuses a file that is no run file, and leaves it as it is", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "run.sqlite");
    await Deno.writeTextFile(path, "not a database, but long enough to look like one\n".repeat(9));
    const before = await Deno.readFile(path);
    assert.throws(() => openRun(folder), /not a database.*Is it a run file\?/);
    assert.deepEqual(await Deno.readFile(path), before);
  });
});

Deno.test("openRun() refuses another program's SQLite file, and leaves it as it is", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "run.sqlite");
    const other = new DatabaseSync(path);
    other.exec("CREATE TABLE theirs (a)");
    other.close();
    const before = await Deno.readFile(path);
    assert.throws(() => openRun(folder, { create: true }), /is a SQLite file, but no run file/);
    assert.deepEqual(await Deno.readFile(path), before);
  });
});

Deno.test("openRun() refuses a run file of another version", async () => {
  await withFolder((folder) => {
    const run = openRun(folder, { create: true });
    run.db.exec("PRAGMA user_version = 99");
    run[Symbol.dispose]();
    assert.throws(() => openRun(folder), /expected a run file of version 2 but found 99/);
  });
});

Deno.test("transaction() undoes everything where the work throws, and may be nested", async () => {
  await withRun((run) => {
    const put = (key: string) => run.statement("INSERT INTO manifest VALUES (?, '1')").run(key);
    assert.throws(() =>
      run.transaction(() => {
        put("outer");
        run.transaction(() => put("inner"));
        throw new Error("no");
      }), /no/);
    run.transaction(() => put("kept"));
    const keys = rowsOf(run, "SELECT key FROM manifest WHERE key <> 'created_at'");
    assert.deepEqual(keys, [{ key: "kept" }]);
  });
});

Deno.test("openRun() lets two processes' connections make and use one new file", async () => {
  await withFolder((folder) => {
    using one = openRun(folder, { create: true });
    using other = openRun(folder, { create: true });
    one.statement("INSERT INTO manifest VALUES ('a', '1')").run();
    other.statement("INSERT INTO manifest VALUES ('b', '2')").run();
    assert.equal(rowsOf(one, "SELECT * FROM manifest").length, 3);
  });
});

Deno.test("checkpoint() leaves a run file that is whole without what SQLite keeps beside it", async () => {
  await withFolder(async (folder) => {
    using run = openRun(join(folder, "run"), { create: true });
    run.db.exec(
      "INSERT INTO prompts (prompt_id, position, input, input_hash) VALUES ('p', 0, 'Why?', '')",
    );
    run.checkpoint();
    await Deno.mkdir(join(folder, "copy"));
    await Deno.copyFile(run.path, join(folder, "copy", "run.sqlite"));
    using copy = openRun(join(folder, "copy"));
    assert.deepEqual(rowsOf(copy, "SELECT input FROM prompts"), [{ input: "Why?" }]);
  });
});

Deno.test("checkpoint() waits for nothing inside a transaction", async () => {
  await withRun((run) => {
    run.transaction(() => run.checkpoint());
  });
});
