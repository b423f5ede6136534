import { alignColumns } from "../base/align_columns.ts";
import { formatCell } from "../base/format_cell.ts";
import { oneLine } from "../base/one_line.ts";
import type { DistanceSummary, DistanceTable } from "./read_distances.ts";

/** Reasons that are named, the most frequent first; the others are counted together. */
const NAMED_REASONS = 10;
/** Rows in a piece of JSON. */
const PIECE = 1000;

/** Distances as lines of text: the means, and what is missing by reason. Any name may be hostile. */
export function formatDistances({ lines, reasons, groups, overall }: DistanceTable): string[] {
  const cells = ({ n, missing, mean }: DistanceSummary) => [
    ...[formatCell(n), formatCell(missing), formatCell(mean, "real")],
  ];
  const means = alignColumns([
    [groups.length === 0 ? "" : "group", "n", "missing", "mean distance"],
    ...groups.map((group) => [group.by, ...cells(group)]),
    ["all rows", ...cells(overall)],
  ]);
  return [...means, ...reasonLines(lines, reasons)];
}

function reasonLines(lines: readonly number[], reasons: ReadonlyMap<number, string>): string[] {
  if (reasons.size === 0) return [];
  const found = new Map<string, { count: number; line: number }>();
  for (const [row, reason] of reasons) {
    const known = found.get(reason);
    if (known === undefined) found.set(reason, { count: 1, line: lines[row] ?? 0 });
    else known.count++;
  }
  const sorted = [...found].sort(([, a], [, b]) => b.count - a.count);
  const others = sorted.slice(NAMED_REASONS).reduce((sum, [, { count }]) => sum + count, 0);
  return [
    "",
    "Rows without a distance:",
    ...sorted.slice(0, NAMED_REASONS).map(([reason, { count, line }]) =>
      oneLine(`  ${formatCell(count)} from line ${line} on: ${reason}`).replace(/^ /, "  ")
    ),
    ...(others === 0 ? [] : [`  ${formatCell(others)} for other reasons: --json has them all`]),
  ];
}

/**
 * Distances as JSON, `{ rows, groups, overall }`, in pieces that make one object when they are printed one
 * after another, with line breaks between or not. A row is `{ line, distance }`, its distance null where
 * there is none, and then with a `reason`.
 */
export function* distancesAsJson(
  { lines, distances, reasons, groups, overall }: DistanceTable,
): Generator<string> {
  yield `{"rows": [`;
  for (let start = 0; start < lines.length; start += PIECE) {
    const rows = lines.slice(start, start + PIECE).map((line, offset) => {
      const reason = reasons.get(start + offset);
      return JSON.stringify(
        reason === undefined
          ? { line, distance: distances[start + offset] }
          : { line, distance: null, reason },
      );
    });
    yield rows.join(",\n") + (start + PIECE < lines.length ? "," : "");
  }
  yield `], "groups": ${JSON.stringify(groups)}, "overall": ${JSON.stringify(overall)}}`;
}
