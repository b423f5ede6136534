import assert from "node:assert/strict";
import { pythonsIn, searchPath, venvPaths } from "./venv_paths.ts";

Deno.test("venvPaths() has bin/python on Linux and macOS", () => {
  for (const os of ["linux", "darwin"] as const) {
    const paths = venvPaths("/home/ada/study", os);
    assert.equal(paths.python, "/home/ada/study/.venv/bin/python");
    assert.equal(paths.kernelSpec, "/home/ada/study/.venv/share/jupyter/kernels/deno/kernel.json");
  }
});

Deno.test("venvPaths() has Scripts\\python.exe on Windows", () => {
  const paths = venvPaths("C:\\Users\\Ada\\study", "windows");
  assert.equal(paths.python, "C:\\Users\\Ada\\study\\.venv\\Scripts\\python.exe");
  assert.equal(paths.jupyterData, "C:\\Users\\Ada\\study\\.venv\\share\\jupyter");
  assert.equal(
    paths.kernelSpec,
    "C:\\Users\\Ada\\study\\.venv\\share\\jupyter\\kernels\\deno\\kernel.json",
  );
});

Deno.test("pythonsIn() knows where each system's environments have their Python", () => {
  assert.deepEqual(pythonsIn("/opt/conda", "darwin"), [
    "/opt/conda/bin/python3",
    "/opt/conda/bin/python",
  ]);
  assert.deepEqual(pythonsIn("C:\\conda", "windows"), [
    "C:\\conda\\python.exe",
    "C:\\conda\\Scripts\\python.exe",
  ]);
});

Deno.test("searchPath() puts semicolons between folders that have colons in them", () => {
  assert.equal(searchPath(["C:\\a", "", "D:\\b"], "windows"), "C:\\a;D:\\b");
  assert.equal(searchPath(["/a", "/b"], "darwin"), "/a:/b");
  assert.equal(searchPath(["/a", ""], "linux"), "/a");
});
