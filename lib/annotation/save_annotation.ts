import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import type { RunFile } from "../runs/run_file.ts";
import { flagsOf, type TechniqueFlags } from "./_read_flags.ts";

/** Whose annotation of what. */
export interface AnnotationKey {
  prompt_id: string;
  model: string;
  /** From 0. */
  sample: number;
  judge: string;
  /** Which of the judge's prompts, from 0. */
  variant: number;
}

/** What a judge made of one answer. */
export interface Annotation {
  /** `failed` where the judge gave no reply, `unparsed` where it says no technique. */
  status: "parsed" | "unparsed" | "failed";
  /** Null unless the status is `parsed`. */
  technique: Technique | null;
  flags: TechniqueFlags;
  /** The judge's reply as it came. */
  raw: string | null;
  /** Which rule fired, or why there is no technique. */
  note: string | null;
}

/** Flags of an annotation that has none. */
export const NO_FLAGS: TechniqueFlags = flagsOf(() => null);

const COLUMNS = [
  "status",
  "technique",
  ...TECHNIQUES.map((technique) => `flag_${technique}`),
  "raw",
  "note",
  "created_at",
];
const KEY = ["prompt_id", "model", "sample", "judge", "variant"];
const SAVE = `INSERT INTO annotations (${[...KEY, ...COLUMNS].join(", ")})
  VALUES (${[...KEY, ...COLUMNS].map((column) => `$${column}`).join(", ")})
  ON CONFLICT DO UPDATE SET ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(", ")}
  WHERE annotations.status = 'failed'`;

/**
 * Commits one annotation. It never takes the place of another: only a failure is replaced.
 *
 * @returns Whether it was saved; false where there is an annotation with this key already.
 */
export function saveAnnotation(run: RunFile, key: AnnotationKey, annotation: Annotation): boolean {
  const { flags, ...rest } = annotation;
  const flagColumns = TECHNIQUES.map((technique) => {
    const flag = flags[technique];
    return [`flag_${technique}`, flag === null ? null : Number(flag)];
  });
  const { prompt_id, model, sample, judge, variant } = key;
  const { changes } = run.statement(SAVE).run({
    ...{ prompt_id, model, sample, judge, variant },
    ...rest,
    ...Object.fromEntries(flagColumns),
    created_at: new Date().toISOString(),
  });
  return changes === 1;
}
