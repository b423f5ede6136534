import { nearestNames } from "../../base/nearest_names.ts";
import { UserError } from "../../base/user_error.ts";
import type { SurveyRun } from "../../surveys/read_survey_run.ts";
import { simulatedModels } from "../../surveys/simulated_models.ts";
import type { Figure } from "../figure.ts";
import { figureText } from "../figure_text.ts";
import { renderSvg } from "../render_svg.ts";
import { INK, WHO_COLOURS } from "../theme.ts";
import { dotLayout, type DotPanel, dotPanels, type DotRow } from "./_dot_panel.ts";
import { scaleFromZero, withInterval } from "./_number_axis.ts";
import { type RankedRow, type RankedSeries, rankedSeries } from "./_ranked_rows.ts";
import { chooseVariant, seriesNames, type VariantOptions, variantWords } from "./_series_names.ts";
import { surveyOrigin } from "./_survey_origin.ts";

/** Options of {@linkcode rankedPopulations}. */
export interface RankedPopulationsOptions extends VariantOptions {
  /** One model; default: all, a panel each. */
  model?: string;
  /** How many of the run's questions a population must share with a model. At least 1. Default: 10. */
  least?: number;
  /**
   * How many of the nearest and of the farthest are shown; what lies between is counted. Default: 45 to
   * either side of one model, and as many of several as fit on a page.
   */
  ends?: number;
  /** Of the distance's logarithm. Default: 2. */
  base?: number;
}

/** How many to either side fit on a page: of one model, and of several together, which have heads besides. */
const ENDS_OF_ONE = 45;
const ENDS_OF_ALL = 33;
const LEAST = 10;
const FEWEST_ENDS = 3;

/**
 * Whom models are nearest to: the mean distance to every population that was asked enough of the run's
 * questions, ranked, with intervals and the number of questions. The populations that the run compares with
 * are always shown, in bold.
 *
 * @throws {UserError} for a model or variant without answers.
 */
export function rankedPopulations(
  run: SurveyRun,
  { model, least = LEAST, ends, base = 2, ...options }: RankedPopulationsOptions = {},
): Figure {
  const variants = [...new Set(run.answers.map(({ variant }) => variant))];
  const variant = chooseVariant(variants, options.variant);
  const ranked = chooseModel(rankedSeries(run, { variant, least, base }), model);
  const nameOf = seriesNames(ranked.map(({ series }) => series));
  const each = ends ?? endsOf(ranked.length);
  const panels = ranked.map(({ series, rows }): DotPanel => ({
    ...{ title: nameOf(series), note: countWords(rows.length) },
    rows: rows.length === 0
      ? [{ ...NO_ROW, label: "–", note: `none was asked ${least} questions` }]
      : rowsOf(rows, each),
  }));
  const scale = scaleFromZero(
    panels.flatMap(({ rows }) => rows.flatMap((row) => [row.high, row.value])),
  );
  const axis = `Mean Jensen–Shannon distance (base ${base}; 0: the same shares)`;
  const shown = run.answers.filter((answer) =>
    answer.variant === variant && ranked.some(({ series }) => series.model === answer.model)
  );
  return renderSvg({
    name: "ranked_populations",
    title: "Which people are models' answers nearest to?",
    subtitle: ranked.length === 0
      ? "There are no answers of models."
      : `Mean distance to each population, the nearest first, with its 95 % interval over the n ` +
        `questions that the population was asked. ${variantWords(variant)}`,
    legend: run.populations.length === 0 || ranked.length === 0 ? [] : [
      { colour: INK.text, label: "population", shape: "interval" },
      { colour: WHO_COLOURS.people, label: "one that the run compares with", shape: "dot" },
    ],
    panels: dotPanels(panels, dotLayout(panels, { scale, axis, row: 13.5 })),
    caption: captionOf(ranked, least),
    description: ranked.flatMap(({ series, rows }) =>
      rows.map((row) => describe(nameOf(series), row))
    ).join("\n"),
    source: surveyOrigin(run, simulatedModels(shown)),
  });
}

function endsOf(models: number): number {
  return models < 2 ? ENDS_OF_ONE : Math.max(FEWEST_ENDS, Math.floor(ENDS_OF_ALL / models));
}

function chooseModel(ranked: readonly RankedSeries[], model?: string): readonly RankedSeries[] {
  if (model === undefined) return ranked;
  const chosen = ranked.filter(({ series }) => series.model === model);
  if (chosen.length > 0) return chosen;
  const names = [...new Set(ranked.map(({ series }) => series.model))];
  const near = nearestNames(model, names);
  const hint = near.length === 0 ? "" : ` Did you mean ${near.join(", ")}?`;
  throw new UserError(
    `Cannot rank populations by '${model}': there are no answers of it.${hint} There are answers of ` +
      `${names.join(", ") || "no model"}.`,
  );
}

const NO_ROW = { n: null, value: null, low: null, high: null } as const;

/** The nearest, the farthest and the chosen; each run of others becomes one row that counts them. */
function rowsOf(rows: readonly RankedRow[], each: number): DotRow[] {
  const isShown = rows.map(({ isChosen }, index) =>
    isChosen || index < each || index >= rows.length - each
  );
  const drawn: DotRow[] = [];
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined) continue;
    if (isShown[index]) {
      drawn.push(rowOf(row));
      continue;
    }
    const next = isShown.indexOf(true, index);
    const hidden = rows.slice(index, next === -1 ? rows.length : next);
    // One alone takes no more room than the row that would count it.
    drawn.push(hidden.length === 1 ? rowOf(row) : gapOf(hidden));
    index += hidden.length - 1;
  }
  return drawn;
}

function rowOf({ population, isChosen, n, mean, low, high }: RankedRow): DotRow {
  return {
    ...{ label: population, isBold: isChosen, n, value: mean, low, high },
    fill: isChosen ? WHO_COLOURS.people : INK.text,
  };
}

function gapOf(hidden: readonly RankedRow[]): DotRow {
  const [from, to] = [hidden[0]?.mean ?? 0, hidden.at(-1)?.mean ?? 0];
  const note = from.toFixed(2) === to.toFixed(2)
    ? from.toFixed(2)
    : `${from.toFixed(2)} to ${to.toFixed(2)}`;
  return { ...NO_ROW, label: `${hidden.length} more between`, isGap: true, note };
}

function captionOf(ranked: readonly RankedSeries[], least: number): string {
  const few = ranked.map(({ tooFew }) => tooFew);
  const [fewest, most] = [Math.min(...few), Math.max(...few)];
  const range = fewest === most ? countWords(most) : `${fewest} to ${countWords(most)}`;
  return [
    ...(ranked.length === 0 || most === 0 ? [] : [
      `Not ranked: ${range} that ${most === 1 ? "shares" : "share"} fewer than ` +
      `${least} questions with a model.`,
    ]),
    "Populations were asked different questions: their distances are not over the same ones.",
  ].join(" ");
}

function countWords(populations: number): string {
  return populations === 1 ? "1 population" : `${populations} populations`;
}

function describe(model: string, { population, n, mean, low, high }: RankedRow): string {
  return `${figureText(`${model}, ${population}`)} (${n} questions): ` +
    `${withInterval(mean, { low, high })}.`;
}
