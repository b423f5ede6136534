import type { SurveyTables } from "../../surveys/tables/compute_survey_tables.ts";
import type { ModelDistanceRow } from "../../surveys/statistics/model_distances.ts";
import type { PopulationDistanceRow } from "../../surveys/statistics/population_distances.ts";
import { labelOf } from "../../base/vocabulary.ts";
import type { Figure } from "../figure.ts";
import { figureText } from "../figure_text.ts";
import { type LegendEntry, renderSvg } from "../render_svg.ts";
import { INK, PAIR_COLOURS } from "../theme.ts";
import { dotLayout, type DotPanel, dotPanels, type DotRow } from "./_dot_panel.ts";
import { scaleFromZero, withInterval } from "./_number_axis.ts";
import { chooseVariant, seriesNames, type VariantOptions, variantWords } from "./_series_names.ts";
import { type SurveyFigureSource, surveyOrigin } from "./_survey_origin.ts";

/** Beyond so many, the lines of other populations could not be told apart. */
const MOST_RULES = 2;

/**
 * How far models are from people: one panel per population, a dot with its interval per model, the shuffled
 * baseline beside each, and dashed the distance to the other populations (two at most). What the study
 * published of the same population stands there too, as hollow diamonds.
 *
 * @throws {UserError} for a variant that there are no answers in.
 */
export function surveyDistances(
  tables: SurveyTables,
  source: SurveyFigureSource,
  options: VariantOptions = {},
): Figure {
  const variant = chooseVariant(tables.variants, options.variant);
  const rows = tables.modelDistances.filter((row) => row.variant === variant);
  const panels = tables.populations.map((population) => panelOf(population, { tables, rows }));
  const scale = scaleFromZero(panels.flatMap(valuesOf));
  const axis = `Mean Jensen–Shannon distance (base ${tables.base}; 0: the same shares)`;
  return renderSvg({
    name: "survey_distances",
    title: "How far are models' answers from people's?",
    subtitle: rows.length === 0
      ? "There are no answers of models and people to compare."
      : `Mean distance between the distributions of a model and of people over a question's options, ` +
        `with its 95 % interval over questions; n: questions. ${variantWords(variant)}`,
    legend: rows.length === 0 ? [] : legendOf(panels, tables),
    panels: dotPanels(panels, dotLayout(panels, { scale, axis })),
    caption: captionOf(tables, { panels, variant }),
    description: [...panels.map(describe), ...tables.populationDistances.map(describePeople)]
      .join("\n"),
    source: surveyOrigin(source, tables.simulated),
  });
}

interface PanelContext {
  tables: SurveyTables;
  rows: readonly ModelDistanceRow[];
}

function panelOf(population: string, { tables, rows }: PanelContext): DotPanel {
  const nameOf = seriesNames(rows);
  const between = tables.populationDistances.filter((row) =>
    row.population_a === population || row.population_b === population
  );
  const lines = between.length > MOST_RULES ? [] : between.filter((row) => row.distance !== null);
  const other = ({ population_a, population_b }: PopulationDistanceRow) =>
    population_a === population ? population_b : population_a;
  const notes = lines.map((row) => `to ${other(row)}: ${withInterval(row.distance, row)}`);
  return {
    title: population,
    note: notes.join("; "),
    rows: [
      ...rows.filter((row) => row.population === population).map((row): DotRow => ({
        ...{ label: nameOf(row), n: row.n, value: row.distance, low: row.low, high: row.high },
        chance: { value: row.shuffled, low: row.shuffled_low, high: row.shuffled_high },
      })),
      ...publishedRows(tables, population),
    ],
    rules: lines.flatMap(({ distance }) => distance ?? []),
  };
}

/** What is published is of base 2, and of other questions than a part of the material's. */
function publishedRows({ published, base }: SurveyTables, population: string): DotRow[] {
  if (base !== 2) return [];
  const here = published.filter((value) => value.model !== null && value.population === population);
  return here.filter(({ measure }) => measure === "distance").map(({ model, value }) => {
    const shuffled = here.find((one) => one.model === model && one.measure === "shuffled");
    return {
      ...{ label: `${model ?? ""} (published)`, n: null, value, low: null, high: null },
      isPublished: true,
      chance: { value: shuffled?.value ?? null, low: null, high: null },
    };
  });
}

function valuesOf({ rows, rules = [] }: DotPanel): (number | null)[] {
  const ends = rows.flatMap(({ value, high, chance }) => [
    ...[value, high, chance?.value ?? null, chance?.high ?? null],
  ]);
  return [...ends, ...rules];
}

function legendOf(panels: readonly DotPanel[], { permutations }: SurveyTables): LegendEntry[] {
  const hasPublished = panels.some(({ rows }) => rows.some(({ isPublished }) => isPublished));
  const hasRules = panels.some(({ rules = [] }) => rules.length > 0);
  const shuffles = `shuffled options: mean and 95 % of ${
    permutations.toLocaleString("en")
  } shuffles`;
  return [
    { colour: INK.text, label: "model", shape: "interval" },
    ...(permutations === 0 ? [] : [{ colour: INK.band, label: shuffles, shape: "band" as const }]),
    ...(hasRules
      ? [{
        colour: PAIR_COLOURS[1],
        label: "distance between the populations",
        shape: "dashes" as const,
      }]
      : []),
    ...(hasPublished
      ? [{ colour: INK.text, label: "published for LLaMA-2", shape: "diamond" as const }]
      : []),
  ];
}

function captionOf(
  { populations, variants }: SurveyTables,
  { panels, variant }: { panels: readonly DotPanel[]; variant: string },
): string {
  const others = variants.filter((name) => name !== variant);
  const isPublished = panels.some(({ rows }) => rows.some((row) => row.isPublished));
  return [
    ...(isPublished
      ? ["Published values are by other code, with one shuffle and without intervals."]
      : []),
    ...(populations.length - 1 > MOST_RULES
      ? [`The distances between ${populations.length} populations are in the tables.`]
      : []),
    ...(others.length === 0 ? [] : [
      `Asked otherwise (in the tables): ${
        others.map((name) => labelOf(name).toLowerCase()).join(", ")
      }.`,
    ]),
  ].join(" ");
}

function describe({ title, rows }: DotPanel): string {
  return rows.map(({ label, n, value, low, high, chance, isPublished = false }) => {
    const who = figureText(`${label}, distance to ${title}`);
    if (value === null) return `${who}: no answers.`;
    const count = isPublished ? "" : ` (${n} questions)`;
    const shuffled = chance?.value === null || chance === undefined || chance === null
      ? ""
      : `; shuffled ${withInterval(chance.value, chance)}`;
    return `${who}${count}: ${withInterval(value, { low, high })}${shuffled}.`;
  }).join("\n");
}

function describePeople(row: PopulationDistanceRow): string {
  const { population_a, population_b, n, distance } = row;
  return `${figureText(`${population_a} and ${population_b}`)} (${n} questions): ` +
    `${withInterval(distance, row)}.`;
}
