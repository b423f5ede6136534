/**
 * What the notebooks import: the library's public face, in the order of the data's way.
 *
 * @module
 */
import "./notebook/kernel.ts"; // for its effects: interrupts, and errors that would be silent

export { PythonRandom } from "./base/python_random.ts";
export { numbered, TECHNIQUES } from "./base/vocabulary.ts";
export { runFolder } from "./base/project_paths.ts";
export { loadMaterial } from "./materials/load_material.ts";
export { materialFolder } from "./materials/material_folder.ts";
export { buildPrompts } from "./prompts/build_prompts.ts";
export { countPrompts } from "./prompts/count_prompts.ts";
export { readPrompts } from "./prompts/read_prompts.ts";
export { writePrompts } from "./prompts/write_prompts.ts";
export { findModel, listModels } from "./models/catalog.ts";
export type { ModelSpec } from "./models/model_spec.ts";
export { noteMaterial } from "./runs/manifest.ts";
export { addPrompts } from "./runs/add_prompts.ts";
export { overrideParams } from "./models/override_params.ts";
export { estimateRows } from "./runs/format_estimate.ts";
export { priceGeneration } from "./runs/price_generation.ts";
export { reportedVersions } from "./runs/reported_versions.ts";
export { reuseAnswers } from "./runs/reuse_answers.ts";
export { connectModels } from "./runs/connect_models.ts";
export { generateResponses } from "./runs/generate_responses.ts";
export { generationRows } from "./runs/generation_rows.ts";
export { startRunSimulator } from "./runs/start_run_simulator.ts";
export { annotateResponses } from "./annotation/annotate_responses.ts";
export { annotationRow } from "./annotation/annotation_row.ts";
export { priceJudging } from "./annotation/price_judging.ts";
export { flagPatterns } from "./annotation/panel/flag_patterns.ts";
export { dawidSkene } from "./annotation/panel/dawid_skene.ts";
export { judgesOf } from "./annotation/panel/panel.ts";
export { majorityVote } from "./annotation/panel/majority_vote.ts";
export { readFlaggedVerdicts } from "./annotation/panel/read_flagged_verdicts.ts";
export { readPanel } from "./annotation/panel/read_panel.ts";
export { repeatAgreement } from "./annotation/panel/repeat_agreement.ts";
export { measureAgreement } from "./annotation/agreement/measure_agreement.ts";
export { drawCodeSheet } from "./annotation/coding/draw_code_sheet.ts";
export { importCodes } from "./annotation/coding/import_codes.ts";
export { readCodedTable } from "./annotation/coding/read_coded_table.ts";
export { readCodes } from "./annotation/coding/read_codes.ts";
export { simulateCoders } from "./annotation/coding/simulate_coders.ts";
export { writeCodeSheet } from "./annotation/coding/write_code_sheet.ts";
export { describeSource } from "./analysis/describe_source.ts";
export { correctShares } from "./analysis/correction/correct_shares.ts";
export { preferredShares } from "./analysis/correction/preferred_shares.ts";
export { readCodedAnswers } from "./analysis/correction/read_coded_answers.ts";
export { correctedShares } from "./figures/corrected_shares.ts";
export { techniqueMatrix } from "./figures/technique_matrix.ts";
export { connectJudge } from "./annotation/connect_judge.ts";
export { buildJudgePrompts } from "./annotation/judge_prompts.ts";
export { drawAnswers } from "./annotation/draw_answers.ts";
export { pairVerdicts } from "./analysis/pair_verdicts.ts";
export { readRun } from "./analysis/read_run.ts";
export { readAnnotatedData } from "./analysis/source/read_annotated_data.ts";
export { readVerdictsByJudge } from "./analysis/read_verdicts_by_judge.ts";
export { itemsNeeded } from "./analysis/items_needed.ts";
export { readBrowsableAnswers } from "./analysis/read_browsable_answers.ts";
export { writeTables } from "./analysis/write_tables.ts";
export { changeFigure } from "./figures/change_figure.ts";
export { dataQualityFigure } from "./figures/data_quality_figure.ts";
export { exportFigure } from "./figures/export_figure.ts";
export { flagsTogether } from "./figures/flags_together.ts";
export { formatMultiples } from "./figures/format_multiples.ts";
export { modelComparison } from "./figures/model_comparison.ts";
export { precisionCurve } from "./figures/precision_curve.ts";
export { stabilityFigure } from "./figures/stability_figure.ts";
export { varianceFigure } from "./figures/variance_figure.ts";
export { viewpointTwins } from "./figures/viewpoint_twins.ts";
export { answerBrowser } from "./figures/answer_browser/answer_browser.ts";
export { conformanceHeatmap } from "./figures/conformance_heatmap.ts";
export { techniqueExplorer } from "./figures/technique_explorer.ts";
export { techniqueShares } from "./figures/technique_shares.ts";
export { writeFigures } from "./figures/analyze_run.ts";
export { loadOpinions } from "./surveys/load_opinions.ts";
export { loadPersonality } from "./surveys/load_personality.ts";
export { opinionMaterial, personalityMaterial } from "./surveys/survey_material.ts";
export { readWorkedExamples } from "./surveys/worked_examples.ts";
export { findVariant } from "./surveys/survey_variant.ts";
export { keepSurvey } from "./surveys/keep_survey.ts";
export { simulateSurvey } from "./surveys/simulate_survey.ts";
export { planSurvey } from "./surveys/survey_plan.ts";
export { askSurvey } from "./surveys/ask_survey.ts";
export { alignmentFigure } from "./figures/surveys/alignment_figure.ts";
export { writeSurvey } from "./figures/surveys/analyze_survey.ts";
export { personalityFacets } from "./figures/surveys/personality_facets.ts";
export { personalityOptions } from "./figures/surveys/personality_options.ts";
export { personalityTraits } from "./figures/surveys/personality_traits.ts";
export { rankedPopulations } from "./figures/surveys/ranked_populations.ts";
export { surveyDistances } from "./figures/surveys/survey_distances.ts";
export { surveyQuestionView } from "./figures/surveys/survey_question_view.ts";
export { firstRun } from "./notebook/first_run.ts";
export { interruptSignal } from "./notebook/kernel.ts";
export {
  computeSurveyTables,
  computeTables,
  openRun,
  readSource,
  readSurveyRun,
} from "./notebook/notebook_values.ts";
export { showAnswerBrowser } from "./notebook/show_answer_browser.ts";
export { showCards } from "./notebook/show_cards.ts";
export { showEstimate } from "./notebook/show_estimate.ts";
export { showFigure } from "./notebook/show_figure.ts";
export { showOnceCoded } from "./notebook/show_once_coded.ts";
export { showModels } from "./notebook/show_models.ts";
export { showPanel } from "./notebook/show_panel.ts";
export { showProgress } from "./notebook/show_progress.ts";
export { showTable } from "./notebook/show_table.ts";
