import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { evaluateInKernel } from "../testing/evaluate_in_kernel.ts";
import { makeLabProject } from "../testing/lab/lab_project.ts";
import { startLabServer } from "../testing/lab/lab_server.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { setUp } from "./setup/set_up.ts";
import { runProgram } from "./setup/run_program.ts";

/** The ways of docs/editors.md, without a task of ours. */
const NOTEBOOK = projectPath("notebooks", "01_build_prompts.ipynb");

Deno.test({
  name: "the kernel of 'deno jupyter --install' runs a notebook in a Jupyter that knows no more",
  // On Windows it goes where no variable can lead it.
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using home = await temporaryFolder();
    await using folder = await temporaryFolder();
    const [notebook = ""] = await makeLabProject(folder.path, [NOTEBOOK]);
    const env = {
      HOME: home.path,
      DENO_DIR: await denoFolder(),
      JUPYTER_PATH: "",
      // Kernels of the user go before those of .venv.
      JUPYTER_PREFER_ENV_PATH: "0",
    };
    const installed = await runProgram([Deno.execPath(), "jupyter", "--install"], { env });
    assert.equal(installed.code, 0, installed.stderr);
    const { python } = await setUp({ say: () => {} });
    const executed = await runProgram(
      [
        python,
        "-m",
        "nbconvert",
        "--to",
        "notebook",
        "--execute",
        notebook,
        "--output",
        "executed",
      ],
      { env, cwd: folder.path },
    );
    assert.equal(executed.code, 0, executed.stderr);
    const { cells } = JSON.parse(
      await Deno.readTextFile(join(folder.path, "notebooks", "executed.ipynb")),
    );
    const shown = JSON.stringify(cells);
    assert.match(shown, /Prompts in the run/);
    assert.doesNotMatch(shown, /"output_type":"error"/);
    assert.ok((await Deno.stat(join(folder.path, "outputs", "my-study", "run.sqlite"))).isFile);
  },
});

Deno.test("JupyterLab of .venv, started without a task, has the Deno kernel, which finds @lib/", async () => {
  await using folder = await temporaryFolder();
  await using state = await temporaryFolder();
  const [path] = await makeLabProject(folder.path, [NOTEBOOK]);
  await using lab = await startLabServer({
    root: folder.path,
    state: state.path,
    isPlain: true,
  });
  const ask = async (what: string, init?: RequestInit) =>
    await (await fetch(`${lab.url}api/${what}?token=${lab.token}`, init)).json();
  const { kernelspecs } = await ask("kernelspecs");
  assert.equal(kernelspecs.deno.spec.argv[0], Deno.execPath());
  const { kernel } = await ask("sessions", {
    method: "POST",
    body: JSON.stringify({ path, name: path, type: "notebook", kernel: { name: "deno" } }),
  });
  const socket = `${lab.url.replace(/^http/, "ws")}api/kernels/${kernel.id}/channels`;
  const code = `const { TECHNIQUES } = await import("@lib/mod.ts"); TECHNIQUES.length`;
  assert.equal(await evaluateInKernel(`${socket}?token=${lab.token}`, code), "6");
});

/** Where Deno keeps packages: in another home it would fetch them all again. */
async function denoFolder(): Promise<string> {
  const { stdout } = await runProgram([Deno.execPath(), "info", "--json"]);
  return String(JSON.parse(stdout).denoDir);
}
