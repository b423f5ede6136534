import { alignRows } from "../align_rows.ts";
import type { Comparison } from "./compare_contenders.ts";
import type { Scenario } from "./measure_contender.ts";

const HEADER = [
  "program",
  "prompts",
  "at once",
  "latency",
  "runs",
  "wall s (range)",
  "× bare openai (range)",
  "CPU s",
  "× its CPU",
  "peak MiB",
  "steady rate /s",
  "of the ideal",
] as const;

/** Comparisons as one Markdown table, columns aligned: medians, and ranges where there are several. */
export function formatTable(comparisons: readonly Comparison[]): string[] {
  return alignRows([HEADER, ...comparisons.map(rowOf)]);
}

function rowOf({ contender, scenario, runs, ratios, cpuRatios }: Comparison): string[] {
  const { prompts, concurrency, latencyMs } = scenario;
  const rates = runs.map(({ stats }) => stats.steadyRate ?? NaN);
  return [
    contender,
    prompts.toLocaleString("en"),
    String(concurrency),
    latencyMs === 0 ? "none" : `${latencyMs} ms`,
    String(runs.length),
    withRange(runs.map(({ seconds }) => seconds), 2),
    withRange(ratios, 2),
    median(runs.map(({ cpuSeconds }) => cpuSeconds ?? NaN)).toFixed(2),
    median(cpuRatios).toFixed(2),
    peakOf(runs.map(({ peakMiB }) => peakMiB)),
    median(rates).toFixed(0),
    latencyMs === 0 ? "" : percent(median(rates) / idealRate(scenario)),
  ].map((cell) => cell.replace("NaN", "?"));
}

/** Requests a second if each slot were always busy and nothing but the latency took time. */
export function idealRate({ concurrency, latencyMs }: Scenario): number {
  return concurrency * 1000 / latencyMs;
}

/** The middle value, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

function withRange(values: readonly number[], digits: number): string {
  const middle = median(values).toFixed(digits);
  if (values.length < 2) return middle;
  const range = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return `${middle} (${range.join("–")})`;
}

function peakOf(peaks: readonly (number | null)[]): string {
  return peaks.includes(null) ? "?" : Math.max(...peaks.map(Number)).toFixed(0);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
