import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { runCli } from "../testing/run_cli.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { checkCells } from "./check/check_cells.ts";
import { committedNotebook } from "./check/committed_notebook.ts";
import { newNotebook } from "./new_notebook.ts";
import { runNotebooks } from "./run_notebooks.ts";
import { setUp } from "./setup/set_up.ts";

Deno.test("newNotebook() makes one that passes the checks and runs, with a first run in it", async () => {
  await using root = await temporaryFolder();
  await Deno.copyFile(projectPath("deno.json"), join(root.path, "deno.json"));
  for (const folder of ["lib", "data"]) {
    await Deno.symlink(projectPath(folder), join(root.path, folder));
  }
  const path = await newNotebook("my_question", { root: root.path });
  assert.equal(path, join(root.path, "notebooks", "my_question.ipynb"));
  const text = await Deno.readTextFile(path);
  assert.match(text, /"# My question\\n"/);
  assert.equal(await committedNotebook(path), text);
  assert.deepEqual(await checkCells([path]), []);

  const output = join(root.path, "executed");
  const run = join(root.path, "run");
  const finished = await runNotebooks([path], {
    jupyter: await setUp({ say: () => {} }),
    output,
    env: { NEUTRALITY_RUN: run },
  });
  assert.equal(finished, true);
  const page = await Deno.readTextFile(join(output, "my_question.html"));
  assert.match(page, /Run &#39;run&#39;|Run 'run'/);
  assert.match(page, /Answers by technique, as rules says/);
});

Deno.test("newNotebook() leaves a notebook of that name as it is", async () => {
  await using root = await temporaryFolder();
  await Deno.mkdir(join(root.path, "notebooks"));
  const path = join(root.path, "notebooks", "mine.ipynb");
  await Deno.writeTextFile(path, "work of weeks");
  await assert.rejects(newNotebook("mine", { root: root.path }), {
    name: "UserError",
    message: /^Cannot make notebooks\/mine\.ipynb: it is there already\. [^\n]+$/,
  });
  assert.equal(await Deno.readTextFile(path), "work of weeks");
});

Deno.test("newNotebook() refuses what is no plain file name, in one line, and makes nothing", async () => {
  await using root = await temporaryFolder();
  const names = [
    "",
    "../out",
    "a/b",
    "A question",
    "mine.ipynb",
    ".hidden",
    "a".repeat(61),
    "x\ny",
  ];
  for (const name of names) {
    await assert.rejects(newNotebook(name, { root: root.path }), {
      name: "UserError",
      message: /^Cannot make a notebook '[^]*': (expected a name of|leave out the ending)/,
    });
  }
  assert.deepEqual(await Array.fromAsync(Deno.readDir(root.path)), []);
});

Deno.test("deno task new-notebook refuses an existing and a bad name in one line, and no name", async () => {
  for (
    const [name, said] of [["a b", "expected a name"], [undefined, "missing required argument"]]
  ) {
    const args = name === undefined ? [] : [name];
    const { code, stdout, stderr } = await runCli("new_notebook", args);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`^error: [^\\n]*${said}[^\\n]*\\n$`));
  }
});
