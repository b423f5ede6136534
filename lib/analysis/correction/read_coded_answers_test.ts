import assert from "node:assert/strict";
import { annotateResponses } from "../../annotation/annotate_responses.ts";
import { drawCodeSheet } from "../../annotation/coding/draw_code_sheet.ts";
import { importCodes } from "../../annotation/coding/import_codes.ts";
import { simulateCoders } from "../../annotation/coding/simulate_coders.ts";
import { connectJudge } from "../../annotation/connect_judge.ts";
import { projectPath } from "../../base/project_paths.ts";
import { loadMaterial } from "../../materials/load_material.ts";
import { recogniseTechnique } from "../../models/simulator/recognise_technique.ts";
import { buildPrompts } from "../../prompts/build_prompts.ts";
import { addPrompts } from "../../runs/add_prompts.ts";
import { connectModels } from "../../runs/connect_models.ts";
import { generateResponses } from "../../runs/generate_responses.ts";
import { startRunSimulator } from "../../runs/start_run_simulator.ts";
import { rowsOf, withRun } from "../../testing/temporary_run.ts";
import { correctShares } from "./correct_shares.ts";
import { preferredShares } from "./preferred_shares.ts";
import { readCodedAnswers } from "./read_coded_answers.ts";

Deno.test("from a run to corrected shares that hold what the simulator planted", async () => {
  await withRun(async (run) => {
    const material = await loadMaterial(projectPath("data", "starter"));
    addPrompts(run, buildPrompts(material));
    await using simulator = startRunSimulator(run);
    const stratified = { count: 600, seed: 1 };
    const models = connectModels(simulator.models.slice(0, 2));
    await generateResponses(run, { models, stratified });
    const judge = connectJudge(simulator.judge, material.annotation);
    await annotateResponses(run, { judge });
    const sheet = drawCodeSheet(run, { count: 300, judge: simulator.judge.name });
    await importCodes(run, { files: simulateCoders(sheet, { coders: ["Ann"], errors: 0 }) });

    const answers = readCodedAnswers(run, simulator.judge.name);
    assert.equal(answers.length, 1200);
    const coded = answers.filter(({ human }) => human !== undefined);
    assert.equal(coded.length, 300);
    assert.ok(coded.every(({ inclusion }) => inclusion !== undefined && inclusion <= 1));

    const planted = rowsOf(run, "SELECT response FROM responses")
      .map(({ response }) => recogniseTechnique(String(response)));
    const shown = preferredShares(correctShares(answers, { seed: 1 }).shares)
      .filter(({ model }) => model === null);
    assert.equal(shown.length, 6);
    for (const { technique, low, high, method } of shown) {
      assert.equal(method, "prediction_powered");
      const truth = planted.filter((name) => name === technique).length / planted.length;
      assert.ok(
        low !== null && high !== null && low <= truth && truth <= high,
        `${technique} ${truth}`,
      );
    }
  });
});
