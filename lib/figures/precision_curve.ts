import * as Plot from "@observablehq/plot";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import type { PrecisionRow } from "../analysis/precision_row.ts";
import { labelOf } from "../base/vocabulary.ts";
import { AXIS_HEIGHT, TICKS_HEIGHT } from "./_interval_marks.ts";
import { LINE, placed, textLines } from "./_text_lines.ts";
import type { Figure } from "./figure.ts";
import { figureText, wrapText } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { renderSvg } from "./render_svg.ts";
import { INK, mixAlong, ORDER_COLOURS, SIZES } from "./theme.ts";

/** Options of {@linkcode precisionCurve}. */
export interface PrecisionCurveOptions {
  source: AnalysisTables["source"];
  /** Whose interval: that of a share, or of the difference of two models. Default: `share`. */
  of?: "share" | "difference";
}

/**
 * How many prompts are needed: half the width of the 95 % interval against the number of items, one
 * panel per dataset, one line per number of wordings; a ring is the study as it is.
 */
export function precisionCurve(
  rows: readonly PrecisionRow[],
  { source, of = "share" }: PrecisionCurveOptions,
): Figure {
  const points = rows.map((row) => toPoint(row, of));
  const isCut = points.some(({ half, isTooWide }) => half === null && isTooWide);
  const formats = [...new Set(points.map((row) => row.formats))].sort((a, b) => a - b);
  const what = of === "share" ? "a share" : "the difference of two models on the same prompts";
  return renderSvg({
    name: of === "share" ? "precision" : "precision_difference",
    title: "How many prompts are needed?",
    subtitle: points.length === 0
      ? "There are no answers to plan by."
      : `Half the width of the 95 % interval of ${what}, by the number of items; one line ` +
        `per number of wordings. Ring: the study as it is.`,
    legend: formats.map((count) => ({
      colour: colourOf(count, formats),
      label: count === 1 ? "1 wording" : `${count} wordings`,
    })),
    panels: drawGrid(points, formats),
    caption: "The axis of items is logarithmic." +
      (isCut ? " Intervals of more than ±50 points say nothing and are not drawn." : ""),
    description: points.map(describe).join("\n"),
    source,
  });
}

type Point = PrecisionRow & {
  /** The half width that is drawn, in [0, WIDEST]. */
  half: number | null;
  isTooWide: boolean;
};

/** Wider intervals cover the whole scale, and would press all others to the axis. */
const WIDEST = 0.5;

function toPoint(row: PrecisionRow, of: "share" | "difference"): Point {
  const half = of === "share" ? row.half_width : row.half_width_difference;
  const isTooWide = half !== null && half > WIDEST;
  return { ...row, half: isTooWide ? null : half, isTooWide };
}

/** Spread over the whole scale, so that few lines are far apart. */
function colourOf(count: number, formats: readonly number[]): string {
  return mixAlong(
    ORDER_COLOURS,
    formats.length < 2 ? 1 : formats.indexOf(count) / (formats.length - 1),
  );
}

const INNER = SIZES.width - 2 * SIZES.margin;
const GUTTER = 16;
const HEIGHT = 92;

/** Panels in rows of two, all on the same scales. */
function drawGrid(points: readonly Point[], formats: readonly number[]): SvgPart[] {
  const datasets = [...new Set(points.map(({ dataset }) => dataset))];
  const perRow = Math.min(2, datasets.length);
  const width = (INNER - (perRow - 1) * GUTTER) / Math.max(1, perRow);
  const items = points.map((point) => point.items);
  const scales = {
    items: [Math.min(...items), Math.max(...items)] as const,
    half: Math.max(0.01, ...points.map(({ half }) => half ?? 0)),
  };
  const parts: SvgPart[] = [];
  for (let first = 0; first < datasets.length; first += perRow) {
    const row = datasets.slice(first, first + perRow);
    const heads = row.map((dataset) =>
      wrapText(labelOf(dataset), { width: (width - LEFT) / 1.1, size: SIZES.label })
    );
    const top = Math.max(...heads.map((head) => head.length)) * LINE + 4;
    const panels = row.map((dataset, index) => {
      const here = points.filter((point) => point.dataset === dataset);
      const plot = drawPanel(here, {
        ...{ formats, width, scales, isFirst: index === 0 },
        isLast: first + index + perRow >= datasets.length,
      });
      return placed(
        textLines(heads[index] ?? [], { x: LEFT, bold: true }) + placed(plot.svg, 0, top),
        index * (width + GUTTER),
        0,
      );
    });
    const svg = `<g fill="${INK.text}">${panels.join("")}</g>`;
    const isLast = first + perRow >= datasets.length;
    parts.push({ svg, width: INNER, height: top + HEIGHT + (isLast ? AXIS_HEIGHT : TICKS_HEIGHT) });
  }
  return parts;
}

const LEFT = 44;
/** Room above the highest line of the grid, for the label of the vertical axis. */
const TOP = 18;

interface PanelOptions {
  formats: readonly number[];
  width: number;
  scales: { items: readonly [number, number]; half: number };
  /** Whether it is the first of its row and carries the label of the vertical axis. */
  isFirst: boolean;
  /** Whether none is below it, so that it carries the label of the horizontal axis. */
  isLast: boolean;
}

function drawPanel(points: readonly Point[], options: PanelOptions): SvgPart {
  const { formats, width, scales, isFirst, isLast } = options;
  const known = points.filter(({ half }) => half !== null);
  const present = known.filter(({ is_present }) => is_present);
  const at = { x: ({ items }: Point) => Math.log10(items), y: "half" } as const;
  const [from, to] = scales.items;
  const bottom = isLast ? AXIS_HEIGHT : TICKS_HEIGHT;
  return renderPlot({
    ...{ width, height: HEIGHT + bottom },
    ...{ marginLeft: LEFT, marginRight: 12, marginTop: TOP, marginBottom: bottom },
    // Plot leaves out labels on logarithmic axes, by rules of its own.
    x: { domain: [Math.log10(from), Math.log10(Math.max(to, from + 1))], axis: null },
    y: { domain: [0, scales.half], nice: 4, axis: null },
    marks: [
      Plot.gridY({ stroke: INK.grid, strokeOpacity: 1, ticks: 4 }),
      Plot.axisY({
        ...{ ticks: 4, tickSize: 4, fontSize: SIZES.label, label: null },
        tickFormat: (half: number) => half === 0 ? "0" : `±${Number((half * 100).toFixed(1))}`,
      }),
      Plot.axisX(itemTicks(scales.items).map(Math.log10), {
        ...{ tickFormat: (items: number) => String(Math.round(10 ** items)), tickSize: 4 },
        ...{ fontSize: SIZES.label, label: isLast ? "Items" : null, labelOffset: 32 },
        ...{ labelAnchor: "center", labelArrow: "none" },
      }),
      Plot.line(known, {
        ...{ ...at, z: "formats", sort: "items", strokeWidth: 1.8 },
        stroke: ({ formats: count }: Point) => colourOf(count, formats),
      }),
      Plot.dot(present, { ...at, r: 4.5, stroke: INK.card, strokeWidth: 4 }),
      Plot.dot(present, { ...at, r: 4.5, stroke: INK.text, strokeWidth: 1.8 }),
      ...noteMarks({ isFirst, isEmpty: known.length === 0 }),
    ],
  });
}

function noteMarks({ isFirst, isEmpty }: { isFirst: boolean; isEmpty: boolean }): Plot.Markish[] {
  const label = Plot.text(["Half width (points)"], {
    ...{ frameAnchor: "top-left", dx: 6 - LEFT, dy: -TOP, fill: INK.quiet },
    ...{ fontSize: SIZES.small, lineAnchor: "top" },
  });
  const empty = Plot.text(["no answers"], { frameAnchor: "middle", fill: INK.quiet, dy: -8 });
  return [...(isFirst ? [label] : []), ...(isEmpty ? [empty] : [])];
}

/** Whole steps of 1, 2 and 5 within the axis, no more than fit. */
function itemTicks([from, to]: readonly [number, number]): number[] {
  const steps = [1, 10, 100, 1000, 10_000, 100_000].flatMap((ten) => [ten, 2 * ten, 5 * ten]);
  const within = steps.filter((step) => step >= from && step <= to);
  if (within.length === 0) return [from];
  return within.length <= 5 ? within : within.filter((_, index) => index % 2 === 0);
}

function describe({ dataset, items, formats, half, is_present }: Point): string {
  const what = `${figureText(labelOf(dataset))}, ${items} items × ${formats} wordings` +
    `${is_present ? " (as it is)" : ""}`;
  return half === null ? `${what}: not known.` : `${what}: ±${(half * 100).toFixed(1)} points.`;
}
