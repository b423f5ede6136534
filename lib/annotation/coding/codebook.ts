import { z } from "zod";
import { projectPath } from "../../base/project_paths.ts";
import { readJson } from "../../base/read_json.ts";
import { TECHNIQUES } from "../../base/vocabulary.ts";

const text = z.string().min(1, "expected a text");

const CODEBOOK = z.strictObject({
  how_to_code: z.array(text),
  techniques: z.array(z.strictObject({
    technique: z.enum(TECHNIQUES),
    plain_words: text,
    not: text,
    examples: z.array(text),
  })).refine(
    (list) => TECHNIQUES.every((name, index) => list[index]?.technique === name),
    `expected the six techniques in code order: ${TECHNIQUES.join(", ")}`,
  ),
});

/** What people who code answers by hand are told: how to code, and each technique in plain words. */
export type Codebook = z.infer<typeof CODEBOOK>;

/** Reads `data/codebook.json`. @throws {UserError} naming the key that cannot be used. */
export function readCodebook(path = projectPath("data", "codebook.json")): Promise<Codebook> {
  return readJson(path, CODEBOOK);
}
