import { LINE, textLines } from "../_text_lines.ts";
import { textWidth, wrapText } from "../figure_text.ts";
import { INK, SIZES } from "../theme.ts";

/** What stands beside a row. */
export interface RowLabel {
  text: string;
  /** Set in quiet grey, for rows that are no data. */
  isQuiet?: boolean;
  isBold?: boolean;
}

/** Labels of rows, each wrapped to as many lines as it needs. */
export interface RowLabels {
  svg: string;
  /** The middle and the height of each row, and the height of all, in pixels. */
  middles: readonly number[];
  heights: readonly number[];
  height: number;
}

/** What keeps labels of several lines apart, in pixels. */
const APART = 4;

/** Options of {@linkcode rowLabels}. */
export interface RowLabelsOptions {
  /** The right edge of the labels, which is also their room, in pixels. */
  width: number;
  /** Height of a row of one line. Default: 15. */
  row?: number;
}

/** Puts whole labels before rows, right-aligned: a row grows with the lines of its label. */
export function rowLabels(
  labels: readonly RowLabel[],
  { width, row = 15 }: RowLabelsOptions,
): RowLabels {
  const middles: number[] = [];
  const heights: number[] = [];
  const texts: string[] = [];
  let top = 0;
  for (const { text, isQuiet = false, isBold = false } of labels) {
    const room = isBold ? width / 1.1 : width;
    const lines = wrapText(text, { width: room, size: SIZES.label });
    const height = row + (lines.length === 1 ? 0 : (lines.length - 1) * LINE + APART);
    const middle = top + height / 2;
    const y = middle - (lines.length - 1) * LINE / 2 + SIZES.label * 0.36;
    const colour = isQuiet ? { colour: INK.quiet } : {};
    texts.push(textLines(lines, { x: width, y, anchor: "end", bold: isBold, ...colour }));
    middles.push(middle);
    heights.push(height);
    top += height;
  }
  return { svg: texts.join(""), middles, heights, height: top };
}

/** How wide labels are at most, so that plots get what short ones leave. */
export function labelRoom(labels: readonly string[], most: number): number {
  return Math.min(most, Math.max(0, ...labels.map((text) => textWidth(text, SIZES.label) * 1.1)));
}
