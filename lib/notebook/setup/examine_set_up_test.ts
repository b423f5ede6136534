import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../../base/user_error.ts";
import { temporaryFolder } from "../../testing/temporary_folder.ts";
import { examine } from "./examine.ts";
import {
  examineDeno,
  examineFolder,
  examineJupyter,
  examineKernel,
  examinePython,
} from "./examine_set_up.ts";
import { writeKernelSpec } from "./kernel_spec.ts";
import { TRIED_DENO } from "./require_tried_deno.ts";
import { fileHash, writeStamp } from "./stamp.ts";
import { venvPaths } from "./venv_paths.ts";

/** A folder that is set up as far as the doctor looks. */
async function setUpFolder(root: string) {
  const paths = venvPaths(root);
  const requirements = join(root, "requirements.txt");
  await Deno.writeTextFile(requirements, "jupyterlab==0\n");
  await Deno.mkdir(join(paths.python, ".."), { recursive: true });
  await Deno.writeTextFile(paths.python, "");
  await writeStamp(paths, {
    source: "venv",
    python: paths.python,
    realPython: await Deno.realPath(paths.python),
    requirements: await fileHash(requirements),
    packages: "",
    found: "",
  });
  await writeKernelSpec(paths.kernelSpec, Deno.execPath());
  return { paths, requirements };
}

Deno.test("examineDeno() names the Deno to use in place of one that was not tried", () => {
  assert.equal(examineDeno(TRIED_DENO).ok, true);
  const { ok, mend } = examineDeno("2.9.6");
  assert.equal(ok, false);
  assert.match(mend, new RegExp(`npx -y deno@${TRIED_DENO}`));
});

Deno.test("examinePython() says which one a set-up would take, or what is wrong with those there", async () => {
  const python = { command: ["py", "-3"], version: "3.12.1" };
  const there = await examinePython(() => Promise.resolve(python));
  assert.deepEqual([there.ok, there.found], [true, "3.12.1 (py -3)"]);
  const old = await examinePython(() => Promise.reject(new UserError("Python is too old. Try.")));
  assert.deepEqual([old.ok, old.found], [false, "Python is too old. Try"]);
});

Deno.test("examineJupyter() tells what is wrong with .venv, and the way out", async () => {
  await using folder = await temporaryFolder();
  const root = folder.path;
  assert.match((await examineJupyter(root)).found, /not set up/);
  const { paths, requirements } = await setUpFolder(root);
  assert.equal((await examineJupyter(root)).ok, true);

  await Deno.writeTextFile(requirements, "jupyterlab==1\n");
  const changed = await examineJupyter(root);
  assert.deepEqual([changed.ok, changed.found], [false, "not as requirements.txt has it now"]);
  assert.match(changed.mend, /deno task lab/);

  await Deno.remove(paths.python);
  const gone = await examineJupyter(root);
  assert.deepEqual([gone.ok, gone.found], [false, "its Python is gone"]);

  const other = join(root, "another-python");
  await Deno.writeTextFile(other, "");
  await Deno.symlink(other, paths.python);
  const replaced = await examineJupyter(root);
  assert.equal(replaced.ok, false);
  assert.match(replaced.found, /another than it was made with: .*another-python$/);

  await Deno.writeTextFile(paths.stamp, "{ cut off");
  assert.match((await examineJupyter(root)).found, /not set up, or not to the end/);
});

Deno.test("examineKernel() finds a kernel that is missing, and one that starts another Deno", async () => {
  await using folder = await temporaryFolder();
  const missing = await examineKernel(folder.path);
  assert.deepEqual([missing.ok, missing.found], [false, "missing"]);
  await setUpFolder(folder.path);
  assert.equal((await examineKernel(folder.path)).ok, true);
  const other = await examineKernel(folder.path, "/elsewhere/deno");
  assert.equal(other.ok, false);
  assert.match(other.found, /another Deno/);
});

Deno.test("examineFolder() finds what cannot be written, and makes no folder", async () => {
  await using folder = await temporaryFolder();
  const later = join(folder.path, "outputs");
  assert.equal((await examineFolder("outputs/", later)).ok, true);
  await assert.rejects(Deno.stat(later), Deno.errors.NotFound);
  await Deno.writeTextFile(later, "a file");
  const { ok, found, mend } = await examineFolder("outputs/", later);
  assert.equal(ok, false);
  assert.match(found, /^cannot be written \(/);
  assert.equal(mend, `Make ${later} a folder that you may write to`);
});

Deno.test("examine() looks for a Python where nothing is set up, and at the run that is named", async () => {
  await using folder = await temporaryFolder();
  const run = join(folder.path, "outputs", "none");
  const findings = await examine({ root: folder.path, run });
  const titles = findings.map(({ title }) => title);
  assert.ok(titles.includes("Python"), titles.join());
  assert.deepEqual(findings.at(-1), {
    title: join(run, "run.sqlite"),
    ok: false,
    found: "there is no such run",
    mend: "Name the folder of a run, such as --run outputs/my-study",
  });
  await setUpFolder(folder.path);
  assert.ok(!(await examine({ root: folder.path })).some(({ title }) => title === "Python"));
});
