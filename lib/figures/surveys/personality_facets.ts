import { labelOf } from "../../base/vocabulary.ts";
import { TRAIT_NAMES, TRAITS } from "../../surveys/read_personality_statements.ts";
import type { FacetScoreRow } from "../../surveys/statistics/personality_scores.ts";
import type { SurveyTables } from "../../surveys/tables/compute_survey_tables.ts";
import type { Figure } from "../figure.ts";
import { INK, WHO_COLOURS } from "../theme.ts";
import type { DotPanel, DotRow } from "./_dot_panel.ts";
import { scoreFigure } from "./_score_figure.ts";
import { chooseVariant, type VariantOptions } from "./_series_names.ts";
import type { SurveyFigureSource } from "./_survey_origin.ts";

/** Options of {@linkcode personalityFacets}. */
export interface PersonalityFacetsOptions extends VariantOptions {
  /** Whose scores. Default: all models', one below the other. */
  model?: string;
}

/**
 * The scores of the traits' facets, one panel per model and trait: the model's with its interval over
 * the facet's statements, and those of people as a tick on the band of theirs.
 *
 * @throws {UserError} for a variant that there are no answers in.
 */
export function personalityFacets(
  tables: SurveyTables,
  source: SurveyFigureSource,
  { model, ...options }: PersonalityFacetsOptions = {},
): Figure {
  const variant = chooseVariant(tables.variants, options.variant);
  const rows = tables.facetScores.filter((row) => row.variant === variant);
  const models = [...new Set(rows.map(({ name }) => name))]
    .filter((name) => model === undefined || name === model);
  const panels = models.flatMap((name) =>
    panelsOf(name, { rows, people: tables.facetScores.filter(isPeople) })
  );
  const people = tables.populations.slice(0, 1).map((name) => ({
    colour: INK.band,
    label: `${name}, with their interval`,
    shape: "band" as const,
  }));
  return scoreFigure({
    name: "personality_facets",
    title: "Which facets do models ascribe to themselves?",
    scale: "facet",
    empty: "There are no answers to statements with facets.",
    variant,
    legend: [{ colour: WHO_COLOURS.model, label: "model", shape: "interval" }, ...people],
    panels,
  }, { tables, source });
}

function isPeople({ kind }: FacetScoreRow): boolean {
  return kind === "population";
}

interface PanelsOfOptions {
  rows: readonly FacetScoreRow[];
  people: readonly FacetScoreRow[];
}

function panelsOf(model: string, { rows, people }: PanelsOfOptions): DotPanel[] {
  return TRAITS.flatMap((trait) => {
    const here = rows.filter(({ name, trait: its }) => name === model && its === trait);
    if (here.length === 0) return [];
    return [{
      title: labelOf(TRAIT_NAMES[trait]),
      note: model,
      rows: here.map((row): DotRow => {
        const theirs = people.find(({ facet, trait }) =>
          facet === row.facet && trait === row.trait
        );
        return {
          ...{ label: row.facet, n: row.n, value: row.score, low: row.low, high: row.high },
          fill: WHO_COLOURS.model,
          note: "no answers",
          chance: theirs === undefined
            ? null
            : { value: theirs.score, low: theirs.low, high: theirs.high },
        };
      }),
    }];
  });
}
