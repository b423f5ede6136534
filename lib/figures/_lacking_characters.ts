import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** So many characters are named; more would make a caption of numbers. */
const NAMED = 6;

/** Characters from one to another, both included, by their numbers. */
type Range = readonly [from: number, to: number];

/**
 * Says which characters of texts are drawn as boxes in PNG and PDF, whose one font lacks them, as a
 * sentence; empty where there are none.
 */
export function lackingWords(texts: readonly string[]): string {
  const lacking = lackingCharacters(texts.join(""));
  if (lacking.length === 0) return "";
  const numbers = lacking.slice(0, NAMED).map((character) =>
    `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`
  );
  const more = lacking.length > NAMED ? ` and ${lacking.length - NAMED} more` : "";
  return `A box stands for a character that DejaVu Sans lacks: ${numbers.join(", ")}${more}. ` +
    `The SVG shows it where another font has it.`;
}

/** The characters of a text that DejaVu Sans lacks, each once, in order. */
export function lackingCharacters(text: string): string[] {
  // Nearly all figures have only these, and need not read the font.
  const others = new Set(text.match(/[^\n\u0020-\u007e\u00a0-\u024f–—…“”‘’−×≤≥•�]/gu));
  if (others.size === 0) return [];
  const known = readRanges();
  return [...others].filter((character) => {
    const number = character.codePointAt(0) ?? 0;
    return !known.some(([from, to]) => from <= number && number <= to);
  });
}

/**
 * Reads which characters the font has: the groups of its `cmap` table for all of Unicode (format 12).
 * https://learn.microsoft.com/typography/opentype/spec/cmap
 */
function readRanges(): Range[] {
  const path = fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"));
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const view = new DataView(buffer, byteOffset, byteLength);
  const indexes = (count: number) => Array.from({ length: count }, (_, index) => index);
  const tables = indexes(view.getUint16(4)).map((index) => 12 + 16 * index);
  const entry = tables.find((at) => view.getUint32(at) === 0x636d6170) ?? 0; // "cmap"
  const cmap = view.getUint32(entry + 8);
  const subtables = indexes(view.getUint16(cmap + 2))
    .map((index) => cmap + view.getUint32(cmap + 4 + 8 * index + 4));
  const all = subtables.find((at) => view.getUint16(at) === 12);
  if (all === undefined) throw new Error(`${path} has no table of all its characters`);
  return indexes(view.getUint32(all + 12)).map((index) => {
    const at = all + 16 + 12 * index;
    return [view.getUint32(at), view.getUint32(at + 4)];
  });
}
