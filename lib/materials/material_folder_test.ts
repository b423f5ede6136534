import assert from "node:assert/strict";
import { projectPath } from "../base/project_paths.ts";
import { materialFolder } from "./material_folder.ts";

Deno.test("materialFolder() finds a material by name and by path, and says what is missing", () => {
  assert.equal(materialFolder("starter"), projectPath("data", "starter"));
  assert.equal(materialFolder(projectPath("data", "starter")), projectPath("data", "starter"));
  assert.throws(() => materialFolder("no-such-material"), {
    name: "UserError",
    message: /Cannot find the material 'no-such-material'.*Name a folder in data/,
  });
});
