import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { projectPath, userPath } from "../../base/project_paths.ts";
import { UserError } from "../../base/user_error.ts";
import type { ModelSpec } from "../model_spec.ts";
import { isLocal } from "./local_model.ts";

/** Options of {@linkcode findWeights}. */
export interface FindWeightsOptions {
  /** The folder with a folder for each model. Default: `data/cache`. */
  cache?: string;
}

/**
 * The file that holds a local model's weights: its description's own, or the only GGUF file in the
 * model's folder.
 *
 * @throws {UserError} where there is none or more than one, with the way out.
 */
export function findWeights(
  { name, model, local = {} }: ModelSpec,
  { cache = projectPath("data", "cache") }: FindWeightsOptions = {},
): string {
  if (local.file !== undefined) {
    const path = userPath(local.file);
    if (existsSync(path)) return path;
    throw new UserError(`Cannot ask ${name}: there are no weights at ${path} (key 'local.file').`);
  }
  if (!/^\w[\w.-]*$/.test(model)) {
    throw new UserError(
      `Cannot ask ${name}: '${model}' names no folder of data/cache. Give the path of its weights, ` +
        `a GGUF file, as "local": { "file": … }.`,
    );
  }
  const folder = join(cache, model);
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => /\.gguf$/i.test(file))
    : [];
  const [only] = files;
  if (only !== undefined && files.length === 1) return join(folder, only);
  if (files.length > 1) {
    throw new UserError(
      `Cannot ask ${name}: ${folder} has several GGUF files (${files.sort().join(", ")}). Leave ` +
        `one, or name one as "local": { "file": … }.`,
    );
  }
  throw new UserError(
    `Cannot ask ${name}: its weights are not here. Fetch them: deno task data ${model}; or take a ` +
      `GGUF file of yours: deno task data ${model} --from FILE.`,
  );
}

/**
 * A local model with the SHA-256 of its weights in its description, so that a run knows which weights
 * answered; any other model as it is. Reads the whole file: about a second per gigabyte.
 *
 * @throws {UserError} where the weights are not there, or are not those that the description names.
 */
export function withWeights(spec: ModelSpec, options: FindWeightsOptions = {}): ModelSpec {
  if (!isLocal(spec)) return spec;
  const path = findWeights(spec, options);
  const found = hashOf(path);
  const expected = spec.local?.sha256;
  if (expected !== undefined && found !== expected) {
    throw new UserError(
      `Cannot ask ${spec.name}: expected weights with SHA-256 ${expected} (key 'local.sha256') but ` +
        `${path} has ${found}.`,
    );
  }
  return { ...spec, local: { ...spec.local, sha256: found } };
}

const PIECE = 4 * 1024 * 1024;

function hashOf(path: string): string {
  const hash = createHash("sha256");
  const piece = new Uint8Array(PIECE);
  using file = Deno.openSync(path);
  for (let read = file.readSync(piece); read !== null; read = file.readSync(piece)) {
    hash.update(piece.subarray(0, read));
  }
  return hash.digest("hex");
}
