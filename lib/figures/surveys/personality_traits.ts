import { labelOf } from "../../base/vocabulary.ts";
import { TRAIT_NAMES, TRAITS } from "../../surveys/read_personality_statements.ts";
import type { PersonalityScoreRow } from "../../surveys/statistics/personality_scores.ts";
import type { SurveyTables } from "../../surveys/tables/compute_survey_tables.ts";
import type { Figure } from "../figure.ts";
import { WHO_COLOURS } from "../theme.ts";
import type { DotPanel } from "./_dot_panel.ts";
import { scoreFigure } from "./_score_figure.ts";
import { chooseVariant, type VariantOptions } from "./_series_names.ts";
import type { SurveyFigureSource } from "./_survey_origin.ts";

/**
 * The scores of the five traits, one panel per trait: people and models, each with its interval over the
 * trait's statements, on the scale from 1 to 5.
 *
 * @throws {UserError} for a variant that there are no answers in.
 */
export function personalityTraits(
  tables: SurveyTables,
  source: SurveyFigureSource,
  options: VariantOptions = {},
): Figure {
  const variant = chooseVariant(tables.variants, options.variant);
  const rows = tables.personalityScores.filter((row) =>
    row.kind === "population" || row.variant === variant
  );
  const panels = rows.length === 0 ? [] : TRAITS.map((trait): DotPanel => {
    const here = rows.filter((row) => row.trait === trait);
    const statements = here[0]?.statements ?? 0;
    return {
      title: labelOf(TRAIT_NAMES[trait]),
      note: statements === 1 ? "1 statement" : `${statements} statements`,
      rows: [...peopleFirst(here)].map((row) => ({
        ...{ label: nameOf(row, rows), n: row.n, value: row.score, low: row.low, high: row.high },
        fill: row.kind === "population" ? WHO_COLOURS.people : WHO_COLOURS.model,
        note: statements === 0 ? "no statements" : "no answers",
      })),
    };
  });
  const people = { colour: WHO_COLOURS.people, label: "people", shape: "dot" as const };
  return scoreFigure({
    name: "personality_traits",
    title: "Which personality do models ascribe to themselves?",
    scale: "trait",
    empty: "There are no answers to personality statements.",
    variant,
    legend: [
      ...(tables.populations.length === 0 ? [] : [people]),
      { colour: WHO_COLOURS.model, label: "model", shape: "dot" },
    ],
    panels,
  }, { tables, source });
}

function peopleFirst(rows: readonly PersonalityScoreRow[]): PersonalityScoreRow[] {
  const isPeople = ({ kind }: PersonalityScoreRow) => kind === "population";
  return [...rows.filter(isPeople), ...rows.filter((row) => !isPeople(row))];
}

/** The method stands behind the name where a model has two. */
function nameOf(
  { kind, name, method }: PersonalityScoreRow,
  rows: readonly PersonalityScoreRow[],
): string {
  const methods = new Set(
    rows.filter((row) => row.kind === kind && row.name === name).map((row) => row.method),
  );
  return methods.size > 1 && method !== null ? `${name} (${labelOf(method).toLowerCase()})` : name;
}
