import type pl from "nodejs-polars";
import { hashedUniform } from "../base/hashed_uniform.ts";
import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import type { RunFrames } from "./read_run.ts";

/** The answers of one model, dataset and technique, of which some were drawn. */
export interface DrawnSegment {
  model: string;
  dataset: string;
  technique: Technique | null;
  /** How many there are. */
  count: number;
  /** Those drawn, the first to be taken first. */
  rows: readonly DrawnRow[];
}

/** An answer that was drawn. */
export interface DrawnRow {
  /** The response's row in the run file. */
  answer: number;
  /** Its place in the run's order. */
  place: number;
  sample: number;
  status: string;
  verdict: string;
}

/** Options of {@linkcode drawSegments}. */
export interface DrawSegmentsOptions {
  order: Pick<RunFrames, "models" | "datasets">;
  seed: number;
  perSegment: number;
}

/** Draws up to `perSegment` answers of each segment; each one's luck follows from its own key. */
export function drawSegments(
  verdicts: pl.DataFrame,
  { order, seed, perSegment }: DrawSegmentsOptions,
): DrawnSegment[] {
  const segments = new Map<string, (DrawnRow & { luck: number })[]>();
  const columns = [
    ...["answer", "prompt_id", "model", "sample", "dataset", "response_status", "verdict"],
    "technique",
  ];
  verdicts.select(...columns).toRecords().forEach((row, place) => {
    const { model, dataset, technique } = row;
    const sample = Number(row.sample);
    const drawn = {
      ...{ answer: Number(row.answer), place, sample, verdict: String(row.verdict) },
      status: String(row.response_status),
      luck: hashedUniform("browse", seed, String(row.prompt_id), String(model), sample),
    };
    const key = JSON.stringify([model, dataset, technique]);
    const rows = segments.get(key);
    if (rows === undefined) segments.set(key, [drawn]);
    else rows.push(drawn);
  });
  return order.models.flatMap((model) =>
    order.datasets.flatMap((dataset) =>
      [...TECHNIQUES, null].flatMap((technique) => {
        const rows = segments.get(JSON.stringify([model, dataset, technique]));
        if (rows === undefined) return [];
        const lucky = rows.toSorted((a, b) => a.luck - b.luck || a.place - b.place);
        return [{
          model,
          dataset,
          technique,
          count: rows.length,
          rows: lucky.slice(0, perSegment),
        }];
      })
    )
  );
}
