import type { AnnotationSummary } from "./annotation_summary.ts";

/** One judge's line in the table of an annotation: the counts after `responses` add up to it. */
export interface AnnotationRow {
  judge: string;
  /** Responses of the run × variants. */
  responses: number;
  there_before: number;
  parsed: number;
  unparsed: number;
  failed: number;
  skipped_failed: number;
  skipped_filtered: number;
  skipped_empty: number;
  left: number;
  seconds: number;
  /** Why the judge was given up, or null. */
  stopped: string | null;
}

/** A summary as a plain row. */
export function annotationRow(summary: AnnotationSummary): AnnotationRow {
  const { judge, total, alreadyThere, parsed, unparsed, failed, skipped, left, stopped } = summary;
  return {
    judge,
    responses: total,
    there_before: alreadyThere,
    parsed,
    unparsed,
    failed,
    skipped_failed: skipped.failed,
    skipped_filtered: skipped.filtered,
    skipped_empty: skipped.empty,
    left,
    seconds: Math.round(summary.seconds),
    stopped,
  };
}
