import { compile, type TopLevelSpec } from "vega-lite";
import { parse, View } from "vega";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { SIMULATION_WORDS } from "../analysis/simulation.ts";
import { labelOf, TECHNIQUES } from "../base/vocabulary.ts";
import type { Figure } from "./figure.ts";
import { figureText } from "./figure_text.ts";
import { describeShares, leftOut } from "./share_words.ts";
import { FONT_FAMILY, INK, TECHNIQUE_COLOURS } from "./theme.ts";

/** A figure that front ends with Vega-Lite make interactive; its `svg` is how it first looks. */
export interface InteractiveFigure extends Figure {
  /** A Vega-Lite specification, data included, that version 5 and later draw. */
  spec: TopLevelSpec;
}

/**
 * Technique shares to explore: stacked bars of all models and datasets on the left; on the right
 * shares with 95 % intervals of the model that was clicked (shift-click adds one, double-click
 * shows all). Hovering tells model, dataset, technique, n, count, share and interval.
 */
export async function techniqueExplorer(tables: AnalysisTables): Promise<InteractiveFigure> {
  const spec = explorerSpec(tables);
  const view = new View(parse(compile(spec).spec), { renderer: "none" });
  const drawn = await view.toSVG();
  view.finalize();
  const size = drawn.match(/ width="([\d.]+)" height="([\d.]+)"/);
  return {
    name: "technique_explorer",
    title: TITLE,
    description: figureText(describeShares(tables.distributions)),
    svg: withoutCounters(drawn) + "\n",
    width: Number(size?.[1] ?? 0),
    height: Number(size?.[2] ?? 0),
    spec,
  };
}

const TITLE = "Which technique do models use, and how sure is it?";

/** Vega numbers clip paths over the life of the process; here they are numbered per figure. */
function withoutCounters(svg: string): string {
  const ids = [...new Set([...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? ""))];
  return ids.reduce(
    (text, id, index) =>
      text.replaceAll(` id="${id}"`, ` id="part${index}"`).replaceAll(
        `url(#${id})`,
        `url(#part${index})`,
      ),
    svg,
  );
}

/** The specification alone; data and texts are inlined, nothing is fetched. */
export function explorerSpec(tables: AnalysisTables): TopLevelSpec {
  const { models, datasets, source } = tables;
  const names = datasets.map(datasetLabel);
  const first = models[0] ?? "";
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    description: TITLE,
    title: { text: titleOf(source), subtitle: subtitleOf(tables), anchor: "start", offset: 14 },
    background: INK.card,
    padding: 12,
    data: { name: "shares", values: valuesOf(tables) },
    hconcat: [
      stackedBars(names, { models: models.map(figureText), first: figureText(first) }),
      intervals(names),
    ],
    resolve: { scale: { color: "shared" } },
    config: CONFIG,
  };
  return spec as TopLevelSpec;
}

const CONFIG = {
  font: FONT_FAMILY,
  axis: { labelFontSize: 11, titleFontSize: 11, labelColor: INK.text, titleFontWeight: "normal" },
  legend: { labelFontSize: 11, titleFontSize: 11, labelLimit: 200 },
  header: { labelFontSize: 12, labelFontWeight: "bold", title: null, labelLimit: 420 },
  title: { fontSize: 15, subtitleFontSize: 11, subtitleColor: INK.quiet, subtitlePadding: 5 },
  view: { stroke: null },
};

const COLOUR = {
  field: "technique",
  type: "nominal",
  scale: {
    domain: TECHNIQUES.map(labelOf),
    range: TECHNIQUES.map((name) => TECHNIQUE_COLOURS[name]),
  },
  legend: { title: "Technique", orient: "bottom", columns: 3, symbolStrokeColor: INK.line },
};

const TOOLTIP = [
  { field: "model", title: "Model" },
  { field: "dataset", title: "Dataset" },
  { field: "technique", title: "Technique" },
  { field: "n", title: "Answers (n)", format: "," },
  { field: "count", title: "With this technique", format: "," },
  { field: "share", title: "Share", format: ".1%" },
  { field: "interval", title: "95 % interval" },
];

const SHARE_AXIS = { format: ".0%", title: "Share of answers", tickCount: 5 };

function stackedBars(datasets: readonly string[], models: { models: string[]; first: string }) {
  return {
    facet: {
      row: {
        field: "dataset",
        sort: datasets,
        header: { labelOrient: "top", labelAnchor: "start" },
      },
    },
    spacing: 16,
    spec: {
      width: 270,
      height: { step: 16 },
      params: [{
        name: "picked",
        select: { type: "point", fields: ["model"], on: "click", clear: "dblclick" },
        value: [{ model: models.first }],
      }],
      mark: { type: "bar", cursor: "pointer" },
      encoding: {
        y: { field: "model", sort: models.models, title: null, axis: { labelLimit: 230 } },
        x: {
          ...{ field: "share", type: "quantitative", stack: true, axis: SHARE_AXIS },
          scale: { domain: [0, 1], nice: false },
        },
        order: { field: "code", type: "quantitative" },
        color: COLOUR,
        stroke: { condition: { param: "picked", empty: false, value: "#000000" }, value: INK.card },
        strokeWidth: { condition: { param: "picked", empty: false, value: 1 }, value: 0.5 },
        tooltip: TOOLTIP,
      },
    },
    resolve: { scale: { x: "shared" }, axis: { x: "shared" } },
  };
}

function intervals(datasets: readonly string[]) {
  const y = {
    y: { field: "dataset", sort: datasets, title: null, axis: { labelLimit: 230 } },
    yOffset: { field: "technique", sort: TECHNIQUES.map(labelOf) },
    tooltip: TOOLTIP,
  };
  return {
    transform: [{ filter: { param: "picked" } }],
    facet: { row: { field: "model", header: { labelOrient: "top", labelAnchor: "start" } } },
    spec: {
      width: 270,
      height: { step: 9, for: "offset" },
      layer: [
        {
          mark: { type: "rule", strokeWidth: 1.2, color: INK.line },
          encoding: {
            ...y,
            x: {
              ...{ field: "low", type: "quantitative", scale: { domain: [0, 1] } },
              axis: { ...SHARE_AXIS, title: "Share of answers with its 95 % interval" },
            },
            x2: { field: "high" },
          },
        },
        {
          mark: { type: "point", filled: true, size: 46, opacity: 1, stroke: INK.line },
          encoding: { ...y, x: { field: "share", type: "quantitative" }, color: COLOUR },
        },
      ],
    },
  };
}

function valuesOf({ distributions }: AnalysisTables) {
  return distributions.flatMap(({ model, dataset, technique, n, count, share, low, high }) =>
    share === null || low === null || high === null ? [] : [{
      model: figureText(model),
      dataset: datasetLabel(dataset),
      technique: labelOf(technique),
      code: TECHNIQUES.indexOf(technique) + 1,
      n,
      count,
      ...{ share: sixDecimals(share), low: sixDecimals(low), high: sixDecimals(high) },
      interval: `${(low * 100).toFixed(1)} % to ${(high * 100).toFixed(1)} %`,
    }]
  );
}

function datasetLabel(dataset: string): string {
  return figureText(labelOf(dataset));
}

function sixDecimals(value: number): number {
  return Number(value.toFixed(6));
}

function titleOf({ simulated }: AnalysisTables["source"]): string {
  return simulated === null ? TITLE : `${TITLE} [${SIMULATION_WORDS[simulated].mark}]`;
}

function subtitleOf(tables: AnalysisTables): string[] {
  const { name, judge } = tables.source;
  return [
    "Click a model's bar to see its intervals, shift-click to add one, double-click to see all.",
    `95 % intervals, clustered by item. ${leftOut(tables)}`.trim(),
    `Source: run “${figureText(name)}”, judged by “${figureText(judge)}”.`,
  ];
}
