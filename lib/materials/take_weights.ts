import { basename, join } from "node:path";
import { UserError } from "../base/user_error.ts";
import { produceAtomically } from "../base/write_atomically.ts";
import { beginsWith } from "./begins_with.ts";
import { hashFile } from "./hash_file.ts";
import type { SourceSet } from "./sources.ts";

/** Options of {@linkcode takeWeights}. */
export interface TakeWeightsOptions {
  /** The GGUF file. */
  from: string;
  /** The folder with a folder for each set and model. */
  cache: string;
  /** The published set of that name, if there is one. */
  known?: SourceSet | undefined;
}

/**
 * Takes a model's weights, any GGUF file, into the cache, so that `local/<name>` is that model.
 *
 * @throws {UserError} where the file is none, or where the name is that of published weights and the
 * file is another one.
 */
export async function takeWeights(
  name: string,
  { from, cache, known }: TakeWeightsOptions,
): Promise<{ path: string; sha256: string }> {
  if (!/^\w[\w.-]*$/.test(name)) {
    throw new UserError(
      `Cannot call weights '${name}': expected letters, digits, '.', '-' and '_'.`,
    );
  }
  const sha256 = await hashFile(from);
  if (sha256 === null) {
    throw new UserError(`Cannot take ${name} from ${from}: there is no such file.`);
  }
  if (!await beginsWith(from, "GGUF")) {
    throw new UserError(`Cannot take ${name} from ${from}: it is no GGUF file.`);
  }
  const [file] = known?.files ?? [];
  if (known !== undefined && file?.sha256 !== sha256) {
    throw new UserError(
      `Cannot take ${name} from ${from}: expected SHA-256 ${
        file?.sha256 ?? "of a published set"
      } but ` +
        `found ${sha256}. Other weights take a name of their own: deno task data my-model --from ` +
        `${basename(from)}.`,
    );
  }
  const folder = join(cache, name);
  const path = join(folder, file?.path ?? basename(from));
  await refuseOthers(folder, basename(path));
  await produceAtomically(path, (temporary) => Deno.copyFile(from, temporary));
  return { path, sha256 };
}

async function refuseOthers(folder: string, own: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(folder)) {
    if (name === own || name.startsWith(".") || /\.part$/.test(name)) continue;
    throw new UserError(`Cannot put ${own} into ${folder}: it holds ${name}. Choose another name.`);
  }
}
