import { LINE, textLines } from "../_text_lines.ts";
import { textWidth, wrapText } from "../figure_text.ts";
import type { SvgPart } from "../render_plot.ts";
import { INK, SIZES } from "../theme.ts";

/** Width of a panel. */
export const INNER = SIZES.width - 2 * SIZES.margin;

/** Room below a head for the heading of the column of n. */
export const HEAD_OF_N = 10;

/** A panel's title in bold and a quiet note, beside it where there is room, else below; both whole. */
export function panelHead({ title, note = "" }: { title: string; note?: string }): SvgPart {
  const name = title === "" ? [] : wrapText(title, { width: INNER / 1.1, size: SIZES.label });
  const last = textWidth(name.at(-1) ?? "", SIZES.label) * 1.1;
  const isBeside = note !== "" && last + 12 + textWidth(note, SIZES.label) < INNER;
  const below = note === "" || isBeside ? [] : wrapText(note, { width: INNER, size: SIZES.label });
  const y = SIZES.label + (name.length - 1) * LINE;
  const beside = textLines([note], { x: INNER, y, anchor: "end", colour: INK.quiet });
  return {
    svg: textLines(name, { bold: true }) + (isBeside ? beside : "") +
      textLines(below, { y: y + LINE, colour: INK.quiet }),
    width: INNER,
    height: (name.length + below.length) * LINE + 4,
  };
}
