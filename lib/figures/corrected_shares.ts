import * as Plot from "@observablehq/plot";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { labelOf, type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import type { Figure } from "./figure.ts";
import { figureText, svgText, wrapText } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { renderSvg, swatch } from "./render_svg.ts";
import { percent } from "./share_words.ts";
import { INK, SIZES, TECHNIQUE_COLOURS } from "./theme.ts";

/** One technique's share of one model's answers, as the judge has it and corrected. */
export interface CorrectedShareRow {
  model: string;
  technique: Technique;
  /** In [0, 1]; null where there are no answers. */
  raw: number | null;
  corrected: number | null;
  /** The corrected share's 95 % interval. */
  low: number | null;
  high: number | null;
}

/** Options of {@linkcode correctedShares}. */
export interface CorrectedSharesOptions {
  /** How the correction was made: `prediction-powered inference`. */
  method: string;
  /** How many answers people coded. */
  gold: number;
  source: AnalysisTables["source"];
}

/** Shares as the judge counts them, beside shares corrected for its errors, one panel per model. */
export function correctedShares(
  rows: readonly CorrectedShareRow[],
  { method, gold, source }: CorrectedSharesOptions,
): Figure {
  const models = [...new Set(rows.map(({ model }) => model))];
  return renderSvg({
    name: "corrected_shares",
    title: "What changes when the judge's errors are corrected?",
    subtitle: `Share of each technique. Ring: as the judge counts. Dot and line: corrected by ` +
      `${method} with ${gold.toLocaleString("en")} answers coded by people, and its 95 % interval.`,
    legend: [],
    panels: models.map((model, index) =>
      drawPanel(rows.filter((row) => row.model === model), {
        model,
        withAxis: index === models.length - 1,
      })
    ),
    caption: "",
    description: rows.map(describe).join("\n"),
    source,
  });
}

const LEFT = 150;
const ROW = 17;
const AXIS = 36;

function drawPanel(
  rows: readonly CorrectedShareRow[],
  { model, withAxis }: { model: string; withAxis: boolean },
): SvgPart {
  const inner = SIZES.width - 2 * SIZES.margin;
  const width = inner - LEFT - 14;
  const head = wrapText(model, { width: inner / 1.1, size: SIZES.label });
  const top = head.length * 15 + 5;
  const height = ROW * TECHNIQUES.length;
  const plot = drawRows(rows, { width, height: height + (withAxis ? AXIS : 4), withAxis });
  const names = TECHNIQUES.map((name, index) => {
    const y = top + (index + 0.5) * ROW + SIZES.label * 0.36;
    return `<text x="${LEFT - 24}" y="${y.toFixed(1)}" text-anchor="end">${labelOf(name)}</text>` +
      `<g transform="translate(${LEFT - 18},${(y - 9).toFixed(1)})">` +
      `${swatch(TECHNIQUE_COLOURS[name], 10)}</g>`;
  });
  const title = head.map((line, index) =>
    `<text y="${SIZES.label + index * 15}" font-weight="bold">${svgText(line)}</text>`
  );
  return {
    svg: `<g font-size="${SIZES.label}" fill="${INK.text}">${title.join("")}${names.join("")}` +
      `<g transform="translate(${LEFT},${top})">${plot.svg}</g></g>`,
    width: inner,
    height: top + plot.height,
  };
}

function drawRows(
  rows: readonly CorrectedShareRow[],
  { width, height, withAxis }: { width: number; height: number; withAxis: boolean },
): SvgPart {
  const y = ({ technique }: CorrectedShareRow) => TECHNIQUES.indexOf(technique) + 0.5;
  const known = rows.filter(({ corrected }) => corrected !== null);
  return renderPlot({
    ...{ width: width + 14, height },
    ...{ marginLeft: 1, marginRight: 13, marginTop: 0, marginBottom: withAxis ? AXIS : 4 },
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, TECHNIQUES.length], range: [0, ROW * TECHNIQUES.length], axis: null },
    marks: [
      Plot.ruleX([0, 0.25, 0.5, 0.75, 1], { stroke: INK.grid }),
      ...(withAxis
        ? [Plot.axisX([0, 0.25, 0.5, 0.75, 1], {
          tickFormat: (share: number) => String(share * 100),
          label: "Share of answers (%)",
          labelAnchor: "center" as const,
          labelArrow: "none" as const,
          fontSize: SIZES.label,
        })]
        : []),
      Plot.ruleY(known, { y, x1: "low", x2: "high", stroke: INK.text, strokeWidth: 2 }),
      Plot.dot(known, { y, x: "corrected", fill: INK.text, r: 3.6 }),
      Plot.dot(rows.filter(({ raw }) => raw !== null), {
        ...{ y, x: "raw", stroke: INK.mark, strokeWidth: 1.8, r: 5, fill: "none" },
      }),
    ],
  });
}

function describe({ model, technique, raw, corrected, low, high }: CorrectedShareRow): string {
  const what = figureText(`${model}, ${labelOf(technique).toLowerCase()}`);
  if (raw === null) return `${what}: no answers.`;
  if (corrected === null || low === null || high === null) {
    return `${what}: ${percent(raw)} % as judged; not corrected.`;
  }
  return `${what}: ${percent(raw)} % as judged; corrected ${percent(corrected)} % ` +
    `[${percent(low)}, ${percent(high)}].`;
}
