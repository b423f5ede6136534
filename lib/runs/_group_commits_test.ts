import assert from "node:assert/strict";
import { withRun } from "../testing/temporary_run.ts";
import { groupCommits } from "./_group_commits.ts";
import type { RunFile } from "./run_file.ts";

const NOTE = "INSERT INTO manifest (key, value) VALUES (?, '1')";

function note(run: RunFile, key: string, counted: string[]) {
  return {
    write: () => run.statement(NOTE).run(key),
    onCommitted: () => void counted.push(run.db.isTransaction ? "too soon" : key),
  };
}

function keysOf(run: RunFile): unknown[] {
  return run.db.prepare("SELECT key FROM manifest WHERE key LIKE 'note %' ORDER BY key").all()
    .map(({ key }) => key);
}

Deno.test("groupCommits() counts each answer once, after what came together is committed", async () => {
  await withRun(async (run) => {
    const counted: string[] = [];
    const groups: number[] = [];
    const commits = groupCommits(run, () => groups.push(counted.length));
    const both = ["note 1", "note 2"].map((key) => commits.commit(note(run, key, counted)));
    assert.deepEqual([counted, keysOf(run)], [[], []]);
    await Promise.all(both);
    await commits.commit(note(run, "note 3", counted));
    assert.deepEqual(counted, ["note 1", "note 2", "note 3"]);
    assert.deepEqual(keysOf(run), counted);
    assert.deepEqual(groups, [2, 3]);
  });
});

Deno.test("groupCommits() keeps the others where one of a group cannot be written", async () => {
  await withRun(async (run) => {
    const counted: string[] = [];
    const commits = groupCommits(run);
    const outcomes = await Promise.allSettled(
      ["note 1", "note 1", "note 2"].map((key) => commits.commit(note(run, key, counted))),
    );
    assert.deepEqual(outcomes.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
    assert.deepEqual([counted, keysOf(run)], [["note 1", "note 2"], ["note 1", "note 2"]]);
  });
});
