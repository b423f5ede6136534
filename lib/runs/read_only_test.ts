import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../base/user_error.ts";
import { readOnlyWay, withReadOnly } from "../testing/read_only_folder.ts";
import { rowsOf, somePrompts, withFolder } from "../testing/temporary_run.ts";
import { addPrompts } from "./add_prompts.ts";
import { openRun, type RunFile } from "./run_file.ts";

const way = await readOnlyWay();

function testReadOnly(name: string, run: (folder: string) => Promise<void>): void {
  Deno.test({
    name: name + (way === null ? " (NOT RUN: this user cannot make a folder read-only)" : ""),
    ignore: way === null,
    fn: () => withFolder(run),
  });
}

function countPrompts(run: RunFile): unknown {
  return rowsOf(run, "SELECT count(*) AS n FROM prompts")[0]?.n;
}

function isReadable(folder: string): { prompts: unknown; said: string[] } {
  const said: string[] = [];
  using run = openRun(folder, { toRead: true, say: (line) => said.push(line) });
  run.checkpoint();
  return { prompts: countPrompts(run), said };
}

function makeRun(folder: string, prompts: number): void {
  using run = openRun(folder, { create: true });
  addPrompts(run, somePrompts(prompts));
}

testReadOnly(
  "openRun() reads a run that cannot be written, and leaves nothing beside it",
  async (folder) => {
    makeRun(folder, 3);
    await withReadOnly(folder, (place) => {
      assert.deepEqual(isReadable(place), { prompts: 3, said: [] });
      assert.throws(() => openRun(place), UserError);
    });
    assert.deepEqual((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), [
      "run.sqlite",
    ]);
  },
);

testReadOnly(
  "openRun() reads what is committed meanwhile to a run that it cannot write itself",
  async (folder) => {
    makeRun(folder, 3);
    // Where permissions keep this user out, the writer must have the file open before.
    using writer = openRun(folder);
    addPrompts(writer, somePrompts(4));
    await withReadOnly(folder, (place) => {
      using run = openRun(place, { toRead: true });
      assert.equal(countPrompts(run), 4);
      addPrompts(writer, somePrompts(6));
      assert.equal(countPrompts(run), 6);
    });
  },
);

testReadOnly(
  "openRun() says so where a run that nobody had open is written to while it is read",
  async (folder) => {
    makeRun(folder, 3);
    const said: string[] = [];
    const reader = { run: undefined as RunFile | undefined };
    await withReadOnly(folder, (place) => {
      reader.run = openRun(place, { toRead: true, say: (line) => said.push(line) });
      assert.equal(countPrompts(reader.run), 3);
      if (way === "mount") addWhileRead(folder);
      else Deno.utimeSync(join(folder, "run.sqlite"), new Date(0), new Date(0));
      reader.run[Symbol.dispose]();
    });
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /run\.sqlite was written to while it was read: read it again$/);
  },
);

function addWhileRead(folder: string): void {
  using writer = openRun(folder);
  addPrompts(writer, somePrompts(5));
}

testReadOnly(
  "openRun() says in one line what to do about rows that are beside the file alone",
  async (folder) => {
    const [source, copy] = [join(folder, "source"), join(folder, "copy")];
    using run = openRun(source, { create: true });
    addPrompts(run, somePrompts(3));
    await Deno.mkdir(copy);
    for (const name of ["run.sqlite", "run.sqlite-wal"]) {
      await Deno.copyFile(join(source, name), join(copy, name));
    }
    await withReadOnly(copy, (place) => {
      assert.throws(() => openRun(place, { toRead: true }), {
        name: "UserError",
        message:
          /^Cannot read .*its latest rows are in run\.sqlite-wal beside it\. Copy the folder.*$/,
      });
    });
  },
);

testReadOnly(
  "openRun() refuses a run of an older version that it cannot bring up to date",
  async (folder) => {
    makeRun(folder, 1);
    {
      using run = openRun(folder);
      run.db.exec("PRAGMA user_version = 1");
    }
    await withReadOnly(folder, (place) => {
      assert.throws(() => openRun(place, { toRead: true }), {
        name: "UserError",
        message: /it is of version 1 and is in a place that cannot be written.*Copy the folder/,
      });
    });
  },
);
