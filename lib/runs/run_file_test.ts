import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { rowsOf, withFolder, withRun } from "../testing/temporary_run.ts";
import { openRun } from "./run_file.ts";
import { RUN_FILE_APPLICATION_ID, RUN_FILE_SCHEMA, RUN_FILE_VERSION } from "./schema.ts";

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

Deno.test("openRun() refuses a run file of a newer version, and leaves it as it is", async () => {
  await withFolder((folder) => {
    const run = openRun(folder, { create: true });
    run.db.exec("PRAGMA user_version = 99");
    run[Symbol.dispose]();
    const before = Deno.readFileSync(run.path);
    const expected = new RegExp(`expected a run file of version ${RUN_FILE_VERSION} but found 99`);
    assert.throws(() => openRun(folder), expected);
    assert.deepEqual(Deno.readFileSync(run.path), before);
  });
});

Deno.test("openRun() does not even tidy up after another program that was killed", async () => {
  await withFolder((folder) => {
    using theirs = new DatabaseSync(join(folder, "theirs.sqlite"));
    theirs.exec("PRAGMA journal_mode = WAL; CREATE TABLE theirs (a); PRAGMA application_id = 7");
    theirs.exec("PRAGMA wal_checkpoint; INSERT INTO theirs VALUES (1)");
    const files = ["", "-wal"].map((ending) => {
      const path = join(folder, `run.sqlite${ending}`);
      Deno.copyFileSync(join(folder, `theirs.sqlite${ending}`), path);
      return [path, Deno.readFileSync(path)] as const;
    });
    assert.throws(() => openRun(folder), /is a SQLite file, but no run file/);
    for (const [path, before] of files) assert.deepEqual(Deno.readFileSync(path), before);
  });
});

Deno.test("openRun() opens a run that was killed before its file was written to", async () => {
  await withFolder((folder) => {
    const killed = new DatabaseSync(join(folder, "killed.sqlite"));
    killed.exec("PRAGMA journal_mode = WAL");
    killed.exec(`${RUN_FILE_SCHEMA} PRAGMA application_id = ${RUN_FILE_APPLICATION_ID};
      PRAGMA user_version = ${RUN_FILE_VERSION}; INSERT INTO manifest VALUES ('a', '1')`);
    for (const ending of ["", "-wal"]) {
      const copy = join(folder, `run.sqlite${ending}`);
      Deno.copyFileSync(join(folder, `killed.sqlite${ending}`), copy);
    }
    killed.close();
    using run = openRun(folder);
    assert.deepEqual(rowsOf(run, "SELECT key FROM manifest"), [{ key: "a" }]);
  });
});

Deno.test("openRun() says that a file was cut short, and leaves it as it is", async () => {
  await withFolder((folder) => {
    const run = openRun(folder, { create: true });
    run[Symbol.dispose]();
    const bytes = Deno.readFileSync(run.path).subarray(0, 9000);
    Deno.writeFileSync(run.path, bytes);
    assert.throws(() => openRun(folder), /is damaged: expected \d+ bytes but found 9000/);
    assert.deepEqual(Deno.readFileSync(run.path), bytes);
  });
});

Deno.test("a run whose file is damaged inside says so in one line", async () => {
  await withFolder((folder) => {
    const made = openRun(folder, { create: true });
    const put = made.statement("INSERT INTO manifest VALUES (?, hex(zeroblob(500)))");
    for (let key = 0; key < 20; key++) put.run(String(key));
    made[Symbol.dispose]();
    const bytes = Deno.readFileSync(made.path);
    Deno.writeFileSync(made.path, bytes.fill(255, 4096));
    assert.throws(() => {
      using run = openRun(folder);
      run.transaction(() => rowsOf(run, "SELECT * FROM manifest"));
    }, /UserError: Cannot use .*run\.sqlite: the file is damaged \(.*\)\. Take a copy of it back/);
  });
});

Deno.test("openRun() refuses a folder in the file's place", async () => {
  await withFolder((folder) => {
    Deno.mkdirSync(join(folder, "run.sqlite"));
    assert.throws(() => openRun(folder), /Cannot use .*run\.sqlite: it is not a file/);
  });
});

Deno.test("openRun() refuses a file in the folder's place", async () => {
  await withFolder((folder) => {
    Deno.writeTextFileSync(join(folder, "run"), "");
    assert.throws(() => openRun(join(folder, "run"), { create: true }), /UserError: Cannot open/);
  });
});

Deno.test("openRun() says in one line that the folder is read-only", {
  ignore: Deno.build.os === "windows" || Deno.uid() === 0, // root may write anywhere
}, async () => {
  await withFolder((folder) => {
    const run = openRun(folder, { create: true });
    run[Symbol.dispose]();
    Deno.chmodSync(run.path, 0o444);
    Deno.chmodSync(folder, 0o555);
    try {
      assert.throws(() => openRun(folder), /UserError: Cannot .*permissions/);
      assert.throws(() => openRun(join(folder, "new"), { create: true }), /UserError: Cannot open/);
    } finally {
      Deno.chmodSync(folder, 0o755);
    }
  });
});

Deno.test("a run that may not be written to says so in one line", async () => {
  await withRun((run) => {
    run.db.exec("PRAGMA query_only = ON");
    assert.throws(
      () => run.transaction(() => run.db.exec("DELETE FROM manifest")),
      /UserError: Cannot write to .*run\.sqlite: the file or its folder is read-only/,
    );
  });
});

for (
  const [what, word, change] of [
    ["whose folder was deleted", "deleted or moved", (folder: string) => {
      Deno.removeSync(folder, { recursive: true });
    }],
    ["whose folder was moved", "deleted or moved", (folder: string) => {
      Deno.renameSync(folder, `${folder}-moved`);
    }],
    ["whose file was replaced", "replaced", (folder: string) => {
      Deno.renameSync(join(folder, "run.sqlite"), join(folder, "other.sqlite"));
      Deno.copyFileSync(join(folder, "other.sqlite"), join(folder, "run.sqlite"));
    }],
  ] as const
) {
  Deno.test(`a run ${what} in the middle is written to no more`, {
    ignore: Deno.build.os === "windows", // there an open file stays where it is
  }, async () => {
    await withFolder((parent) => {
      let time = 0;
      const folder = join(parent, "run");
      using run = openRun(folder, { create: true, now: () => time });
      const write = () => run.statement("INSERT INTO manifest VALUES (?, '1')").run(String(time));
      write();
      change(folder);
      time = 999; // it is looked up once a second
      write();
      time = 1000;
      assert.throws(write, new RegExp(`UserError: Cannot go on with .* the file was ${word}`));
    });
  });
}

Deno.test("longTransaction() undoes everything where the work fails", async () => {
  await withRun(async (run) => {
    const put = (key: string) => run.statement("INSERT INTO manifest VALUES (?, '1')").run(key);
    await assert.rejects(() =>
      run.longTransaction(async () => {
        put("lost");
        await Promise.resolve();
        run.transaction(() => put("lost too"));
        throw new Error("no");
      }), /no/);
    await run.longTransaction(async () => {
      await Promise.resolve();
      put("kept");
    });
    const keys = rowsOf(run, "SELECT key FROM manifest WHERE key <> 'created_at'");
    assert.deepEqual(keys, [{ key: "kept" }]);
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
