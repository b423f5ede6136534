import { alignRows } from "../align_rows.ts";
import { median } from "../generate/format_table.ts";
import type { Measurement } from "../measure_process.ts";

/** Runs of one program over one file. */
export interface Timing {
  program: string;
  annotations: number;
  /** Replicates that it ran, and those that it was meant to. */
  ran: number;
  replicates: number;
  runs: readonly Measurement[];
  /** Seconds, median, without any replicate; needed where fewer ran than were meant to. */
  secondsWithoutReplicates?: number;
}

const HEADER = [
  "program",
  "annotations",
  "replicates run",
  "runs",
  "wall s (range)",
  "for all replicates, s",
  "× ours, the same",
  "CPU s",
  "peak MiB",
] as const;

/** The program that the others are compared with. */
export const SAME_WORK = "ours, shares and bootstrap only";

/** Timings as one Markdown table. */
export function formatTimings(timings: readonly Timing[]): string[] {
  return alignRows([HEADER, ...timings.map((timing) => rowOf(timing, timings))]);
}

function rowOf(timing: Timing, all: readonly Timing[]): string[] {
  const { program, annotations, ran, replicates, runs } = timing;
  const same = all.find((other) =>
    other.program === SAME_WORK && other.annotations === annotations
  );
  const seconds = runs.map((run) => run.seconds);
  const range = [Math.min(...seconds), Math.max(...seconds)].map((value) => value.toFixed(2));
  const whole = secondsForAll(timing);
  const peaks = runs.map(({ peakMiB }) => peakMiB ?? NaN);
  return [
    program,
    annotations.toLocaleString("en"),
    ran === replicates ? ran.toLocaleString("en") : `${ran} of ${replicates.toLocaleString("en")}`,
    String(runs.length),
    `${median(seconds).toFixed(2)} (${range.join("–")})`,
    ran === replicates ? whole.toFixed(2) : `${whole.toFixed(0)}, scaled`,
    same === undefined ? "" : (whole / secondsForAll(same)).toFixed(1),
    median(runs.map(({ cpuSeconds }) => cpuSeconds ?? NaN)).toFixed(2),
    Math.max(...peaks).toFixed(0),
  ].map((cell) => cell.replace("NaN", "?"));
}

/** Seconds for all replicates: measured, or by what each that ran took. */
export function secondsForAll(
  { ran, replicates, runs, secondsWithoutReplicates = 0 }: Timing,
): number {
  const measured = median(runs.map(({ seconds }) => seconds));
  if (ran === replicates) return measured;
  return secondsWithoutReplicates + (measured - secondsWithoutReplicates) / ran * replicates;
}
