import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { writeNotebook } from "../testing/write_notebook.ts";
import { numberedNotebooks, outputList, runDemo } from "./run_demo.ts";
import { setUp } from "./setup/set_up.ts";

const LEAVES_A_RUN_OPEN = `
import { DatabaseSync } from "node:sqlite";
Deno.mkdirSync("../outputs/demo", { recursive: true });
const run = new DatabaseSync("../outputs/demo/run.sqlite");
run.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (7)");
`;

Deno.test("runDemo() starts afresh, says so, and lists what is on the disk", async () => {
  await using folder = await temporaryFolder();
  await writeNotebook(join(folder.path, "notebooks", "02_later.ipynb"), ["2"]);
  await writeNotebook(join(folder.path, "notebooks", "01_first.ipynb"), [LEAVES_A_RUN_OPEN, "1"]);
  await writeNotebook(join(folder.path, "notebooks", "scratch.ipynb"), ["throw new Error()"]);
  const old = join(folder.path, "outputs", "demo", "old.txt");
  await Deno.mkdir(join(folder.path, "outputs", "demo"), { recursive: true });
  await Deno.writeTextFile(old, "");
  let said = "";
  const finished = await runDemo({
    jupyter: await setUp({ say: () => {} }),
    root: folder.path,
    say: (text) => said += text,
    redraw: false,
    finish: (run) => Deno.writeTextFile(join(run, "at_the_end.txt"), said),
  });
  assert.equal(finished, true);
  await assert.rejects(Deno.stat(old));
  assert.match(said, /an earlier run was deleted; starting afresh/);
  assert.match(said, /01_first +2\/2 cells +\d+\.\d s\n02_later +1\/1 cells +\d+\.\d s\n/);
  assert.match(said, / {2}notebooks\/02_later\.html +[\d.]+ kB\n/);
  assert.match(said, / {2}run\.sqlite +[\d.]+ kB\n/);
  assert.match(said, / {2}at_the_end\.txt /);
  const atTheEnd = await Deno.readTextFile(
    join(folder.path, "outputs", "demo", "at_the_end.txt"),
  );
  assert.match(atTheEnd, /02_later +1\/1 cells +\d+\.\d s\n$/);
  assert.doesNotMatch(said, /run\.sqlite-wal|scratch/);
});

Deno.test("runDemo() leaves a run file that is whole without what SQLite keeps beside it", async () => {
  await using folder = await temporaryFolder();
  await writeNotebook(join(folder.path, "notebooks", "01_first.ipynb"), [LEAVES_A_RUN_OPEN]);
  const jupyter = await setUp({ say: () => {} });
  await runDemo({ jupyter, root: folder.path, say: () => {}, redraw: false });
  const copy = join(folder.path, "copy.sqlite");
  await Deno.copyFile(join(folder.path, "outputs", "demo", "run.sqlite"), copy);
  using run = new DatabaseSync(copy);
  assert.equal(run.prepare("SELECT a FROM t").get()?.a, 7);
});

Deno.test("numberedNotebooks() says what it looked for where there are none", async () => {
  await using folder = await temporaryFolder();
  await assert.rejects(numberedNotebooks(folder.path), /no numbered notebooks such as 01_/);
});

Deno.test("outputList() points first at the page with the analysis", () => {
  const files = ["notebooks/01_a.html", "notebooks/04_b.html", "notebooks/05_c.html"];
  const list = outputList(files.map((path) => ({ path, bytes: 1234 })));
  assert.match(list, /notebooks\/01_a\.html {2}1\.2 kB/);
  assert.match(list, /Look first at outputs\/demo\/notebooks\/04_b\.html/);
});
