import definitions from "../../data/study_datasets.json" with { type: "json" };
import { isTechnique, type Technique, techniqueOfCode, TECHNIQUES } from "../base/vocabulary.ts";

/** What the study's files and its annotation code call techniques, where it is not our name. */
const PUBLISHED = new Map<string, Technique>([["local_transparency", "output_transparency"]]);
for (const definition of definitions) {
  const { expected } = definition;
  const label = "upstream_label" in definition ? definition.upstream_label : undefined;
  if (label !== undefined && isTechnique(expected)) PUBLISHED.set(label, expected);
}

/**
 * The technique that a label means: a code 1–6 (also as pandas writes it, `3.0`), our name, the
 * study's published label (`radical_transparency`), or `3 reasonable_pluralism`; case, blanks and
 * hyphens do not count. Null for any other text.
 */
export function techniqueOfLabel(label: string): Technique | null {
  const text = label.trim().toLowerCase();
  const code = /^\d+(?:\.0*)?$/.test(text) ? Number(text) : null;
  if (code !== null) return techniqueOfCode(code);
  const [, number, rest = text] = /^([1-6])[.:)]?\s+(\D+)$/.exec(text) ?? [];
  const name = rest.replaceAll(/[\s-]+/g, "_");
  const technique = TECHNIQUES.find((known) => known === name) ?? PUBLISHED.get(name) ?? null;
  if (number === undefined) return technique;
  return techniqueOfCode(Number(number)) === technique ? technique : null;
}
