import { UserError } from "../base/user_error.ts";
import { findModel } from "../models/catalog.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { readModelsFile } from "../models/read_models_file.ts";
import { SIMULATED_MODELS } from "../models/simulator/profiles.ts";
import { simulatedSpec } from "../models/simulator/simulated_spec.ts";

/** Stands for the address of a simulator that is yet to be started. */
export const IN_PROCESS = "http://simulator.invalid/v1";

/** What a command line says of models. */
export interface ModelOptions {
  /** Names: of the models file, of the catalog, `PROVIDER/MODEL`, or of simulated models. */
  models?: string[];
  /** A models file; without names, all of its models are meant. */
  modelsFile?: string;
}

/**
 * The models that a command line names; simulated ones are at {@linkcode IN_PROCESS}.
 *
 * @param simulated Those that may be named. Default: the ones that answer the study's prompts.
 * @throws {UserError} where it names none, or one that nobody knows.
 */
export async function namedModels(
  { models, modelsFile }: ModelOptions,
  simulated: readonly ModelSpec[] = SIMULATED_MODELS.map((name) => simulatedSpec(name, IN_PROCESS)),
): Promise<ModelSpec[]> {
  const own = modelsFile === undefined ? [] : await readModelsFile(modelsFile);
  if (models !== undefined) {
    return [...new Set(models)].map((name) => findModel(name, [...own, ...simulated]));
  }
  if (own.length > 0) return own;
  throw new UserError(
    modelsFile === undefined
      ? "Cannot ask anything: nobody is asked. Name models with --models A,B or --models-file FILE."
      : `Cannot ask anything: ${modelsFile} lists no models. Add one, or name some with --models A,B.`,
  );
}
