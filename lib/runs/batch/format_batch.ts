import { alignColumns } from "../../base/align_columns.ts";
import { oneLine } from "../../base/one_line.ts";
import { formatCount } from "../progress.ts";
import type { ShardResult } from "./shard_result.ts";
import type { ModelExport } from "./export_batch.ts";
import type { BatchFileCounts } from "./import_batch.ts";
import type { ShardSummary } from "./shard_summary.ts";

const COUNTS = [
  "requested",
  "answered",
  "truncated",
  "empty",
  "filtered",
  "failed",
  "missing",
  "unused",
  "out",
] as const satisfies readonly (keyof ShardSummary)[];

/** What came home of each shard, as the lines of a table. */
export function formatShards(shards: readonly ShardSummary[]): string[] {
  if (shards.length === 0) return [];
  return alignColumns([
    ["shard", ...COUNTS],
    ...shards.map((shard) => [shard.shard, ...COUNTS.map((name) => formatCount(shard[name]))]),
  ]);
}

/** One line a model: what was written, and what was left out. */
export function formatExport({ model, wanted, done, out, requests, shards }: ModelExport): string {
  const files = shards.length === 1 ? "1 file" : `${formatCount(shards.length)} files`;
  const parts = [
    `${formatCount(requests)} requests in ${files}`,
    `${formatCount(done)} of ${formatCount(wanted)} done before`,
    ...(out === 0 ? [] : [`${formatCount(out)} out in batches`]),
  ];
  return oneLine(`${model}: ${parts.join(", ")}`);
}

/** One line a shard: how far its batch is, or why that cannot be said. */
export function formatResult({ shard, state, problem }: ShardResult): string {
  if (problem !== null) return oneLine(`${shard}: ${problem}`);
  if (state === null) return oneLine(`${shard}: done`);
  const { status, counts, error } = state;
  const parts = [
    status.replaceAll("_", " "),
    ...(counts === null || counts.total === 0 ? [] : [
      `${formatCount(counts.completed)} of ${formatCount(counts.total)} answered`,
      ...(counts.failed === 0 ? [] : [`${formatCount(counts.failed)} failed`]),
    ]),
    ...(error === null ? [] : [error]),
  ];
  return oneLine(`${shard}: ${parts.join(", ")}`);
}

const MOST_FILES = 10;

/** What became of the files' lines; of many files together, but for those with unreadable lines. */
export function formatFiles(files: readonly BatchFileCounts[]): string[] {
  if (files.length <= MOST_FILES) return files.flatMap(formatFile);
  const sum = (
    name: "lines" | "kept" | "repeated" | "differing" | "unused" | "foreign" | "broken",
  ) => files.reduce((total, file) => total + file[name], 0);
  const [all = ""] = formatFile({
    path: `${formatCount(files.length)} files`,
    lines: sum("lines"),
    kept: sum("kept"),
    repeated: sum("repeated"),
    differing: sum("differing"),
    unused: sum("unused"),
    foreign: sum("foreign"),
    broken: sum("broken"),
    examples: [],
  });
  return [all, ...files.flatMap((file) => file.broken === 0 ? [] : formatFile(file))];
}

/** What became of a file's lines; where some cannot be read, with the first of them. */
function formatFile(file: BatchFileCounts): string[] {
  const { path, lines, kept, repeated, differing, unused, foreign, broken, examples } = file;
  const counts = [
    `${formatCount(lines)} lines`,
    `${formatCount(kept)} kept`,
    `${formatCount(repeated)} there before` +
    (differing === 0 ? "" : ` (${formatCount(differing)} with another text: the first stays)`),
    ...(unused === 0 ? [] : [`${formatCount(unused)} answered elsewhere before`]),
    ...(foreign === 0 ? [] : [`${formatCount(foreign)} foreign, left out`]),
    ...(broken === 0 ? [] : [`${formatCount(broken)} unreadable`]),
  ];
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const more = broken > examples.length ? ", …" : "";
  return [
    oneLine(`${name}: ${counts.join(", ")}`),
    ...(broken === 0 ? [] : [oneLine(`${name}: unreadable: ${examples.join("; ")}${more}`)]),
  ];
}
