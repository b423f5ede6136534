import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { fakeAnswer } from "../testing/fake_client.ts";
import { killGeneration } from "../testing/kill_generation.ts";
import { rowsOf, somePrompts, withFolder } from "../testing/temporary_run.ts";
import { addImportedModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import { openRun, type RunFile } from "./run_file.ts";
import { saveResponse } from "./save_response.ts";

Deno.test("a generation killed at any instant loses nothing it had counted, and asks nothing twice but what was under way", async () => {
  const concurrency = 16;
  const report = await killGeneration({ kills: 2, seed: 1, concurrency });
  for (const { counted, rows, lost } of report.kills) {
    assert.ok(rows > 0 && rows >= counted, `${rows} rows, ${counted} counted`);
    assert.ok(lost <= concurrency, `${lost} to be asked again`);
  }
  const lost = report.kills.reduce((sum, kill) => sum + kill.lost, 0);
  assert.equal(report.rows, report.prompts);
  assert.equal(report.askedAgain, lost);
  assert.equal(report.integrity, "ok");
});

Deno.test("what was saved before a kill is there after it, and nothing else, in any order of events", async () => {
  const save = fc.record({
    prompt: fc.nat(3),
    sample: fc.nat(1),
    status: fc.constantFrom("answered", "failed", "empty"),
  });
  const events = fc.array(fc.oneof({ arbitrary: save, weight: 5 }, fc.constant("kill" as const)), {
    maxLength: 30,
  });
  const property = fc.asyncProperty(events, async (history) => {
    await withFolder((folder) => {
      const open: RunFile[] = [];
      let run = openRun(join(folder, "0"), { create: true });
      open.push(run);
      addPrompts(run, somePrompts(4));
      addImportedModel(run, "m");
      const expected = new Map<string, string>();
      for (const [number, event] of history.entries()) {
        if (event === "kill") {
          run = reopenAsIfKilled(run, join(folder, String(open.length)));
          open.push(run);
        } else {
          const { prompt, sample, status } = event;
          const answer = fakeAnswer({ status, response: String(number) });
          saveResponse(run, { prompt_id: `p${prompt}`, model: "m", sample, answer });
          const key = `p${prompt} ${sample}`;
          const before = expected.get(key);
          if (before === undefined || before.startsWith("failed")) {
            expected.set(key, `${status} ${number}`);
          }
        }
        const rows = rowsOf(run, "SELECT * FROM responses").map((row) =>
          [`${row.prompt_id} ${row.sample}`, `${row.status} ${row.response}`] as const
        );
        assert.equal(rows.length, expected.size);
        assert.deepEqual(new Map(rows), expected);
      }
      for (const file of open) file[Symbol.dispose]();
    });
  });
  await fc.assert(property, { numRuns: 12 });
});

/** Opens what the disk has of a run while it is open: that is what a killed process leaves. */
function reopenAsIfKilled(run: RunFile, folder: string): RunFile {
  Deno.mkdirSync(folder);
  for (const ending of ["", "-wal"]) {
    if (!existsSync(run.path + ending)) continue;
    Deno.copyFileSync(run.path + ending, join(folder, `run.sqlite${ending}`));
  }
  return openRun(folder);
}
