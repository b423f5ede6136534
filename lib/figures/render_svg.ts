import type { AnalysisTables } from "../analysis/compute_tables.ts";
import type { Figure } from "./figure.ts";
import { type FigureOrigin, originOf } from "./figure_origin.ts";
import { lackingWords } from "./_lacking_characters.ts";
import { figureText, svgText, textWidth, wrapText } from "./figure_text.ts";
import type { SvgPart } from "./render_plot.ts";
import { FONT_FAMILY, INK, SIZES } from "./theme.ts";

/** One entry of a legend. */
export interface LegendEntry {
  colour: string;
  label: string;
  /** How it is drawn in the figure. Default: `square`. */
  shape?: LegendShape;
}

/**
 * A filled square or dot, a ring, a hollow diamond, a dot on a line with the interval's ends, the line
 * alone, a tick on a pale band, or an upright dashed line.
 */
export type LegendShape =
  | "square"
  | "dot"
  | "ring"
  | "diamond"
  | "interval"
  | "line"
  | "band"
  | "dashes";

/** What a figure is made of, from top to bottom. */
export interface FigureParts {
  /** The file's stem. */
  name: string;
  /** The question. */
  title: string;
  /** What is drawn, n, and which interval. */
  subtitle: string;
  legend: readonly LegendEntry[];
  /** The panels, one below the other. */
  panels: readonly SvgPart[];
  /** What else must be said; the source is added. */
  caption: string;
  /** The numbers in words. */
  description: string;
  source: AnalysisTables["source"] | FigureOrigin;
}

/** Puts a figure together as one SVG document on a white card, {@linkcode SIZES} wide. */
export function renderSvg(parts: FigureParts): Figure {
  const { name } = parts;
  const origin = "words" in parts.source ? parts.source : originOf(parts.source);
  const mark = cornerMarks(origin);
  const inner = SIZES.width - 2 * SIZES.margin;
  const title = textBlock(parts.title, {
    ...{ size: SIZES.title, bold: true, width: inner - mark.width },
  });
  const blocks = [
    { ...title, height: Math.max(title.height, mark.height) },
    textBlock(parts.subtitle, { size: SIZES.subtitle, width: inner, colour: INK.quiet }),
    legendBlock(parts.legend, inner),
    ...parts.panels,
    textBlock(captionOf(origin, parts), {
      size: SIZES.small,
      width: inner,
      colour: INK.quiet,
    }),
  ];
  let y: number = SIZES.margin;
  const placed = blocks.map((block) => {
    const svg = `<g transform="translate(${SIZES.margin},${number(y)})">${block.svg}</g>`;
    y += block.height + (block.height === 0 ? 0 : GAP);
    return svg;
  });
  const height = Math.ceil(y - GAP + SIZES.margin);
  const titleText = figureText(parts.title);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZES.width}" height="${height}" ` +
    `viewBox="0 0 ${SIZES.width} ${height}" font-family="${FONT_FAMILY}" role="img">`,
    `<title>${svgText(titleText)}</title>`,
    `<desc>${svgText(parts.description)}</desc>`,
    `<rect width="${SIZES.width}" height="${height}" fill="${INK.card}"/>`,
    ...placed,
    mark.svg,
    `</svg>\n`,
  ].join("\n");
  return {
    name,
    title: titleText,
    description: parts.description,
    svg,
    ...{ width: SIZES.width, height },
    parts,
  };
}

const GAP = 8;

interface TextBlockOptions {
  size: number;
  width: number;
  bold?: boolean;
  colour?: string;
}

function textBlock(text: string, options: TextBlockOptions): SvgPart {
  const { size, width, bold = false, colour = INK.text } = options;
  const lines = wrapText(text, { width: bold ? width / 1.1 : width, size });
  const leading = size * 1.32;
  const spans = lines.map((line, index) =>
    `<text y="${number(size + index * leading)}">${svgText(line)}</text>`
  );
  const weight = bold ? ` font-weight="bold"` : "";
  return {
    svg: `<g font-size="${size}" fill="${colour}"${weight}>${spans.join("")}</g>`,
    width,
    height: size * 1.15 + (lines.length - 1) * leading,
  };
}

function legendBlock(entries: readonly LegendEntry[], width: number): SvgPart {
  const box = 11;
  const row = 17;
  let x = 0;
  let y = 0;
  const drawn = entries.map(({ colour, label, shape = "square" }) => {
    const room = box + 5 + textWidth(label, SIZES.label);
    if (x > 0 && x + room > width) {
      x = 0;
      y += row;
    }
    const svg = `<g transform="translate(${number(x)},${y})">` +
      `${legendMark(shape, { colour, size: box })}` +
      `<text x="${box + 5}" y="${box - 1.5}">${svgText(label)}</text></g>`;
    x += room + 14;
    return svg;
  });
  return {
    svg: `<g font-size="${SIZES.label}" fill="${INK.text}">${drawn.join("")}</g>`,
    width,
    height: entries.length === 0 ? 0 : y + box + 2,
  };
}

function legendMark(shape: LegendShape, { colour, size }: { colour: string; size: number }) {
  const middle = size / 2;
  const dot = `<circle cx="${middle}" cy="${middle}" r="3.6" fill="${colour}"/>`;
  switch (shape) {
    case "square":
      return swatch(colour, size);
    case "dot":
      return dot;
    case "ring":
      return `<circle cx="${middle}" cy="${middle}" r="4" fill="none" stroke="${colour}" ` +
        `stroke-width="1.8"/>`;
    case "diamond":
      return `<path d="M${middle},1L${size - 1},${middle}L${middle},${size - 1}L1,${middle}Z" ` +
        `fill="${INK.card}" stroke="${colour}" stroke-width="1.6"/>`;
    case "band":
      return `<path d="M-1,${middle}H${size + 1}" stroke="${colour}" stroke-width="7"/>` +
        `<path d="M${middle},0.5V${size - 0.5}" stroke="${INK.quiet}" stroke-width="1.6"/>`;
    case "dashes":
      return `<path d="M${middle},-1V${size + 1}" stroke="${colour}" stroke-width="1.8" ` +
        `stroke-dasharray="4 2"/>`;
    case "line":
      return `<path d="M-1,${middle}H${size + 1}" stroke="${colour}" stroke-width="1.8"/>`;
    case "interval":
      return `<path d="M-1,${middle}H${size + 1}" stroke="${colour}" stroke-width="1.8"/>${dot}`;
  }
}

/** A square of a colour, outlined so that pale ones show on the white card. */
export function swatch(colour: string, size: number): string {
  const side = size - 1;
  return `<rect x="0.5" y="0.5" width="${side}" height="${side}" fill="${colour}" ` +
    `stroke="${INK.line}" stroke-width="0.7"/>`;
}

function captionOf(
  { words }: FigureOrigin,
  { title, subtitle, legend, panels, caption }: FigureParts,
): string {
  const said = caption === "" ? words : `${words} ${caption}`;
  const labels = [...legend.map(({ label }) => label), ...panels.map(({ svg }) => svg)];
  return `${said} ${lackingWords([title, subtitle, said, ...labels])}`.trimEnd();
}

const MARK_STEP = 21;

/** The marks in the upper right corner, one below the other, and the room that the title leaves them. */
function cornerMarks({ marks }: FigureOrigin): SvgPart {
  const widths = marks.map((label) => Math.ceil(textWidth(label, 10)) + 14);
  const drawn = marks.map((label, index) => {
    const width = widths[index] ?? 0;
    const x = SIZES.width - SIZES.margin - width;
    const y = SIZES.margin - 1 + index * MARK_STEP;
    return `<g transform="translate(${x},${y})">` +
      `<rect x="0.5" y="0.5" width="${width - 1}" height="18" rx="3" fill="none" ` +
      `stroke="${INK.mark}"/><text x="${width / 2}" y="13" font-size="10" font-weight="bold" ` +
      `text-anchor="middle" fill="${INK.mark}">${svgText(label)}</text></g>`;
  });
  if (marks.length === 0) return { svg: "", width: 0, height: 0 };
  return {
    svg: drawn.join(""),
    width: Math.max(...widths) + 8,
    height: MARK_STEP * (marks.length - 1) + SIZES.title,
  };
}

function number(value: number): string {
  return String(Number(value.toFixed(2)));
}
