import * as Plot from "@observablehq/plot";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { acceptedTechniques } from "../analysis/conformance.ts";
import type { IntervalRow } from "../analysis/distributions.ts";
import { labelOf, TECHNIQUES } from "../base/vocabulary.ts";
import type { Figure } from "./figure.ts";
import { svgText, textWidth, wrapText } from "./figure_text.ts";
import { renderPlot, type SvgPart } from "./render_plot.ts";
import { renderSvg, swatch } from "./render_svg.ts";
import { describeShares, leftOut, widestInterval } from "./share_words.ts";
import { INK, SIZES, TECHNIQUE_COLOURS } from "./theme.ts";

/** The study's figure: one panel per dataset, one bar per model, stacked shares of techniques. */
export function techniqueShares(tables: AnalysisTables): Figure {
  const { datasets, distributions, source } = tables;
  const layout = layOut(tables);
  const n = distributions.filter((row) => row.technique === "refusal")
    .reduce((sum, row) => sum + row.n, 0);
  return renderSvg({
    name: "technique_shares",
    title: "Which technique do models use?",
    subtitle:
      `Share of each technique among ${n.toLocaleString("en")} answers; n beside each bar. ` +
      `95 % intervals, clustered by item, reach ${widestInterval(distributions)}.`,
    legend: TECHNIQUES.map((name) => ({ colour: TECHNIQUE_COLOURS[name], label: labelOf(name) })),
    panels: datasets.map((dataset, index) =>
      drawPanel(tables, { dataset, layout, last: index === datasets.length - 1 })
    ),
    caption: leftOut(tables),
    description: describeShares(distributions),
    source,
  });
}

interface Layout {
  /** Room for model names and for n, in pixels. */
  left: number;
  right: number;
  /** Height of a bar with the room around it. */
  row: number;
  labels: ReadonlyMap<string, string>;
}

const INNER = SIZES.width - 2 * SIZES.margin;

function layOut({ models, distributions }: AnalysisTables): Layout {
  const widest = Math.max(...models.map((model) => textWidth(model, SIZES.label)));
  const left = Math.min(widest, 140) + 8;
  const wrapped = models.map((model) => wrapText(model, { width: left - 8, size: SIZES.label }));
  const lines = Math.max(...wrapped.map((parts) => parts.length));
  const most = Math.max(...distributions.map((row) => row.n));
  return {
    left,
    right: textWidth(most.toLocaleString("en"), SIZES.label) + 10,
    row: lines === 1 ? 15.5 : lines * 13.5 + 4,
    labels: new Map(models.map((model, index) => [model, wrapped[index]?.join("\n") ?? ""])),
  };
}

interface PanelOptions {
  dataset: string;
  layout: Layout;
  /** Whether it carries the axis of all. */
  last: boolean;
}

function drawPanel(tables: AnalysisTables, { dataset, layout, last }: PanelOptions): SvgPart {
  const { models, distributions } = tables;
  const rows = distributions.filter((row) => row.dataset === dataset);
  const perModel = rows.filter((row) => row.technique === "refusal");
  const bottom = last ? 34 : 0;
  const gap = 1 - 12.5 / layout.row;
  const plot = renderPlot({
    width: INNER,
    height: models.length * layout.row + bottom,
    ...{ marginLeft: layout.left, marginRight: layout.right, marginTop: 0, marginBottom: bottom },
    x: { domain: [0, 1], axis: null },
    y: { domain: [...models], type: "band", paddingInner: gap, paddingOuter: gap / 2, axis: null },
    marks: [
      Plot.ruleX([0, 0.25, 0.5, 0.75, 1], { stroke: INK.grid }),
      ...bars(rows),
      Plot.text(models, {
        ...{ frameAnchor: "left", textAnchor: "end", dx: -6, lineHeight: 1.15, y: (name) => name },
        text: (name: string) => layout.labels.get(name),
      }),
      Plot.text(perModel, {
        ...{ x: 1, y: "model", textAnchor: "end", dx: layout.right },
        text: (row: IntervalRow) => row.n.toLocaleString("en"),
      }),
      Plot.text(perModel.filter((row) => row.n === 0), {
        ...{ x: 0, y: "model", textAnchor: "start", dx: 4, fill: INK.quiet },
        text: () => "no answer with a technique",
      }),
      ...(last ? [shareAxis()] : []),
    ],
  });
  const head = panelHead(tables, dataset);
  return {
    svg: `${head.svg}<g transform="translate(0,${head.height})">${plot.svg}</g>`,
    width: INNER,
    height: head.height + plot.height,
  };
}

function bars(rows: readonly IntervalRow[]): Plot.Markish[] {
  const shown = rows.filter((row) => row.n > 0);
  return [
    Plot.barX(
      shown,
      Plot.stackX({
        ...{ x: "share", y: "model", order: [...TECHNIQUES], z: "technique" },
        fill: (row: IntervalRow) => TECHNIQUE_COLOURS[row.technique],
        ...{ stroke: INK.card, strokeWidth: 0.6 },
      }),
    ),
    Plot.barX(shown.filter((row) => row.technique === "refusal"), {
      ...{ x1: 0, x2: 1, y: "model", fill: "none", stroke: INK.line, strokeWidth: 0.7 },
    }),
  ];
}

function shareAxis(): Plot.Markish {
  return Plot.axisX([0, 0.25, 0.5, 0.75, 1], {
    ...{ tickFormat: (share: number) => `${share * 100}`, fontSize: SIZES.label, tickSize: 4 },
    ...{
      label: "Share of answers (%)",
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 32,
    },
  });
}

/** The dataset's name, the techniques expected there, and the head of the column of n. */
function panelHead({ expected }: AnalysisTables, dataset: string): SvgPart {
  const size = SIZES.label;
  const lines = wrapText(labelOf(dataset), { width: (INNER - 30) / 1.1, size });
  const name = lines.map((line, index) =>
    `<text y="${size + index * 15}" font-weight="bold">${svgText(line)}</text>`
  ).join("");
  const techniques = [
    ...new Set((expected.get(dataset) ?? []).flatMap((name) => acceptedTechniques(dataset, name))),
  ];
  const words = `expected: ${techniques.map((name) => labelOf(name).toLowerCase()).join(" or ")}`;
  const room = 13 * techniques.length + textWidth(words, size);
  const lastWidth = textWidth(lines.at(-1) ?? "", size) * 1.1 + 12;
  const beside = lastWidth + room < INNER - 30;
  const right = INNER - 30 - 13 * techniques.length;
  const y = (lines.length - (beside ? 1 : 0)) * 15;
  const note = techniques.length === 0 ? "" : `<g transform="translate(${right},${y})">` +
    `<text x="0" y="${size}" text-anchor="end">${svgText(words)}</text>` +
    techniques.map((name, index) =>
      `<g transform="translate(${index * 13 + 4},2)">${swatch(TECHNIQUE_COLOURS[name], 10)}</g>`
    ).join("") + "</g>";
  const n = `<text x="${INNER}" y="${size}" text-anchor="end" font-style="italic">n</text>`;
  const rows = lines.length + (techniques.length > 0 && !beside ? 1 : 0);
  return {
    svg: `<g font-size="${size}" fill="${INK.text}">${name}${note}${n}</g>`,
    width: INNER,
    height: rows * 15 + 2,
  };
}
