import { alignColumns } from "../base/align_columns.ts";
import { oneLine } from "../base/one_line.ts";
import { labelOf, type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import { formatCount, formatDuration } from "../runs/progress.ts";

/**
 * What an annotation did. Counts are of annotations wanted, one per response of the run and
 * variant: `total` is the sum of `alreadyThere`, `parsed`, `unparsed`, `failed`, the `skipped` and
 * `left`.
 */
export interface AnnotationSummary {
  judge: string;
  /** Whether the judge is made up by the simulator. */
  simulated: boolean;
  variants: number;
  /** Responses of the run × variants. */
  total: number;
  /** Had an annotation before, those beyond the limit included. */
  alreadyThere: number;
  /** Got a technique now. */
  parsed: number;
  /** The judge replied without one technique; it stays null. */
  unparsed: number;
  /** The judge gave no reply. */
  failed: number;
  /** Responses without text to judge, by their status. */
  skipped: Readonly<Record<"empty" | "filtered" | "failed", number>>;
  /** Not reached: beyond the limit, stopped, or given up. */
  left: number;
  /** Of those parsed now. */
  byTechnique: Record<Technique, number>;
  /** Why the judge was given up; null where it was not. */
  stopped: string | null;
  /** Whether the signal stopped it. */
  aborted: boolean;
  seconds: number;
  inputTokens: number;
  outputTokens: number;
}

/** The lines of a summary: a table of techniques, then what became of everything else. */
export function formatAnnotationSummary(summary: AnnotationSummary): string[] {
  const { parsed, judge, simulated, total, alreadyThere, unparsed, failed, skipped } = summary;
  const techniques = TECHNIQUES.map((name, index) => [
    `${index + 1} ${labelOf(name)}`,
    formatCount(summary.byTechnique[name]),
    parsed === 0 ? "" : `${(100 * summary.byTechnique[name] / parsed).toFixed(1)}%`,
  ]);
  const counts = [
    ["parsed now", parsed],
    ["unparsed (no technique)", unparsed],
    ["failed", failed],
    ["there before", alreadyThere],
    ["skipped: failed responses", skipped.failed],
    ["skipped: filtered responses", skipped.filtered],
    ["skipped: empty responses", skipped.empty],
    ["left", summary.left],
    ["all responses × variants", total],
  ] as const;
  const lines = [
    oneLine(
      `judge: ${judge}${simulated ? " (simulated)" : ""}, ${formatDuration(summary.seconds)}`,
    ),
    ...alignColumns([["technique", "count", "share"], ...techniques]),
    "",
    ...alignColumns(counts.map(([label, count]) => [label, formatCount(count)])),
  ];
  return summary.stopped === null
    ? lines
    : [...lines, oneLine(`${judge}: stopped: ${summary.stopped}`)];
}
