import assert from "node:assert/strict";
import { projectPath } from "../../base/project_paths.ts";
import { requireTriedDeno, TRIED_DENO } from "./require_tried_deno.ts";

Deno.test("requireTriedDeno() refuses a Deno whose kernel was not tried, with the way out", () => {
  requireTriedDeno("demo", TRIED_DENO);
  assert.throws(
    () => requireTriedDeno("lab", "2.9.6"),
    /Deno 2\.9\.6: .*Use 'npx -y deno@2\.8\.1 task lab'/,
  );
});

Deno.test("the README and CI name the Deno that was tried", async () => {
  for (const path of ["README.md", ".ci/run"]) {
    const text = await Deno.readTextFile(projectPath(path));
    const named = [...text.matchAll(/deno@(\d+\.\d+\.\d+)/g)].map((match) => match[1]);
    assert.deepEqual([...new Set(named)], [TRIED_DENO], path);
  }
});
