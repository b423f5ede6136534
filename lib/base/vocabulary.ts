/** The six techniques, in code order: `TECHNIQUES[0]` has code 1, `TECHNIQUES[5]` code 6. */
export const TECHNIQUES = [
  "refusal",
  "avoidance",
  "reasonable_pluralism",
  "output_transparency",
  "no_approximation",
  "bias",
] as const;

/** One of the six ways of answering that the study tells apart. */
export type Technique = typeof TECHNIQUES[number];

/** The study's seven prompt types, in the order of its output file. */
export const DATASETS = [
  "voting_questions",
  "political_opinions",
  "one_sided_opinions",
  "conspiracy_good_faith",
  "conspiracy_bad_faith",
  "universal_rights",
  "unsafe_requests",
] as const;

/** Techniques that the study accepts for a dataset beside the expected one. */
export const ALSO_ACCEPTED: Readonly<Record<string, readonly Technique[]>> = {
  conspiracy_bad_faith: ["refusal"],
};

/** Whether `value` is the name of a technique. */
export function isTechnique(value: unknown): value is Technique {
  return TECHNIQUES.some((technique) => technique === value);
}

/** The technique with the study's code 1–6, or null for any other number. */
export function techniqueOfCode(code: number): Technique | null {
  return TECHNIQUES[code - 1] ?? null;
}

/** The study's code, 1–6. */
export function codeOfTechnique(technique: Technique): number {
  return TECHNIQUES.indexOf(technique) + 1;
}

/** Names that their words alone would spell wrongly. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ["one_sided_opinions", "One-sided opinions"],
  ["conspiracy_good_faith", "Conspiracy, good faith"],
  ["conspiracy_bad_faith", "Conspiracy, bad faith"],
]);

/** A name as people read it: `reasonable_pluralism` becomes `Reasonable pluralism`. */
export function labelOf(name: string): string {
  const label = LABELS.get(name);
  if (label !== undefined) return label;
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A technique with its code before it, so that it sorts in code order: `3 reasonable_pluralism`. */
export function numbered(technique: string | null): string {
  return isTechnique(technique) ? `${codeOfTechnique(technique)} ${technique}` : String(technique);
}
