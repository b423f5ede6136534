import { formatCount } from "../../runs/progress.ts";
import type { ExportSummary, WideCounts } from "./export_run.ts";

/** What was exported, in lines of counts that add up. */
export function formatExport(summary: ExportSummary): string[] {
  const { out, rows, files, models, long, wide, judge } = summary;
  const lines = wide === null ? longLines(summary) : wideLines(rows, models.length, wide);
  if (judge === null) lines.push("No annotations went along.");
  const ofFiles = files === 1 ? "" : ` in ${formatCount(files)} files`;
  const what = long === null ? "rows" : "responses";
  return [...lines, `Wrote ${formatCount(rows)} ${what}${ofFiles} to ${out}`];
}

function longLines({ rows, long, judge }: ExportSummary): string[] {
  const models = long ?? [];
  const total = models.reduce((sums, { statuses }) => addTo(sums, statuses), {});
  const verdicts = models.reduce((sums, { verdicts }) => addTo(sums, verdicts), {});
  const each = models.length < 2
    ? []
    : models.map(({ model, responses, statuses }) =>
      `  ${model}: ${formatCount(responses)} responses: ${listCounts({ ...statuses })}`
    );
  return [
    `${formatCount(rows)} responses of ${countModels(models.length)}: ${listCounts(total)}`,
    ...each,
    ...(judge === null ? [] : [`Annotations by ${judge}: ${listCounts(verdicts)}`]),
  ];
}

function wideLines(rows: number, models: number, counts: WideCounts): string[] {
  const { withText, withoutText, missing, annotated, unnumbered } = counts;
  const cells = rows * models;
  return [
    `${formatCount(rows)} rows × ${countModels(models)}: ${formatCount(withText)} answers, ` +
    `${formatCount(withoutText)} empty for want of a text, ${formatCount(missing)} not asked`,
    `${formatCount(annotated)} with a code, ${formatCount(cells - annotated)} without`,
    ...(unnumbered === 0 ? [] : [
      `The input's number is not known for ${
        formatCount(unnumbered)
      } rows: their prompt_id takes ` +
      `its place in ID.`,
    ]),
  ];
}

type Counts = Record<string, number>;

function addTo(sums: Counts, counts: Readonly<Counts>): Counts {
  const entries = Object.entries(counts).map(([name, count]) => [name, (sums[name] ?? 0) + count]);
  return Object.fromEntries(entries);
}

function listCounts(counts: Readonly<Counts>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${formatCount(count)} ${name.replaceAll("_", " ")}`).join(", ");
}

function countModels(count: number): string {
  return count === 1 ? "1 model" : `${formatCount(count)} models`;
}
