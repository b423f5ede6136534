import { join } from "node:path";
import { loadMaterial } from "../../materials/load_material.ts";
import { materialFolder } from "../../materials/material_folder.ts";
import { buildPrompts } from "../../prompts/build_prompts.ts";
import { addPrompts } from "../../runs/add_prompts.ts";
import { openRun } from "../../runs/run_file.ts";
import { plantAnswers } from "../plant_answers.ts";
import { writeAnnotatedRun } from "../write_annotated_run.ts";

/** Writes runs of the names that notebooks are given: `my-study` to ask, `judged` to analyse, `damaged`. */
export async function writeLabRuns(outputs: string): Promise<void> {
  writeAnnotatedRun(join(outputs, "judged"), {
    answers: plantAnswers({
      models: ["one", "two"],
      datasets: { voting_questions: "no_approximation", conspiracy_bad_faith: "bias" },
      ...{ items: 4, wordings: 3 },
    }),
    ...{ judge: "simulated-judge", simulated: true, simulatedJudge: true },
  });
  const damaged = join(outputs, "damaged");
  await Deno.mkdir(damaged);
  await Deno.writeTextFile(join(damaged, "run.sqlite"), "This is no database. ".repeat(200));
  const prompts = buildPrompts(await loadMaterial(materialFolder("starter")));
  using run = openRun(join(outputs, "my-study"), { create: true });
  addPrompts(run, prompts);
}
