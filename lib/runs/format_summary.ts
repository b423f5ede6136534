import { alignColumns } from "../base/align_columns.ts";
import { oneLine } from "../base/one_line.ts";
import type { GenerationSummary, ModelSummary } from "./generation_summary.ts";
import { formatCount, formatDuration } from "./progress.ts";

const COLUMNS: readonly (readonly [string, (model: ModelSummary) => string])[] = [
  ["model", ({ model }) => model],
  ["asked", ({ asked }) => formatCount(asked)],
  ["answered", ({ answered }) => formatCount(answered)],
  ["truncated", ({ truncated }) => formatCount(truncated)],
  ["empty", ({ empty }) => formatCount(empty)],
  ["filtered", ({ filtered }) => formatCount(filtered)],
  ["failed", ({ failed }) => formatCount(failed)],
  ["there before", ({ alreadyThere }) => formatCount(alreadyThere)],
  ["left", ({ left }) => formatCount(left)],
  ["retries", ({ retries }) => formatCount(retries)],
  ["tokens in", ({ inputTokens }) => formatCount(inputTokens)],
  ["tokens out", ({ outputTokens }) => formatCount(outputTokens)],
  ["time", ({ seconds }) => formatDuration(seconds)],
];

/** The lines of a summary: a table with a row per model, then what else there is to know, a line for each. */
export function formatSummary(summary: GenerationSummary): string[] {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...summary.models.map((model) => COLUMNS.map(([, cell]) => cell(model))),
  ];
  return [...alignColumns(rows), ...summary.models.flatMap(notesOn).map(oneLine)];
}

function notesOn(summary: ModelSummary): string[] {
  const { model, seriesOf, isNewSeries, reused, failedByKind, alreadyFailed } = summary;
  const { inBatch = 0, stopped } = summary;
  const kinds = Object.entries(failedByKind).sort(([a], [b]) => (a < b ? -1 : 1));
  const failures = kinds.map(([kind, count]) => `${kind} ${formatCount(count)}`).join(", ");
  return [
    ...(isNewSeries
      ? [`${model}: a series of its own: '${seriesOf}' answered with other parameters before`]
      : []),
    ...(reused === 0 ? [] : [
      `${model}: ${formatCount(reused)} answers taken over from prompts with the same text`,
    ]),
    ...(failures === "" ? [] : [`${model}: failed by kind: ${failures}`]),
    ...(alreadyFailed === 0 ? [] : [
      `${model}: ${
        formatCount(alreadyFailed)
      } of those there before are failures; retry-errors asks them again`,
    ]),
    ...(inBatch === 0 ? [] : [
      `${model}: ${
        formatCount(inBatch)
      } of those left are out in batches; batch import brings them`,
    ]),
    ...(stopped === null ? [] : [`${model}: stopped: ${stopped}`]),
  ];
}
