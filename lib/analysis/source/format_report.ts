import { oneLine } from "../../base/one_line.ts";
import type { SourceReport } from "./annotated_data.ts";

/** What was made of a file, in lines for a terminal: nothing that was left out goes unsaid. */
export function formatReport(report: SourceReport): string[] {
  const { rows, used, leftOut, matchedColumns, unmatchedColumns, warnings } = report;
  const count = (number: number) => number.toLocaleString("en");
  const matched = Object.entries(matchedColumns).map(([ours, theirs]) => `${ours}=${theirs}`);
  return [
    `${count(used)} of ${count(rows)} answers used: ${count(report.prompts)} prompts of ` +
    `${count(report.items)} items`,
    `Columns taken: ${matched.join(", ")}`,
    ...(unmatchedColumns.length === 0 ? [] : [`Columns not used: ${unmatchedColumns.join(", ")}`]),
    ...leftOut.map(({ reason, column, count: number, examples }) =>
      `Left out: ${count(number)}, ${reason}${column === null ? "" : ` (column ${column})`}, ` +
      `such as ${examples.join("; ")}`
    ),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ].map(oneLine);
}
