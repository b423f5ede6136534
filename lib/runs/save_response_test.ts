import assert from "node:assert/strict";
import { fakeAnswer, fakeFailure } from "../testing/fake_client.ts";
import { rowsOf, somePrompts, withRun } from "../testing/temporary_run.ts";
import { addImportedModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import type { RunFile } from "./run_file.ts";
import { saveResponse } from "./save_response.ts";

const KEY = { prompt_id: "p0", model: "m", sample: 0 };

async function withModel(use: (run: RunFile) => void): Promise<void> {
  await withRun((run) => {
    addPrompts(run, somePrompts(1));
    addImportedModel(run, "m");
    use(run);
  });
}

Deno.test("saveResponse() keeps every field of an answer", async () => {
  await withModel((run) => {
    const answer = fakeAnswer({ response: "é\r\n\"'😀", thinking: "hm", seconds: 1.5 });
    assert.equal(saveResponse(run, { ...KEY, answer }), true);
    const { created_at, ...row } = rowsOf(run, "SELECT * FROM responses")[0] ?? {};
    assert.deepEqual(row, { ...KEY, ...answer, origin: "asked", origin_ref: null });
    assert.match(String(created_at), /^\d{4}-\d\d-\d\dT.*Z$/);
  });
});

Deno.test("saveResponse() loses nothing of an answer after a NUL character", async () => {
  await withModel((run) => {
    saveResponse(run, { ...KEY, answer: fakeAnswer({ response: "one\0two" }) });
    assert.deepEqual(rowsOf(run, "SELECT response FROM responses"), [{ response: "one\uFFFDtwo" }]);
  });
});

Deno.test("saveResponse() never puts one answer in place of another", async () => {
  await withModel((run) => {
    saveResponse(run, { ...KEY, answer: fakeAnswer({ response: "first" }) });
    const again = saveResponse(run, { ...KEY, answer: fakeAnswer({ response: "second" }) });
    assert.equal(again, false);
    assert.equal(saveResponse(run, { ...KEY, answer: fakeFailure("timeout") }), false);
    assert.deepEqual(rowsOf(run, "SELECT response FROM responses"), [{ response: "first" }]);
  });
});

Deno.test("saveResponse() replaces a failure, and drops what a judge said of it", async () => {
  await withModel((run) => {
    saveResponse(run, { ...KEY, answer: fakeFailure("timeout") });
    run.db.exec(`INSERT INTO judges VALUES ('rules', '{}', 0);
      INSERT INTO annotations (prompt_id, model, sample, judge, variant, status, created_at)
      VALUES ('p0', 'm', 0, 'rules', 0, 'failed', '')`);
    assert.equal(saveResponse(run, { ...KEY, answer: fakeAnswer() }), true);
    assert.deepEqual(rowsOf(run, "SELECT status, error_kind FROM responses"), [
      { status: "answered", error_kind: null },
    ]);
    assert.deepEqual(rowsOf(run, "SELECT * FROM annotations"), []);
  });
});

Deno.test("saveResponse() refuses an answer to a prompt or by a model that the run lacks", async () => {
  await withModel((run) => {
    const answer = fakeAnswer();
    assert.throws(() => saveResponse(run, { ...KEY, model: "x", answer }), /FOREIGN KEY/);
    assert.throws(() => saveResponse(run, { ...KEY, prompt_id: "x", answer }), /FOREIGN KEY/);
  });
});
