import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { hashFile } from "../materials/hash_file.ts";
import { streamPrompts } from "../prompts/stream_prompts.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import {
  areAllPromptsFrom,
  noteAllPromptsFrom,
  noteMaterial,
  notePromptsFile,
} from "../runs/manifest.ts";
import { countRunPrompts } from "../runs/read_run_prompts.ts";
import type { RunFile } from "../runs/run_file.ts";

/** What a command line says of prompts: at most one of the two kinds. */
export interface PromptOptions {
  /** The folder of the run that they are for. */
  run: string;
  /** A material folder. */
  materials?: string;
  /** A file of prompts. */
  prompts?: string;
}

/** Prompts that a command line names. */
export interface GivenPrompts {
  /**
   * Adds them to a run, and notes in it where they come from.
   *
   * @returns Their ids, or undefined where they are all that the run has.
   */
  keep(run: RunFile): Promise<string[] | undefined>;
}

/** Files up to so many bytes are checked as a whole before a run is made for them. */
const CHECKED_FIRST = 16 * 2 ** 20;

/**
 * The prompts that a command line names; null where it names none.
 *
 * @throws {UserError} where it names both kinds, or they cannot be read; of a very large file, when it
 * is kept.
 */
export async function readGivenPrompts(
  { run, materials, prompts: file }: PromptOptions,
): Promise<GivenPrompts | null> {
  if (materials !== undefined && file !== undefined) {
    throw new UserError("Cannot take both --materials and --prompts. Leave one of them out.");
  }
  if (materials !== undefined) return await materialPrompts(materials);
  if (file === undefined) return null;
  return await filePrompts(file, run);
}

/**
 * Adds prompts to a run: those given; none given, and none in the run: the starter's.
 *
 * @returns The ids of those given, or undefined where all of the run's are meant.
 */
export async function keepPrompts(
  run: RunFile,
  given: GivenPrompts | null,
): Promise<string[] | undefined> {
  const kept = given ?? (countRunPrompts(run) === 0 ? await starterPrompts() : null);
  return await kept?.keep(run);
}

function starterPrompts(): Promise<GivenPrompts> {
  return materialPrompts(projectPath("data", "starter"));
}

async function materialPrompts(folder: string): Promise<GivenPrompts> {
  // Loaded only here: a file of prompts needs neither.
  const { loadMaterial } = await import("../materials/load_material.ts");
  const { buildPrompts } = await import("../prompts/build_prompts.ts");
  const material = await loadMaterial(folder);
  const prompts = buildPrompts(material);
  return {
    keep(run) {
      run.transaction(() => {
        addPrompts(run, prompts);
        noteMaterial(run, material);
      });
      const isAll = countRunPrompts(run) === prompts.length;
      return Promise.resolve(isAll ? undefined : prompts.map(({ prompt_id }) => prompt_id));
    },
  };
}

/** A file of any length: it is read as it is needed, and never held as a whole. */
async function filePrompts(path: string, folder: string): Promise<GivenPrompts> {
  const sha256 = await hashFile(path) ?? "";
  // A run that is there takes all of a file or nothing: to read it twice would only take time.
  const isNew = !existsSync(join(folder, "run.sqlite"));
  const isSmall = sha256 === "" || (await Deno.stat(path)).size <= CHECKED_FIRST;
  let checked = isNew && isSmall ? await Array.fromAsync(streamPrompts(path)) : null;
  return {
    async keep(run) {
      if (areAllPromptsFrom(run, sha256)) return undefined;
      const count = checked?.length ?? await addFile(run, path);
      if (checked !== null) addPrompts(run, checked);
      checked = null; // the run has them now
      notePromptsFile(run, { path, sha256 });
      if (countRunPrompts(run) === count) {
        noteAllPromptsFrom(run, sha256);
        return undefined;
      }
      return await Array.fromAsync(streamPrompts(path), ({ prompt_id }) => prompt_id);
    },
  };
}

/** How many prompts the file has. */
async function addFile(run: RunFile, path: string): Promise<number> {
  let count = 0;
  async function* counted() {
    for await (const prompt of streamPrompts(path)) {
      count++;
      yield prompt;
    }
  }
  await addPrompts(run, counted());
  return count;
}
