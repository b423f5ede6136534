import assert from "node:assert/strict";
import { killGeneration } from "../testing/kill_generation.ts";

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
