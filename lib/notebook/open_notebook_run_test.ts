import assert from "node:assert/strict";
import { join } from "node:path";
import { withFolder } from "../testing/temporary_run.ts";
import { openNotebookRun } from "./open_notebook_run.ts";

Deno.test("openNotebookRun() keeps several runs open, and closes all where one cannot be opened", async () => {
  await withFolder((folder) => {
    const one = openNotebookRun(join(folder, "one"), { create: true });
    const two = openNotebookRun(join(folder, "two"), { create: true });
    assert.ok(one.db.isOpen && two.db.isOpen);
    one[Symbol.dispose]();
    assert.throws(() => openNotebookRun(join(folder, "none")), { name: "UserError" });
    assert.ok(!two.db.isOpen);
    assert.throws(() => two.db.prepare("SELECT 1"), { message: "database is not open" });
    using again = openNotebookRun(join(folder, "two"));
    assert.ok(again.db.isOpen);
    return Promise.resolve();
  });
});
