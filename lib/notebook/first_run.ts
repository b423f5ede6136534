import { annotateResponses } from "../annotation/annotate_responses.ts";
import { loadMaterial } from "../materials/load_material.ts";
import { materialFolder } from "../materials/material_folder.ts";
import { buildPrompts } from "../prompts/build_prompts.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import { connectModels } from "../runs/connect_models.ts";
import { generateResponses } from "../runs/generate_responses.ts";
import { noteMaterial } from "../runs/manifest.ts";
import type { RunFile } from "../runs/run_file.ts";
import { startRunSimulator } from "../runs/start_run_simulator.ts";
import { openRun } from "./notebook_values.ts";

/** Options of {@linkcode firstRun}. */
export interface FirstRunOptions {
  /** How many prompts of the starter material are asked where the run is empty. Default: 100. */
  prompts?: number;
  /** Stops the asking. */
  signal?: AbortSignal;
}

/**
 * Opens a run; one that has no prompts yet is filled with answers of the simulated models to a small
 * sample of the starter material, labelled by fixed rules, so that there is something to look at. A
 * run that holds prompts is left as it is.
 *
 * @throws {UserError} where the folder cannot be written or holds something else.
 */
export async function firstRun(folder: string, options: FirstRunOptions = {}): Promise<RunFile> {
  const { prompts = 100, signal } = options;
  const run = openRun(folder, { create: true });
  if (run.db.prepare("SELECT 1 FROM prompts LIMIT 1").get() !== undefined) return run;
  const material = await loadMaterial(materialFolder("starter"));
  addPrompts(run, buildPrompts(material));
  noteMaterial(run, material);
  await using simulator = startRunSimulator(run);
  const models = connectModels(simulator.models);
  await generateResponses(run, { models, stratified: { count: prompts, seed: 1 }, signal });
  await annotateResponses(run, { judge: { kind: "rules" } });
  return run;
}
