import { alignColumns } from "../../base/align_columns.ts";
import { oneLine } from "../../base/one_line.ts";
import type { AgreementReport, PairAgreement, RaterScores } from "./agreement_report.ts";
import type { Interval } from "./cluster_bootstrap.ts";
import type { Unmapped } from "./read_labels.ts";

/** A report as lines of text: tables of raters, then what is missing. Any name may be hostile. */
export function formatAgreement(report: AgreementReport, unmapped: Unmapped = {}): string[] {
  const { raters, n, categories, n_pairable, n_complete } = report;
  return [
    oneLine(`${n} items, ${raters.length} raters, labels: ${categories.join(", ") || "none"}`),
    "",
    ...(raters.length < 2 ? [] : [
      ...pairLines(report.pairwise),
      "",
      ...alignColumns([
        ["all raters", "items", "value", "95 %"],
        [
          "Krippendorff's alpha",
          String(n_pairable),
          ...withInterval(report.krippendorff_alpha, report.krippendorff_alpha_interval),
        ],
        [
          "Fleiss' kappa",
          String(n_complete),
          ...withInterval(report.fleiss_kappa, report.fleiss_kappa_interval),
        ],
      ]),
      "",
    ]),
    ...report.reference.flatMap((scores) => scoreLines(scores, categories)),
    ...unmappedLines(unmapped),
    bootstrapLine(report),
  ];
}

function pairLines(pairs: readonly PairAgreement[]): string[] {
  return alignColumns([
    ["rater", "and rater", "items", "agreement", "95 %", "kappa", "95 %"],
    ...pairs.map(({ a, b, n, agreement, agreement_interval, kappa, kappa_interval }) => [
      ...[a, b, String(n)],
      ...withInterval(agreement, agreement_interval),
      ...withInterval(kappa, kappa_interval),
    ]),
  ], { right: [false, false] });
}

function scoreLines(scores: RaterScores, categories: readonly string[]): string[] {
  const { rater, n, accuracy, macro_f1, per_class, confusion } = scores;
  const accuracyText = withInterval(accuracy, scores.accuracy_interval).join(" ");
  const f1Text = withInterval(macro_f1, scores.macro_f1_interval).join(" ");
  const cells = (values: readonly (number | null)[]) => values.map(decimals);
  return [
    oneLine(`${rater} against the reference: ${n} items`),
    `accuracy ${accuracyText}, macro F1 ${f1Text}`,
    ...alignColumns([
      ["label", "precision", "recall", "F1", "95 %", "in reference", "by rater"],
      ...Object.entries(per_class).map(([name, score]) => [
        ...[name, ...cells([score.precision, score.recall])],
        ...withInterval(score.f1, score.f1_interval),
        ...[String(score.support), String(score.predicted)],
      ]),
    ]),
    "",
    ...alignColumns([
      ["reference / rater", ...categories],
      ...confusion.map((row, index) => [categories[index] ?? "", ...row.map(String)]),
    ]),
    "",
  ];
}

function unmappedLines(unmapped: Unmapped): string[] {
  const lines = Object.entries(unmapped).map(([rater, labels]) => {
    const total = Object.values(labels).reduce((sum, count) => sum + count, 0);
    const list = Object.entries(labels).sort(([, a], [, b]) => b - a)
      .map(([label, count]) => `'${label}' ${count}`);
    return oneLine(`${rater}: ${total} not in the map, taken as missing: ${list.join(", ")}`);
  });
  return lines.length === 0 ? [] : [...lines, ""];
}

function bootstrapLine({ bootstrap: { replicates, clusters, seed } }: AgreementReport): string {
  if (replicates === 0) return "No intervals were asked for.";
  return `Intervals: percentiles of ${replicates} samples of ${clusters} clusters, seed ${seed}; - is not defined.`;
}

function withInterval(value: number | null, interval: Interval | null): [string, string] {
  return [decimals(value), interval === null ? "-" : `[${interval.map(decimals).join(", ")}]`];
}

function decimals(value: number | null): string {
  return value === null ? "-" : value.toFixed(3);
}
