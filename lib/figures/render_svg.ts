import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { SIMULATION_WORDS } from "../analysis/simulation.ts";
import type { Figure } from "./figure.ts";
import { figureText, svgText, textWidth, wrapText } from "./figure_text.ts";
import type { SvgPart } from "./render_plot.ts";
import { sourceWords } from "./share_words.ts";
import { FONT_FAMILY, INK, SIZES } from "./theme.ts";

/** One entry of a legend. */
export interface LegendEntry {
  colour: string;
  label: string;
  /** How it is drawn in the figure. Default: `square`. */
  shape?: LegendShape;
}

/** A filled square or dot, a ring, or a dot on a line with the interval's ends. */
export type LegendShape = "square" | "dot" | "ring" | "interval";

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
  source: AnalysisTables["source"];
}

/** Puts a figure together as one SVG document on a white card, {@linkcode SIZES} wide. */
export function renderSvg(parts: FigureParts): Figure {
  const { name, source } = parts;
  const mark = simulatedMark(source);
  const inner = SIZES.width - 2 * SIZES.margin;
  const blocks = [
    textBlock(parts.title, { size: SIZES.title, bold: true, width: inner - (mark?.width ?? 0) }),
    textBlock(parts.subtitle, { size: SIZES.subtitle, width: inner, colour: INK.quiet }),
    legendBlock(parts.legend, inner),
    ...parts.panels,
    textBlock(captionOf(parts), { size: SIZES.small, width: inner, colour: INK.quiet }),
  ];
  let y: number = SIZES.margin;
  const placed = blocks.map((block) => {
    const svg = `<g transform="translate(${SIZES.margin},${number(y)})">${block.svg}</g>`;
    y += block.height + (block.height === 0 ? 0 : GAP);
    return svg;
  });
  const height = Math.ceil(y - GAP + SIZES.margin);
  const title = figureText(parts.title);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZES.width}" height="${height}" ` +
    `viewBox="0 0 ${SIZES.width} ${height}" font-family="${FONT_FAMILY}" role="img">`,
    `<title>${svgText(title)}</title>`,
    `<desc>${svgText(parts.description)}</desc>`,
    `<rect width="${SIZES.width}" height="${height}" fill="${INK.card}"/>`,
    ...placed,
    mark?.svg ?? "",
    `</svg>\n`,
  ].join("\n");
  return {
    name,
    title,
    description: parts.description,
    svg,
    ...{ width: SIZES.width, height },
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

function captionOf({ caption, source }: FigureParts): string {
  const simulated = source.simulated === null
    ? ""
    : ` ${SIMULATION_WORDS[source.simulated].sentence}`;
  const end = caption === "" ? "" : ` ${caption}`;
  return `${sourceWords(source)}${simulated}${end}`;
}

function simulatedMark({ simulated }: AnalysisTables["source"]): SvgPart | null {
  if (simulated === null) return null;
  const label = SIMULATION_WORDS[simulated].mark;
  const width = Math.ceil(textWidth(label, 10)) + 14;
  const x = SIZES.width - SIZES.margin - width;
  const svg = `<g transform="translate(${x},${SIZES.margin - 1})">` +
    `<rect x="0.5" y="0.5" width="${width - 1}" height="18" rx="3" fill="none" ` +
    `stroke="${INK.mark}"/><text x="${width / 2}" y="13" font-size="10" font-weight="bold" ` +
    `text-anchor="middle" fill="${INK.mark}">${label}</text></g>`;
  return { svg, width: width + 8, height: 19 };
}

function number(value: number): string {
  return String(Number(value.toFixed(2)));
}
