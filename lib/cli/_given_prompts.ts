import { projectPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { hashFile } from "../materials/hash_file.ts";
import { loadMaterial } from "../materials/load_material.ts";
import { buildPrompts } from "../prompts/build_prompts.ts";
import type { Prompt } from "../prompts/prompt.ts";
import { readPrompts } from "../prompts/read_prompts.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import { noteMaterial, notePromptsFile } from "../runs/manifest.ts";
import { countRunPrompts } from "../runs/read_run_prompts.ts";
import type { RunFile } from "../runs/run_file.ts";

/** What a command line says of prompts: at most one of the two. */
export interface PromptOptions {
  /** A material folder. */
  materials?: string;
  /** A file of prompts. */
  prompts?: string;
}

/** Prompts that a command line names. */
export interface GivenPrompts {
  prompts: readonly Prompt[];
  /** Notes in the run where they come from. */
  note(run: RunFile): void;
}

/**
 * Reads the prompts that a command line names; null where it names none.
 *
 * @throws {UserError} where it names both kinds, or they cannot be read.
 */
export async function readGivenPrompts(
  { materials, prompts: file }: PromptOptions,
): Promise<GivenPrompts | null> {
  if (materials !== undefined && file !== undefined) {
    throw new UserError("Cannot take both --materials and --prompts. Leave one of them out.");
  }
  if (materials !== undefined) return await materialPrompts(materials);
  if (file === undefined) return null;
  const prompts = await readPrompts(file);
  const sha256 = await hashFile(file) ?? "";
  return { prompts, note: (run) => notePromptsFile(run, { path: file, sha256 }) };
}

/** Adds prompts to a run: those given; none given, and none in the run: the starter's. */
export async function keepPrompts(run: RunFile, given: GivenPrompts | null): Promise<void> {
  const kept = given ?? (countRunPrompts(run) === 0 ? await starterPrompts() : null);
  if (kept === null) return;
  run.transaction(() => {
    addPrompts(run, kept.prompts);
    kept.note(run);
  });
}

function starterPrompts(): Promise<GivenPrompts> {
  return materialPrompts(projectPath("data", "starter"));
}

async function materialPrompts(folder: string): Promise<GivenPrompts> {
  const material = await loadMaterial(folder);
  return { prompts: buildPrompts(material), note: (run) => noteMaterial(run, material) };
}
