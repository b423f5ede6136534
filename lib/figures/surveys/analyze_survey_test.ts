import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { openRun } from "../../runs/run_file.ts";
import { startRunSimulator } from "../../runs/start_run_simulator.ts";
import { askSurvey } from "../../surveys/ask_survey.ts";
import { keepSurvey } from "../../surveys/keep_survey.ts";
import type { SurveyMaterial } from "../../surveys/survey_material.ts";
import { planSurvey } from "../../surveys/survey_plan.ts";
import { findVariant } from "../../surveys/survey_variant.ts";
import { readWorkedExamples } from "../../surveys/worked_examples.ts";
import { plantSurveyRun } from "../../testing/plant_survey_run.ts";
import { withFolder } from "../../testing/temporary_run.ts";
import { analyzeSurvey } from "./analyze_survey.ts";

const examples = await readWorkedExamples();

/** A run with simulated answers to made-up questions. */
async function askedRun(folder: string): Promise<void> {
  const { survey, questions, populations, sources, notes } = plantSurveyRun({
    ...{ models: [], populations: ["here", "there"], others: ["elsewhere"], questions: 4 },
    invented: true,
  });
  const material: SurveyMaterial = {
    ...{ survey, questions, populations, notes },
    sources: sources.map((source) => ({ ...source, path: "/x/test.csv" })),
  };
  using run = openRun(folder, { create: true });
  const variants = [findVariant("as_published")];
  const kept = keepSurvey(run, material, { variants, repeats: 1, seed: 1, examples });
  await using simulator = startRunSimulator(run, {
    questions: questions.map(({ text, options, human }) => ({
      ...{ text, options, human: human.get("here") ?? null },
    })),
  });
  const plan = await planSurvey(run, {
    ...{ survey: kept, models: simulator.surveyModels, samples: 2 },
  });
  await askSurvey(run, plan);
}

Deno.test("analyzeSurvey() writes tables and figures of a run, and notes pairs without answers", async () => {
  await withFolder(async (parent) => {
    const folder = join(parent, "run");
    await askedRun(folder);
    const { tables, paths, survey } = await analyzeSurvey(folder, {
      ...{ out: join(parent, "out"), replicates: 50, permutations: 20, base: 3 },
      pairs: [
        { before: "simulated-base", after: "simulated-aligned" },
        { before: "simulated-base", after: "unheard-of" },
      ],
    });
    const written = paths.map((path) => relative(join(parent, "out"), path));
    assert.deepEqual(written.filter((path) => path.endsWith(".pdf")).slice(0, 3), [
      ...["survey_distances", "alignment_effects", "ranked_populations"].map((name) =>
        `figures/${name}.pdf`
      ),
    ]);
    assert.equal(written.filter((path) => /^tables\/.*\.csv$/.test(path)).length, 10);
    for (const path of paths) assert.ok(Deno.statSync(path).size > 0, path);
    assert.throws(() => Deno.statSync(join(folder, "figures")));
    assert.deepEqual([tables.base, tables.permutations, survey.populations], [3, 20, [
      ...["here", "there"],
    ]]);
    assert.match(
      tables.notes.at(-1) ?? "",
      /to unheard-of: the run has no answers of unheard-of\.$/,
    );
    assert.equal(new Set(tables.alignmentEffects.map(({ after }) => after)).size, 1);
  });
});

Deno.test("analyzeSurvey() writes the same bytes every time", async () => {
  await withFolder(async (parent) => {
    const folder = join(parent, "run");
    await askedRun(folder);
    const quick = { replicates: 50, permutations: 20 };
    const first = await analyzeSurvey(folder, { ...quick, out: join(parent, "1") });
    const second = await analyzeSurvey(folder, { ...quick, out: join(parent, "2") });
    first.paths.forEach((path, index) =>
      assert.deepEqual(Deno.readFileSync(path), Deno.readFileSync(second.paths[index] ?? ""), path)
    );
  });
});

Deno.test("analyzeSurvey() refuses a folder without a run, and a run without a survey", async () => {
  await withFolder(async (parent) => {
    await assert.rejects(analyzeSurvey(join(parent, "none")), /^UserError: /);
    openRun(join(parent, "run"), { create: true })[Symbol.dispose]();
    await assert.rejects(analyzeSurvey(join(parent, "run")), /^UserError: .*it holds none/);
  });
});
