import { join } from "node:path";
import { readText } from "../base/read_text.ts";
import { sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user_error.ts";
import { writeAtomically } from "../base/write_atomically.ts";
import { canonicalJson } from "./canonical_json.ts";
import { liftAnnotationPrompt, liftTemplates } from "./lift_templates.ts";
import { isLiftedFrom, materialFiles } from "./source_state.ts";
import type { SourceSet } from "./sources.ts";

/** Options of {@linkcode writeMaterialFiles}. */
export interface WriteMaterialFilesOptions {
  /** The material folder. */
  folder: string;
  /** The folder in which the set's Python files lie under their paths. */
  from: string;
}

/**
 * Lifts `templates.json` and `annotation_prompt.json` out of a set's two Python files and writes
 * them into the material folder.
 *
 * @throws {UserError} where what was lifted is not what the set's hashes say.
 */
export async function writeMaterialFiles(
  set: SourceSet,
  { folder, from }: WriteMaterialFilesOptions,
): Promise<void> {
  const [templates, evaluation] = set.files.filter((file) => isLiftedFrom(set, file));
  if (templates === undefined || evaluation === undefined) {
    throw new Error("A material set names the file of the wordings and that of the judge's prompt");
  }
  const templatesPath = join(from, templates.path);
  const evaluationPath = join(from, evaluation.path);
  const lifted: unknown[] = [
    liftTemplates(await readText(templatesPath), { path: templatesPath }),
    liftAnnotationPrompt(await readText(evaluationPath), { path: evaluationPath }),
  ];
  for (const [index, file] of materialFiles(set).entries()) {
    const value = lifted[index];
    const found = sha256(canonicalJson(value));
    if (found !== file.sha256) {
      throw new UserError(
        `Cannot accept ${file.path} as lifted from ${from}: expected SHA-256 ${file.sha256} of ` +
          `its canonical JSON but found ${found}. Take the published version of the files.`,
      );
    }
    await writeAtomically(join(folder, file.path), JSON.stringify(value, null, 2) + "\n");
  }
}
