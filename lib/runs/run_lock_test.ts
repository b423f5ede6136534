import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { withFolder, withRun } from "../testing/temporary_run.ts";
import { lockRun, tryLockRun } from "./run_lock.ts";

Deno.test("lockRun() refuses a second task on the run, and says who holds it", async () => {
  await withRun((run) => {
    {
      using _lock = lockRun(run, "generate");
      assert.throws(
        () => lockRun(run, "annotate"),
        new RegExp(
          `^UserError: Cannot write to .*run\\.sqlite: process ${Deno.pid} on .+ has held it for ` +
            `'generate' since \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\. Wait until that has ended, end it, ` +
            `or take another run folder\\.$`,
        ),
      );
    }
    lockRun(run, "annotate")[Symbol.dispose]();
  });
});

Deno.test("lockRun() leaves no file behind once it is released", async () => {
  await withRun((run) => {
    const lock = lockRun(run, "generate");
    assert.equal(existsSync(join(run.folder, "run.lock")), true);
    lock[Symbol.dispose]();
    assert.equal(existsSync(join(run.folder, "run.lock")), Deno.build.os === "windows");
  });
});

Deno.test("lockRun() does not let a broken or hostile lock file speak for itself", async () => {
  await withRun((run) => {
    using _lock = lockRun(run, "generate");
    const path = join(run.folder, "run.lock");
    Deno.writeTextFileSync(path, "not JSON");
    assert.throws(() => lockRun(run, "annotate"), /another process is writing to it/);
    Deno.writeTextFileSync(path, JSON.stringify({ pid: 1, host: "a\u001b[2J\nb" }));
    assert.throws(() => lockRun(run, "annotate"), /process 1 on a \[2J b has/);
  });
});

Deno.test("tryLockRun() ends in one clear line where the run's folder is gone", async () => {
  await withFolder((folder) => {
    const gone = join(folder, "gone");
    const run = { folder: gone, path: join(gone, "run.sqlite") };
    assert.throws(() => tryLockRun(run, "generate"), /UserError: Cannot write to .*run\.lock: /);
  });
});

Deno.test("a lock ends with its process, even one that was killed", async () => {
  await withRun(async (run) => {
    const code = `import { lockRun } from ${JSON.stringify(moduleOfLock())};
      lockRun(${JSON.stringify({ folder: run.folder, path: run.path })}, "generate");
      console.log("held");
      setInterval(() => {}, 1000);`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--quiet", `--config=${projectPath("deno.json")}`, code],
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const output = child.stdout.getReader();
    await output.read();
    assert.throws(() => lockRun(run, "annotate"), new RegExp(`process ${child.pid} on `));
    child.kill("SIGKILL");
    await child.status;
    await output.cancel();
    lockRun(run, "annotate")[Symbol.dispose]();
  });
});

function moduleOfLock(): string {
  return new URL("./run_lock.ts", import.meta.url).href;
}
