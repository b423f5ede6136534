import { figureText, textWidth, wrapText } from "./figure_text.ts";
import type { SvgPart } from "./render_plot.ts";
import { LINE, textLines } from "./_text_lines.ts";
import { INK, SIZES } from "./theme.ts";

/** Names of models beside rows, one line each. */
export interface ModelLabels {
  /** What stands beside the row, by model. */
  labels: ReadonlyMap<string, string>;
  /** Room that the widest takes, in pixels. */
  width: number;
  /** The whole names with their numbers, where a label is shortened; else none. */
  key: readonly SvgPart[];
}

/** Options of {@linkcode modelLabels}. */
export interface ModelLabelsOptions {
  /** How wide a label may be, in pixels. */
  width: number;
  /** Whether every label begins with its number. Default: only where a name is shortened. */
  numbered?: boolean;
}

const INNER = SIZES.width - 2 * SIZES.margin;

/**
 * Labels of one line each, so that rows stay narrow. Where a name is too long, all are numbered,
 * long ones lose their middle, and a key has them whole: cut off, two names could look the same.
 */
export function modelLabels(
  models: readonly string[],
  { width, numbered = false }: ModelLabelsOptions,
): ModelLabels {
  const numbers = models.map((_, index) => numbered ? `${index + 1} ` : "");
  const whole = models.map((model, index) => `${numbers[index]}${figureText(model)}`);
  const fits = whole.every((label) => textWidth(label, SIZES.label) <= width);
  const labels = fits ? whole : models.map((model, index) => {
    const number = `${index + 1} `;
    return number + shorten(figureText(model), width - textWidth(number, SIZES.label));
  });
  return {
    labels: new Map(models.map((model, index) => [model, labels[index] ?? ""])),
    width: Math.max(0, ...labels.map((label) => textWidth(label, SIZES.label))),
    key: fits ? [] : [drawKey(models)],
  };
}

/** The beginning and the end of a text: versions stand at the end. */
function shorten(text: string, width: number): string {
  if (textWidth(text, SIZES.label) <= width) return text;
  const characters = [...text];
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const head = characters.slice(0, Math.ceil(kept * 0.4)).join("");
    const tail = characters.slice(-Math.floor(kept * 0.6)).join("");
    const short = `${head}…${tail}`;
    if (textWidth(short, SIZES.label) <= width) return short;
  }
  return "…";
}

function drawKey(models: readonly string[]): SvgPart {
  const lines = models.flatMap((model, index) =>
    wrapText(`${index + 1} ${figureText(model)}`, { width: INNER, size: SIZES.label })
  );
  return {
    svg: `<g fill="${INK.text}">${textLines(lines)}</g>`,
    width: INNER,
    height: lines.length * LINE,
  };
}
