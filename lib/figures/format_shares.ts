import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { figureText } from "./figure_text.ts";
import { percent } from "./share_words.ts";

const HEADS = ["refusal", "avoidance", "pluralism", "transpar.", "no approx", "bias"];

/**
 * The shares as lines of text for a terminal: one line per model and dataset, whole per cents.
 *
 * @param limit How many lines of shares at most. Default: 60.
 */
export function formatShares({ distributions }: AnalysisTables, limit = 60): string[] {
  const cells = distributions.filter((row) => row.technique === TECHNIQUES[0]);
  const model = column("model", cells.map((row) => row.model));
  const dataset = column("dataset", cells.map((row) => row.dataset));
  const head = [
    model.head,
    dataset.head,
    "n".padStart(6),
    ...HEADS.map((name) => name.padStart(9)),
  ];
  const lines = cells.map((cell, index) => {
    const shares = distributions
      .slice(index * TECHNIQUES.length, (index + 1) * TECHNIQUES.length)
      .map(({ share }) => (share === null ? "–" : `${percent(share)} %`).padStart(9));
    return [model.cells[index], dataset.cells[index], String(cell.n).padStart(6), ...shares].join(
      " ",
    );
  });
  const more = lines.length - limit;
  return [
    head.join(" "),
    ...lines.slice(0, limit),
    ...(more > 0 ? [`… and ${more} more in distributions.csv`] : []),
  ];
}

function column(head: string, values: readonly string[]): { head: string; cells: string[] } {
  const texts = values.map((value) => shorten(figureText(value)));
  const width = Math.max(head.length, ...texts.map((text) => text.length));
  return { head: head.padEnd(width), cells: texts.map((text) => text.padEnd(width)) };
}

function shorten(text: string): string {
  return text.length <= 30 ? text : `${text.slice(0, 17)}…${text.slice(-12)}`;
}
