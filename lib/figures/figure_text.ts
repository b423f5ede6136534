import { escapeHtml } from "../base/escape_html.ts";
import { printableText } from "../base/printable_text.ts";

/** {@linkcode printableText}: text that may stand in a figure. */
export function figureText(text: string): string {
  return printableText(text);
}

/** {@linkcode figureText}, escaped for XML content and quoted attributes. */
export function svgText(text: string): string {
  return escapeHtml(figureText(text));
}

/** About how many pixels wide a text is in DejaVu Sans of `size` pixels; errs on the wide side. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of figureText(text)) ems += characterWidth(character);
  return ems * size;
}

function characterWidth(character: string): number {
  if (/[ijlI|.,:;'!]/.test(character)) return 0.35;
  if (/[ frt()[\]/\-"]/.test(character)) return 0.42;
  if (/[mwMW@%—]/.test(character)) return 0.98;
  if (/[A-Z]/.test(character)) return 0.72;
  return /[\u0020-\u024f]/.test(character) ? 0.63 : 1.05;
}

/** Options of {@linkcode wrapText}. */
export interface WrapTextOptions {
  /** Width of a line in pixels. */
  width: number;
  /** Font size in pixels. */
  size: number;
}

/** Breaks a text into lines: after blanks, `/`, `-`, `_` or `:` where it can, else anywhere. */
export function wrapText(text: string, { width, size }: WrapTextOptions): string[] {
  const pieces = figureText(text).match(/[^\s/\-_:]*[\s/\-_:]?/g) ?? [];
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces.flatMap((piece) => splitLong(piece, { width, size }))) {
    if (line !== "" && textWidth((line + piece).trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  if (line.trimEnd() !== "" || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

function splitLong(piece: string, { width, size }: WrapTextOptions): string[] {
  if (textWidth(piece.trimEnd(), size) <= width) return [piece];
  const parts: string[] = [];
  let part = "";
  for (const character of piece) {
    if (part !== "" && textWidth(part + character, size) > width) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}
