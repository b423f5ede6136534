import assert from "node:assert/strict";
import { withRun } from "../testing/temporary_run.ts";
import { lockRun } from "./lock_run.ts";

Deno.test("lockRun() tells the second who holds the run, and lets it in afterwards", async () => {
  await withRun((run) => {
    {
      using _lock = lockRun(run, "generate");
      assert.throws(
        () => lockRun(run, "annotate"),
        new RegExp(`'generate' \\(process ${Deno.pid} on .*, since 20.*Z\\) is writing to it`),
      );
    }
    using _later = lockRun(run, "annotate");
  });
});

Deno.test("a killed process leaves no lock behind", async () => {
  await withRun(async (run) => {
    const script = `
      import { lockRun } from ${JSON.stringify(import.meta.resolve("./lock_run.ts"))};
      lockRun(${JSON.stringify({ folder: run.folder, path: run.path })}, "import");
      console.log("locked");
      setInterval(() => {}, 1000);`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--quiet", "--ext=ts", script],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    assert.throws(() => lockRun(run, "generate"), new RegExp(`'import' \\(process ${child.pid} `));
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
    using _lock = lockRun(run, "generate");
  });
});

Deno.test("lockRun() says in one line that the run's folder is gone", async () => {
  await withRun((run) => {
    Deno.removeSync(run.folder, { recursive: true });
    assert.throws(() => lockRun(run, "generate"), /Check that its folder is there/);
  });
});
