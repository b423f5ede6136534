import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath, runFolder, userPath } from "./project_paths.ts";

Deno.test("userPath() means the folder in which the user stood, and leaves absolute paths alone", () => {
  const before = Deno.env.get("INIT_CWD");
  const stood = projectPath("data");
  Deno.env.set("INIT_CWD", stood);
  try {
    assert.equal(userPath("x.csv"), join(stood, "x.csv"));
    assert.equal(userPath(join("..", "x.csv")), projectPath("x.csv"));
    assert.equal(userPath(projectPath("y.csv")), projectPath("y.csv"));
  } finally {
    if (before === undefined) Deno.env.delete("INIT_CWD");
    else Deno.env.set("INIT_CWD", before);
  }
});

Deno.test("runFolder() takes a bare name for a folder in outputs/, and a path for a path", () => {
  assert.equal(runFolder("my-study"), projectPath("outputs", "my-study"));
  assert.equal(runFolder(projectPath("elsewhere")), projectPath("elsewhere"));
  for (const path of [".", "..", "./mine"]) assert.equal(runFolder(path), userPath(path));
});
