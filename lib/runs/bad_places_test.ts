import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../base/user_error.ts";
import { fakeAnswer, fakeClient } from "../testing/fake_client.ts";
import { rowsOf, somePrompts, withFolder, withRun } from "../testing/temporary_run.ts";
import { addPrompts } from "./add_prompts.ts";
import { generateResponses } from "./generate_responses.ts";
import { openRun, type RunFile } from "./run_file.ts";

const SPEC = { name: "m", model: "m", baseURL: "http://localhost:1/v1" };

function generate(run: RunFile, onAsk: (number: number) => void) {
  const client = fakeClient((_, number) => {
    onAsk(number);
    return fakeAnswer({ response: "x".repeat(2000) });
  });
  return generateResponses(run, { models: [{ spec: SPEC, client }], concurrency: 1 });
}

Deno.test("a full disk stops the asking in one clear line, and what was kept stays whole", async () => {
  await withRun(async (run) => {
    addPrompts(run, somePrompts(500));
    const pages = Number(run.db.prepare("PRAGMA page_count").get()?.page_count);
    let asked = 0;
    // Set when the asking has begun, as a disk fills while a run is on.
    const filling = generate(run, (number) => {
      asked = number + 1;
      if (number === 0) run.db.exec(`PRAGMA max_page_count = ${pages + 60}`);
    });
    await assert.rejects(
      filling,
      (error) =>
        error instanceof UserError &&
        /Cannot write to .*run\.sqlite: the disk is full .*Make room/.test(error.message),
    );
    run.db.exec("PRAGMA max_page_count = 1000000");
    const kept = rowsOf(run, "SELECT prompt_id FROM responses").length;
    assert.ok(kept > 10 && asked - kept <= 1, `${kept} of ${asked}`);
    assert.deepEqual(rowsOf(run, "PRAGMA integrity_check"), [{ integrity_check: "ok" }]);
    const summary = await generate(run, () => {});
    assert.deepEqual([summary.left, summary.models[0]?.asked], [0, 500 - kept]);
  });
});

Deno.test("a folder that vanishes stops the asking soon: its answers would go nowhere", async () => {
  await withFolder(async (parent) => {
    const folder = join(parent, "run");
    using run = openRun(folder, { create: true });
    addPrompts(run, somePrompts(5000));
    const vanishing = generate(run, (number) => {
      if (number === 3) Deno.removeSync(folder, { recursive: true });
      // The place is looked at once a second: time passes as it does with real models.
      if (number > 3) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      assert.ok(number < 100, "it goes on asking");
    });
    await assert.rejects(
      vanishing,
      (error) =>
        error instanceof UserError &&
        /the file was deleted or moved while it was in use/.test(error.message),
    );
  });
});

Deno.test("openRun() refuses a damaged file in one line", async () => {
  await withFolder(async (folder) => {
    openRun(folder, { create: true })[Symbol.dispose]();
    const path = join(folder, "run.sqlite");
    const file = await Deno.open(path, { write: true });
    await file.seek(100, Deno.SeekMode.Start);
    await file.write(new Uint8Array(3000).fill(0xff));
    file.close();
    assert.throws(
      () => openRun(folder),
      (error) =>
        error instanceof UserError && !error.message.includes("\n") && error.message.includes(path),
    );
  });
});
