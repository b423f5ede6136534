import type { RunFrames } from "../read_run.ts";

/** Answers of a file that could not be used, for one reason. */
export interface LeftOutRow {
  reason: string;
  /** The file's column that it lies in; null where it is the row as a whole. */
  column: string | null;
  /** Answers left out: in a wide file, one per model's cell. */
  count: number;
  /** Where the first few are, with what was found: `line 7: 'maybe'`. */
  examples: readonly string[];
}

/** What was made of a file, so that nothing is lost unseen. */
export interface SourceReport {
  path: string;
  /** The published layout with a row per prompt, or a row per answer. */
  layout: "wide" | "long";
  /** Answers in the file: `used` and all that was left out. */
  rows: number;
  used: number;
  leftOut: readonly LeftOutRow[];
  /** Which column of the file was taken for what: ours → theirs. */
  matchedColumns: Readonly<Record<string, string>>;
  /** The file's columns that were not used. */
  unmatchedColumns: readonly string[];
  /** Prompts, and the items that they come from. */
  prompts: number;
  items: number;
  /** What looks wrong without being unreadable, such as a scale read backwards: a sentence each. */
  warnings: readonly string[];
}

/** A file of annotated answers, as frames that every analysis takes. */
export interface AnnotatedData {
  frames: RunFrames;
  report: SourceReport;
}
