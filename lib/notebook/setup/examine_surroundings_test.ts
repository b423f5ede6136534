import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openRun } from "../../runs/run_file.ts";
import { RUN_FILE_VERSION } from "../../runs/schema.ts";
import { withFolder } from "../../testing/temporary_run.ts";
import {
  examineBrowser,
  examineDisk,
  examineFonts,
  examineKeys,
  examineRuns,
} from "./examine_surroundings.ts";

Deno.test("examineDisk() finds fault with less than what a set-up and a run take", () => {
  assert.equal(examineDisk(".", () => 3e9).ok, true);
  const { ok, found, mend } = examineDisk(".", () => 5e8);
  assert.deepEqual([ok, found], [false, "500.0 MB"]);
  assert.match(mend, /^Free some: .* up to 2\.0 GB$/);
  assert.ok(examineDisk(".").found !== "");
});

Deno.test("examineFonts() finds the font that figures are drawn with", () => {
  assert.equal(examineFonts().ok, true);
  const { ok, mend } = examineFonts("/no/such/font.ttf");
  assert.equal(ok, false);
  assert.match(mend, /deno install/);
});

Deno.test("examineBrowser() says how to get a browser, and that only tests need one", () => {
  assert.equal(examineBrowser("/usr/bin/chromium").found, "/usr/bin/chromium");
  const { ok, found } = examineBrowser("");
  assert.equal(ok, true);
  assert.match(found, /^none; .*CHROMIUM/);
});

Deno.test("examineKeys() names the variables that are set, never what they hold", () => {
  const { ok, found } = examineKeys((name) => name === "OPENAI_API_KEY" ? "sk-secret" : undefined);
  assert.deepEqual([ok, found], [true, "set: OPENAI_API_KEY"]);
  const none = examineKeys(() => " ");
  assert.equal(none.ok, true);
  assert.match(none.found, /^none is set; simulated and local models need none \(others: .*OPENAI/);
});

Deno.test("examineRuns() tells each run's version, and which cannot be read", async () => {
  await withFolder(async (folder) => {
    for (const name of ["a", "b/nested", "c"]) {
      openRun(join(folder, name), { create: true })[Symbol.dispose]();
    }
    const setVersion = (name: string, version: number) => {
      using db = new DatabaseSync(join(folder, name, "run.sqlite"));
      db.exec(`PRAGMA user_version = ${version}`);
    };
    setVersion("b/nested", 1);
    setVersion("c", 99);
    await Deno.mkdir(join(folder, "d"));
    await Deno.writeTextFile(join(folder, "d", "run.sqlite"), "nonsense");
    const findings = await examineRuns(folder);
    assert.deepEqual(findings.map(({ title, ok }) => [title, ok]), [
      ["outputs/a/run.sqlite", true],
      ["outputs/b/nested/run.sqlite", true],
      ["outputs/c/run.sqlite", false],
      ["outputs/d/run.sqlite", false],
    ]);
    const [a, b, c, d] = findings.map(({ found }) => found);
    assert.equal(a, `version ${RUN_FILE_VERSION}`);
    assert.match(b ?? "", /^version 1: brought to \d+ when it is next opened, a copy is kept$/);
    assert.match(c ?? "", /expected a run file of version \d+ but found 99\. Use the program's/);
    assert.match(d ?? "", /it is not a database/);
    assert.deepEqual(await examineRuns(join(folder, "none")), []);
  });
});
