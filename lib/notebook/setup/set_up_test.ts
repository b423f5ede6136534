import assert from "node:assert/strict";
import { delimiter, dirname, join } from "node:path";
import { projectPath } from "../../base/project_paths.ts";
import { type TemporaryFolder, temporaryFolder } from "../../testing/temporary_folder.ts";
import { venvPaths } from "./venv_paths.ts";
import { setUp } from "./set_up.ts";

/** A Python in shell: probed, it says its version; it makes environments; its pip obeys a file. */
const FAKE_PYTHON = `#!/bin/sh
PATH=/usr/bin:/bin
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip "*)
    if [ -e "$FAKE/no-registry" ]; then
      echo "WARNING: Retrying after connection broken by 'NewConnectionError'" >&2
      echo "ERROR: No matching distribution found" >&2
      exit 1
    fi
    if [ -e "$FAKE/disk-full" ]; then
      echo "ERROR: No space left on device" >&2
      exit 1
    fi
    echo install >> "$FAKE/pip-calls" ;;
  *"import jupyterlab"*)
    [ -e "$FAKE/has-jupyter" ] || exit 1
    echo "[\\"$0\\", \\"jupyterlab 4.0.0\\"]" ;;
  -c*) echo "[\\"$(cat "$FAKE/version")\\", \\"$0\\", [$(cat "$FAKE/missing" 2>/dev/null)]]" ;;
  *) exit 1 ;;
esac
`;

interface FakeProject extends TemporaryFolder {
  root: string;
  bin: string;
  set(name: string, content?: string): Promise<void>;
  unset(name: string): Promise<void>;
  setUp(denoPath?: string): Promise<{ code: number; stdout: string; stderr: string }>;
  pipCalls(): Promise<number>;
}

async function fakeProject(): Promise<FakeProject> {
  const folder = await temporaryFolder();
  const root = join(folder.path, "project");
  const bin = join(folder.path, "bin");
  for (const path of [root, bin]) await Deno.mkdir(path);
  await Deno.writeTextFile(join(root, "deno.json"), "{}\n");
  await Deno.writeTextFile(join(root, "requirements.txt"), "jupyterlab==0\n");
  await Deno.writeTextFile(join(bin, "python3"), FAKE_PYTHON, { mode: 0o755 });
  const set = (name: string, content = "") => Deno.writeTextFile(join(folder.path, name), content);
  await set("version", "3.11.0");
  return {
    ...folder,
    root,
    bin,
    set,
    unset: (name) => Deno.remove(join(folder.path, name)),
    setUp: (denoPath) => setUpIn(root, { path: bin, denoPath, env: { FAKE: folder.path } }),
    async pipCalls() {
      const text = await Deno.readTextFile(join(folder.path, "pip-calls")).catch(() => "");
      return text.split("\n").length - 1;
    },
  };
}

interface SetUpInOptions {
  path: string;
  denoPath?: string;
  env?: Record<string, string>;
}

async function setUpIn(
  root: string,
  { path, denoPath = Deno.execPath(), env = {} }: SetUpInOptions,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const kept = ["HOME", "DENO_DIR", "TMPDIR", "PIP_CERT", "PIP_CACHE_DIR"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", "--config", projectPath("deno.json")],
      ...[projectPath("lib", "testing", "set_up_in.ts"), root, denoPath],
    ],
    clearEnv: true,
    env: { ...Object.fromEntries(kept), PATH: path, NO_COLOR: "1", ...env },
  });
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

function assertOneLine(stderr: string, pattern: RegExp): void {
  assert.match(stderr, pattern);
  assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
}

Deno.test("setUp() says each step at first and is silent when all is there", async () => {
  await using project = await fakeProject();
  const first = await project.setUp();
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /making \.venv with Python 3\.11\.0 … done \(\d+\.\d s\)\n/);
  assert.match(first.stdout, /installing JupyterLab, nbclient and nbconvert … done/);
  assert.match(first.stdout, /Deno kernel at this Deno … done/);
  const second = await project.setUp();
  assert.equal(second.stdout, `python: ${venvPaths(project.root).python}\n`);
  assert.equal(await project.pipCalls(), 1);
});

Deno.test("setUp() makes a half-made .venv again", async () => {
  await using project = await fakeProject();
  const paths = venvPaths(project.root);
  await Deno.mkdir(join(paths.folder, "bin"), { recursive: true });
  await Deno.writeTextFile(join(paths.folder, "bin", "half"), "");
  const { code, stdout } = await project.setUp();
  assert.equal(code, 0);
  assert.match(stdout, /\.venv was not finished and is made again/);
  await assert.rejects(Deno.stat(join(paths.folder, "bin", "half")));
});

Deno.test("setUp() makes .venv again when its Python or its stamp is gone", async () => {
  await using project = await fakeProject();
  await project.setUp();
  await Deno.remove(venvPaths(project.root).python);
  assert.equal((await project.setUp()).code, 0);
  await Deno.writeTextFile(venvPaths(project.root).stamp, "{ cut off");
  assert.equal((await project.setUp()).code, 0);
  assert.equal(await project.pipCalls(), 3);
});

Deno.test("setUp() installs again when requirements.txt changes", async () => {
  await using project = await fakeProject();
  await project.setUp();
  await Deno.writeTextFile(join(project.root, "requirements.txt"), "jupyterlab==1\n");
  const { stdout } = await project.setUp();
  assert.match(stdout, /not up to date/);
  assert.equal(await project.pipCalls(), 2);
});

Deno.test("setUp() points the kernel at the Deno that runs, wherever that has moved", async () => {
  await using project = await fakeProject();
  await project.setUp();
  const moved = join(project.path, "moved-deno");
  await Deno.symlink(Deno.execPath(), moved);
  const { stdout } = await project.setUp(moved);
  assert.match(stdout, /Deno kernel/);
  const spec = JSON.parse(await Deno.readTextFile(venvPaths(project.root).kernelSpec));
  assert.deepEqual(spec.argv, [moved, "jupyter", "--kernel", "--conn", "{connection_file}"]);
  assert.equal(spec.env.RUST_BACKTRACE, "0");
  assert.equal(await project.pipCalls(), 1);
});

Deno.test("setUp() goes on in a project that was moved to another folder", async () => {
  await using project = await fakeProject();
  await project.setUp();
  const moved = join(project.path, "elsewhere");
  await Deno.rename(project.root, moved);
  const env = { FAKE: project.path };
  const { code, stdout } = await setUpIn(moved, { path: project.bin, env });
  assert.equal(code, 0);
  assert.match(stdout, new RegExp(`python: ${venvPaths(moved).python}`));
});

Deno.test("setUp() says in one line that the registry is out of reach, and mends it later", async () => {
  await using project = await fakeProject();
  await project.set("no-registry");
  const { code, stderr } = await project.setUp();
  assert.equal(code, 1);
  assertOneLine(stderr, /the Python package registry cannot be reached\. Connect/);
  await project.unset("no-registry");
  assert.equal((await project.setUp()).code, 0);
});

Deno.test("setUp() names what pip failed at and where its log is", async () => {
  await using project = await fakeProject();
  await project.set("disk-full");
  const { code, stderr } = await project.setUp();
  assert.equal(code, 1);
  assertOneLine(stderr, /pip failed \(No space left on device\)\. All it said is in .*pip\.log/);
});

Deno.test("setUp() goes on with the Jupyter on PATH when the registry is out of reach", async () => {
  await using project = await fakeProject();
  await project.set("no-registry");
  await project.set("has-jupyter");
  const first = await project.setUp();
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /going on with the Jupyter on PATH instead \(jupyterlab 4\.0\.0\)/);
  assert.match(first.stdout, new RegExp(`python: ${join(project.bin, "python3")}`));
  const second = await project.setUp();
  assert.match(second.stdout, /using the Jupyter on PATH .*delete \.venv to try again/);
  assert.doesNotMatch(second.stdout, /making/);
});

Deno.test("setUp() says in one line that there is no Python", async () => {
  await using project = await fakeProject();
  await Deno.remove(join(project.bin, "python3"));
  const { code, stderr } = await project.setUp();
  assert.equal(code, 1);
  assertOneLine(
    stderr,
    /Python 3\.10 or later is needed but no python3 was found on PATH\. Install/,
  );
});

Deno.test("setUp() says in one line that Python is too old", async () => {
  await using project = await fakeProject();
  await project.set("version", "3.8.10");
  const { code, stderr } = await project.setUp();
  assert.equal(code, 1);
  assertOneLine(stderr, /3\.10 or later is needed but only Python 3\.8\.10 .* was found\. Install/);
});

Deno.test("setUp() says in one line that Python cannot make environments", async () => {
  await using project = await fakeProject();
  await project.set("missing", '"ensurepip"');
  const { code, stderr } = await project.setUp();
  assert.equal(code, 1);
  assertOneLine(stderr, /has no 'ensurepip' module.*install python3-venv/);
});

Deno.test("setUp() says in one line that .venv cannot be a folder", async () => {
  await using project = await fakeProject();
  await Deno.writeTextFile(join(project.root, ".venv"), "a file");
  const { code, stderr } = await project.setUp();
  assert.equal(code, 1);
  assertOneLine(stderr, /\.venv cannot be written .*delete it/);
});

Deno.test("setUp() waits for another set-up of the folder and then finds all there", async () => {
  await using project = await fakeProject();
  const both = await Promise.all([project.setUp(), project.setUp()]);
  assert.deepEqual(both.map(({ code }) => code), [0, 0]);
  assert.equal(await project.pipCalls(), 1);
});

Deno.test("setUp() installs a real Jupyter with our kernel into an empty folder", async () => {
  await using folder = await temporaryFolder();
  for (const name of ["deno.json", "deno.lock", "requirements.txt"]) {
    await Deno.copyFile(projectPath(name), join(folder.path, name));
  }
  let said = "";
  const jupyter = await setUp({ root: folder.path, say: (text) => said += text });
  assert.match(said, /fetching the library's packages … done/);
  const list = new Deno.Command(jupyter.python, {
    args: ["-m", "jupyterlab", "--version"],
    env: jupyter.env,
  });
  const { stdout } = await list.output();
  const pinned = await Deno.readTextFile(projectPath("requirements.txt"));
  assert.match(pinned, new RegExp(`^jupyterlab==${new TextDecoder().decode(stdout).trim()}$`, "m"));
});

Deno.test("setUp() with a real pip knows an unreachable registry, and takes a real Jupyter on PATH", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(join(folder.path, "deno.json"), "{}\n");
  await Deno.writeTextFile(join(folder.path, "requirements.txt"), "jupyterlab==4.6.6\n");
  const { python } = await setUp({ say: () => {} });
  // Nothing listens on port 9 of loopback: every connection is refused at once.
  const env = {
    PIP_INDEX_URL: "http://127.0.0.1:9/simple",
    PIP_NO_CACHE_DIR: "1",
    PIP_RETRIES: "0",
  };
  const without = await setUpIn(folder.path, { path: await pathWithPython(folder.path), env });
  assert.equal(without.code, 1);
  assertOneLine(without.stderr, /the Python package registry cannot be reached/);
  const path = [dirname(python), await pathWithPython(folder.path)].join(delimiter);
  const withJupyter = await setUpIn(folder.path, { path, env });
  assert.equal(withJupyter.code, 0, withJupyter.stderr);
  assert.match(withJupyter.stdout, /going on with the Jupyter on PATH instead \(jupyterlab 4/);
});

/** A folder with nothing but `python3`, the one that the project's environment was made with. */
async function pathWithPython(folder: string): Promise<string> {
  const bin = join(folder, "only-python");
  await Deno.mkdir(bin, { recursive: true });
  const { python } = await setUp({ say: () => {} });
  const link = join(bin, "python3");
  await Deno.remove(link).catch(() => {});
  await Deno.symlink(await Deno.realPath(python), link);
  return bin;
}
