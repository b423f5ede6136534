import type { TopLevelSpec } from "vega-lite";
import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { SIMULATION_WORDS } from "../analysis/simulation.ts";
import { labelOf, TECHNIQUES } from "../base/vocabulary.ts";
import { distinctLabels } from "./_distinct_labels.ts";
import { explorerRows } from "./_explorer_rows.ts";
import { lackingWords } from "./_lacking_characters.ts";
import { figureText, wrapText } from "./figure_text.ts";
import { leftOut, sourceWords } from "./share_words.ts";
import { FONT_FAMILY, INK, TECHNIQUE_COLOURS } from "./theme.ts";

/** The question that the explorer answers. */
export const EXPLORER_TITLE = "Which technique do models use, and how sure is it?";

/**
 * The Vega-Lite specification of the technique explorer: data and texts are inlined, nothing is
 * fetched. Version 5 and later draw it.
 */
export function explorerSpec(tables: AnalysisTables): TopLevelSpec {
  const { models, datasets, source } = tables;
  const shown = {
    models: distinctLabels(models, figureText),
    datasets: distinctLabels(datasets, (name) => figureText(labelOf(name))),
  };
  const names = { models: [...shown.models.values()], datasets: [...shown.datasets.values()] };
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    description: EXPLORER_TITLE,
    title: { text: titleOf(source), subtitle: subtitleOf(tables), anchor: "start", offset: 14 },
    background: INK.card,
    padding: 12,
    data: { name: "shares", values: explorerRows(tables, shown) },
    params: [datasetFilter(names.datasets)],
    transform: [{ filter: "dataset_shown === null || datum.dataset === dataset_shown" }],
    hconcat: [
      stackedBars(names),
      intervals(names),
    ],
    resolve: { scale: { color: "shared" } },
    config: CONFIG,
  };
  return spec as TopLevelSpec;
}

/** A list to choose one dataset from, which front ends put below the figure. */
function datasetFilter(datasets: readonly string[]) {
  const options = [null, ...datasets];
  const labels = ["All datasets", ...datasets];
  const bind = { input: "select", options, labels, name: "Dataset " };
  return { name: "dataset_shown", value: null, bind };
}

const LABEL = 11;
const PANEL = 270;

/** Every colour of a text or line is given: a front end's dark theme would make it white on our card. */
const CONFIG = {
  font: FONT_FAMILY,
  axis: {
    labelFontSize: LABEL,
    titleFontSize: 11,
    titleFontWeight: "normal",
    ...{ labelColor: INK.text, titleColor: INK.text, gridColor: INK.grid },
    ...{ domainColor: INK.line, tickColor: INK.line },
  },
  legend: {
    ...{ labelFontSize: 11, titleFontSize: 11, labelLimit: 200 },
    ...{ labelColor: INK.text, titleColor: INK.text },
  },
  header: { labelFontSize: 12, labelFontWeight: "bold", labelColor: INK.text, title: null },
  title: {
    ...{ fontSize: 15, color: INK.text, subtitleFontSize: 11, subtitlePadding: 5 },
    subtitleColor: INK.quiet,
  },
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

/** What is left pale: other techniques than those picked in the legend, shares outside the brush. */
const EMPHASIS = {
  condition: { test: { and: [{ param: "technique_shown" }, { param: "brushed" }] }, value: 1 },
  value: 0.15,
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

interface Names {
  /** Models and datasets as they are shown, in order. */
  models: readonly string[];
  datasets: readonly string[];
}

/**
 * Labels that show the whole name, on as many lines as it takes: cut off, two names could look the
 * same. The names are looked up by position, since any text may be a name.
 */
function wholeNames(names: readonly string[], width: number) {
  const lines = names.map((name) => wrapText(name, { width, size: LABEL }));
  return {
    step: Math.max(16, Math.max(...lines.map((parts) => parts.length)) * LABEL * 1.25 + 4),
    label: {
      labelLimit: 0,
      labelExpr: `${JSON.stringify(lines)}[indexof(${JSON.stringify(names)}, datum.label)]`,
    },
  };
}

function stackedBars({ models, datasets }: Names) {
  const { step, label } = wholeNames(models, 170);
  const header = { labelOrient: "top", labelAnchor: "start", ...wholeNames(datasets, PANEL).label };
  return {
    facet: {
      row: {
        field: "dataset",
        sort: datasets,
        header,
      },
    },
    spacing: 16,
    spec: {
      width: PANEL,
      height: { step },
      params: [{
        name: "picked",
        select: { type: "point", fields: ["model"], on: "click", clear: "dblclick" },
        value: [{ model: models[0] ?? "" }],
      }, {
        name: "technique_shown",
        select: { type: "point", fields: ["technique"], toggle: "true" },
        bind: "legend",
      }],
      mark: { type: "bar", cursor: "pointer", size: 13 },
      encoding: {
        y: { field: "model", sort: models, title: null, axis: label },
        x: {
          ...{ field: "share", type: "quantitative", stack: true, axis: SHARE_AXIS },
          scale: { domain: [0, 1], nice: false },
        },
        order: { field: "code", type: "quantitative" },
        color: COLOUR,
        stroke: { condition: { param: "picked", empty: false, value: "#000000" }, value: INK.card },
        strokeWidth: { condition: { param: "picked", empty: false, value: 1 }, value: 0.5 },
        opacity: EMPHASIS,
        tooltip: TOOLTIP,
      },
    },
    resolve: { scale: { x: "shared" }, axis: { x: "shared" } },
  };
}

function intervals({ models, datasets }: Names) {
  const header = { labelOrient: "top", labelAnchor: "start", ...wholeNames(models, PANEL).label };
  const y = {
    y: {
      ...{ field: "dataset", sort: datasets, title: null },
      axis: wholeNames(datasets, 170).label,
    },
    yOffset: { field: "technique", sort: TECHNIQUES.map(labelOf) },
    tooltip: TOOLTIP,
  };
  return {
    transform: [{ filter: { param: "picked" } }],
    facet: { row: { field: "model", sort: models, header } },
    spec: {
      width: PANEL,
      height: { step: 9, for: "offset" },
      layer: [
        {
          mark: { type: "rule", strokeWidth: 1.2, color: INK.line },
          encoding: {
            ...y,
            opacity: EMPHASIS,
            x: {
              ...{ field: "low", type: "quantitative", scale: { domain: [0, 1] } },
              axis: { ...SHARE_AXIS, title: "Share of answers with its 95 % interval" },
            },
            x2: { field: "high" },
          },
        },
        {
          params: [{ name: "brushed", select: { type: "interval", encodings: ["x"] } }],
          mark: { type: "point", filled: true, size: 46, stroke: INK.line },
          encoding: {
            ...y,
            x: { field: "share", type: "quantitative" },
            color: COLOUR,
            opacity: EMPHASIS,
          },
        },
      ],
    },
  };
}

function titleOf({ simulated }: AnalysisTables["source"]): string {
  return simulated === null
    ? EXPLORER_TITLE
    : `${EXPLORER_TITLE} [${SIMULATION_WORDS[simulated].mark}]`;
}

function subtitleOf(tables: AnalysisTables): string[] {
  const { models, datasets, source } = tables;
  const lacking = lackingWords([...models, ...datasets, sourceWords(source)].map(figureText));
  return [
    "Click a model's bar to see its intervals, shift-click to add one, double-click to see all.",
    "Click techniques in the legend, or drag over shares on the right, to bring them out everywhere.",
    `95 % intervals, clustered by item. ${leftOut(tables)}`.trim(),
    sourceWords(source),
    ...(lacking === "" ? [] : wrapText(lacking, { width: 560, size: LABEL })),
  ];
}
