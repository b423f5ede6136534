import { svgText } from "./figure_text.ts";
import { SIZES } from "./theme.ts";

/** Options of {@linkcode textLines}. */
export interface TextLinesOptions {
  /** Where the text begins, ends or has its middle, by `anchor`. Default: 0. */
  x?: number;
  /** The baseline of the first line. Default: the size, so that the text's top is at 0. */
  y?: number;
  anchor?: "start" | "middle" | "end";
  bold?: boolean;
  colour?: string;
  /** Font size in pixels. Default: that of labels. */
  size?: number;
}

/** Height of a line of text of a label's size. */
export const LINE = 14;

/** Lines of text, one below the other; hostile text is escaped. */
export function textLines(lines: readonly string[], options: TextLinesOptions = {}): string {
  const { x = 0, size = SIZES.label, y = size, anchor = "start", bold = false, colour } = options;
  const attributes = [
    `font-size="${size}"`,
    ...(anchor === "start" ? [] : [`text-anchor="${anchor}"`]),
    ...(bold ? [`font-weight="bold"`] : []),
    ...(colour === undefined ? [] : [`fill="${colour}"`]),
  ];
  return lines.map((line, index) =>
    `<text x="${round(x)}" y="${round(y + index * LINE)}" ${attributes.join(" ")}>` +
    `${svgText(line)}</text>`
  ).join("");
}

/** A group moved to (x, y). */
export function placed(svg: string, x: number, y: number): string {
  return `<g transform="translate(${round(x)},${round(y)})">${svg}</g>`;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
