import type { SurveyRun } from "../../surveys/read_survey_run.ts";
import type { SurveyTables } from "../../surveys/tables/compute_survey_tables.ts";
import type { Figure } from "../figure.ts";
import { alignmentFigure } from "./alignment_figure.ts";
import { personalityFacets } from "./personality_facets.ts";
import { personalityOptions } from "./personality_options.ts";
import { personalityTraits } from "./personality_traits.ts";
import { rankedPopulations } from "./ranked_populations.ts";
import { surveyDistances } from "./survey_distances.ts";
import { surveyQuestionView } from "./survey_question_view.ts";

/** Two populations or fewer stand in the figure of distances, and need no ranking. */
const RANKED_FROM = 3;

/**
 * Every figure of a survey's run. Those without anything to show are left out. The question that is looked at
 * closely is the one on which models are farthest from people.
 *
 * @param tables Of the same run.
 */
export function surveyFigures(run: SurveyRun, tables: SurveyTables): Figure[] {
  const { base } = tables;
  const isPersonality = tables.survey === "machine_personality";
  const populations = new Set(run.questions.flatMap(({ human }) => [...human.keys()]));
  const question = farthestQuestion(tables);
  return [
    ...(tables.modelDistances.length > 0 ? [surveyDistances(tables, run)] : []),
    ...(tables.alignmentEffects.length > 0 ? [alignmentFigure(tables, run)] : []),
    ...(populations.size >= RANKED_FROM && run.answers.length > 0
      ? [rankedPopulations(run, { base })]
      : []),
    ...(isPersonality
      ? [
        personalityTraits(tables, run),
        ...facetFigures(run, tables),
        personalityOptions(run),
      ]
      : []),
    ...(question === null ? [] : [surveyQuestionView(run, { question })]),
  ];
}

/** One for each model: thirty facets fill a page. */
function facetFigures(run: SurveyRun, tables: SurveyTables): Figure[] {
  const ofModels = tables.facetScores.filter(({ kind }) => kind === "model");
  return [...new Set(ofModels.map(({ name }) => name))].map((model, index) => ({
    ...personalityFacets(tables, run, { model }),
    name: `personality_facets_${index + 1}`,
  }));
}

/** The question with the largest mean distance over models and populations; the first of equal ones. */
function farthestQuestion({ questionDistances }: SurveyTables): string | null {
  const byQuestion = Map.groupBy(questionDistances, ({ question_id }) => question_id);
  let farthest: { id: string; mean: number } | null = null;
  for (const [id, rows] of byQuestion) {
    const distances = rows.flatMap(({ distance }) => distance ?? []);
    const mean = distances.reduce((sum, one) => sum + one, 0) / distances.length;
    if (distances.length > 0 && mean > (farthest?.mean ?? -1)) farthest = { id, mean };
  }
  return farthest?.id ?? null;
}
