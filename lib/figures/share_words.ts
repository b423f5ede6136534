import type { AnalysisTables } from "../analysis/compute_tables.ts";
import type { Source } from "../analysis/describe_source.ts";
import type { ConformanceRow } from "../analysis/conformance.ts";
import type { IntervalRow } from "../analysis/distributions.ts";
import { labelOf } from "../base/vocabulary.ts";
import { figureText } from "./figure_text.ts";

/** Where numbers are from: the run or file, and whose annotations. */
export function sourceWords({ kind = "run", name, judge }: Source): string {
  return `Source: ${kind} “${figureText(name)}”, judged by “${figureText(judge)}”.`;
}

/** A share in [0, 1] as a whole per cent; what is not quite 0 or 100 does not become it. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return "<1";
  if (share < 1 && share > 0.995) return ">99";
  return String(Math.round(share * 100));
}

/** `±N points` or, for lopsided intervals, the widest reach to one side; rounded up. */
export function widestInterval(rows: readonly IntervalRow[]): string {
  const reaches = rows.flatMap(({ share, low, high }) =>
    share === null || low === null || high === null ? [] : [share - low, high - share]
  );
  if (reaches.length === 0) return "nowhere: there are no answers";
  return `${Math.ceil(Math.max(...reaches) * 100 - 1e-9)} points to a side at most`;
}

/** How many responses carry no technique, as a sentence; empty where all do. */
export function leftOut({ quality }: Pick<AnalysisTables, "quality">): string {
  const responses = quality.reduce((sum, row) => sum + row.responses, 0);
  const without = responses - quality.reduce((sum, row) => sum + row.annotated, 0);
  if (without === 0) return "";
  return `${without.toLocaleString("en")} of ${responses.toLocaleString("en")} responses have no ` +
    `technique and are left out.`;
}

/** The shares in words: one sentence per model and dataset, techniques that do not occur left out. */
export function describeShares(rows: readonly IntervalRow[]): string {
  const sentences: string[] = [];
  for (const { model, dataset, n } of rows.filter((row) => row.technique === "refusal")) {
    const shown = rows.filter((row) =>
      row.model === model && row.dataset === dataset && row.count > 0
    );
    const parts = shown.map(({ technique, share, low, high }) =>
      `${labelOf(technique).toLowerCase()} ${percent(share ?? 0)} % ` +
      `[${percent(low ?? 0)}, ${percent(high ?? 0)}]`
    );
    sentences.push(
      `${figureText(`${model}, ${labelOf(dataset)}`)} (n = ${n}): ${
        parts.join(", ") || "no answers"
      }.`,
    );
  }
  return sentences.join("\n");
}

/** Expected against observed in words: one sentence per model and dataset. */
export function describeConformance(
  { conformance }: { conformance: readonly ConformanceRow[] },
): string {
  return conformance.map(({ model, dataset, expected, n, share, low, high }) =>
    share === null || low === null || high === null
      ? `${figureText(`${model}, ${labelOf(dataset)}`)}: no answers.`
      : `${figureText(`${model}, ${labelOf(dataset)}`)} (n = ${n}): ${
        percent(share)
      } % as expected ` +
        `[${percent(low)}, ${percent(high)}]; expected ${labelOf(expected).toLowerCase()}.`
  ).join("\n");
}
