import * as Plot from "@observablehq/plot";
import type { GroupedShareRow } from "../analysis/grouped_share_row.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { textLines } from "./_text_lines.ts";
import { renderPlot } from "./render_plot.ts";
import { INK, SIZES, TECHNIQUE_COLOURS } from "./theme.ts";

/** A column of panels. */
export interface Column {
  dataset: string;
  /** Groups of the dataset's rows, in order. */
  wordings: readonly string[];
}

/** `direct` for 0–9, `situated` for 10–19; others stand apart from both. */
export function styleOf(wording: string): "direct" | "situated" | "other" {
  const number = /^\d+$/.test(wording) ? Number(wording) : Infinity;
  if (number > 19) return "other";
  return number < 10 ? "direct" : "situated";
}

/** Height of a panel. */
export const HEIGHT = 40;

/** Options of {@linkcode wordingBars}. */
export interface WordingBarsOptions {
  column: Column;
  width: number;
}

/** The left edge of each wording's bar in bars, and how many bars and gaps are as wide as all. */
function placesOf({ wordings }: Column): { places: number[]; total: number } {
  let place = 0;
  const places = wordings.map((wording, index) => {
    const before = wordings[index - 1];
    if (before !== undefined) place += styleOf(before) === styleOf(wording) ? 1 : 2;
    return place;
  });
  return { places, total: place + 1 };
}

/** A stacked bar per wording, with a gap and a frame of their own for each style. */
export function wordingBars(
  rows: readonly GroupedShareRow[],
  { column, width }: WordingBarsOptions,
): string {
  const { places, total } = placesOf(column);
  const left = ({ group }: GroupedShareRow) => places[column.wordings.indexOf(group)] ?? 0;
  const shown = rows.filter(({ count }) => count > 0);
  return renderPlot({
    ...{ width, height: HEIGHT, margin: 0 },
    x: { domain: [0, total], range: [0, width], axis: null },
    y: { domain: [1, 0], range: [0.5, HEIGHT - 0.5], axis: null },
    marks: [
      Plot.rectY(
        shown,
        Plot.stackY({
          ...{ x1: left, x2: (row: GroupedShareRow) => left(row) + 1, y: "share", z: "technique" },
          order: [...TECHNIQUES],
          fill: (row: GroupedShareRow) => TECHNIQUE_COLOURS[row.technique],
          ...{ insetLeft: 0.3, insetRight: 0.3 },
        }),
      ),
      ...["direct", "situated", "other"].map((style) => frameOf(column, style)).filter((one) =>
        one !== null
      ),
      ...(shown.length > 0 ? [] : [
        Plot.text(["none"], { frameAnchor: "middle", fill: INK.quiet }),
      ]),
    ],
  }).svg;
}

/** A frame around the bars of one style. */
function frameOf(column: Column, style: string): Plot.Markish | null {
  const { places } = placesOf(column);
  const here = places.filter((_, index) => styleOf(column.wordings[index] ?? "") === style);
  const [first, last] = [here[0], here.at(-1)];
  if (first === undefined || last === undefined) return null;
  return Plot.rect([0], {
    ...{ x1: first, x2: last + 1, y1: 0, y2: 1, fill: "none", stroke: INK.line },
    strokeWidth: 0.7,
  });
}

/** The wordings' numbers below the last row: `0–9`, `10–19`; others have no room. */
export function wordingNumbers(column: Column, width: number): string {
  const { places, total } = placesOf(column);
  const bar = width / total;
  return ["direct", "situated", "other"].map((style) => {
    const here = column.wordings.flatMap((wording, index) =>
      styleOf(wording) === style ? [{ wording, place: places[index] ?? 0 }] : []
    );
    const [first, last] = [here[0], here.at(-1)];
    if (first === undefined || last === undefined) return "";
    const range = first === last ? first.wording : `${first.wording}–${last.wording}`;
    const x = (first.place + last.place + 1) / 2 * bar;
    const label = style === "other" ? "…" : range;
    return textLines([label], { x, y: SIZES.small, anchor: "middle", size: SIZES.small });
  }).join("");
}
