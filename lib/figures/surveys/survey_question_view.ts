import { labelOf } from "../../base/vocabulary.ts";
import type { SurveyRun } from "../../surveys/read_survey_run.ts";
import { type Trait, TRAIT_NAMES, TRAITS } from "../../surveys/read_personality_statements.ts";
import type { SurveyAnswer } from "../../surveys/survey_answer.ts";
import type { SurveyQuestion } from "../../surveys/survey_question.ts";
import { simulatedModels } from "../../surveys/simulated_models.ts";
import { LINE, textLines } from "../_text_lines.ts";
import type { Figure } from "../figure.ts";
import { figureText, wrapText } from "../figure_text.ts";
import type { SvgPart } from "../render_plot.ts";
import { renderSvg } from "../render_svg.ts";
import { percent } from "../share_words.ts";
import { INK, SIZES, WHO_COLOURS } from "../theme.ts";
import { findQuestion } from "./_find_question.ts";
import { type OptionBar, optionPanels } from "./_option_panels.ts";
import { optionTable } from "./_option_table.ts";
import { INNER } from "./_panel_head.ts";
import { chooseVariant, seriesNames, type VariantOptions, variantWords } from "./_series_names.ts";
import { surveyOrigin } from "./_survey_origin.ts";

/** Options of {@linkcode surveyQuestionView}. */
export interface SurveyQuestionViewOptions extends VariantOptions {
  /** Its number in the file, its id, or a part of its text. */
  question: number | string;
  /** Whose answers stand beside the models'. Default: the populations that the run compares with. */
  populations?: readonly string[];
}

/** More do not fit on a page. */
const MOST_BARS = 50;

/**
 * One question looked at closely: for each of its options the shares of people and of models, one bar each,
 * with the interval where answers were sampled; of many options a table of numbers. Texts are whole.
 *
 * @throws {UserError} where no question or several may be meant, and for a variant without answers.
 */
export function surveyQuestionView(
  run: SurveyRun,
  { question: wanted, populations = run.populations, ...options }: SurveyQuestionViewOptions,
): Figure {
  const question = findQuestion(run.questions, wanted);
  const variants = [...new Set(run.answers.map(({ variant }) => variant))];
  const variant = chooseVariant(variants, options.variant);
  const answers = run.answers.filter((answer) =>
    answer.question_id === question.question_id && answer.variant === variant
  );
  const bars = [...peopleBars(question, populations), ...modelBars(answers)];
  const isTable = question.options.length * bars.length > MOST_BARS;
  return renderSvg({
    name: `survey_question_${question.number}`,
    title: "Who gives which answer to this?",
    subtitle: subtitleOf(answers, { variant, isTable }),
    legend: isTable ? [] : [
      ...(populations.length === 0 ? [] : [{ colour: WHO_COLOURS.people, label: "people" }]),
      { colour: WHO_COLOURS.model, label: "models" },
      ...(answers.some(({ interval }) => interval)
        ? [{ colour: INK.text, label: "95 % interval", shape: "line" as const }]
        : []),
    ],
    panels: [
      questionPart(question),
      ...(isTable ? optionTable : optionPanels)(question.options, bars),
    ],
    caption: [isTable ? reachWords(answers) : "", massWords(answers)].join(" ").trim(),
    description: [figureText(question.text), ...bars.map((bar) => describe(bar, question))].join(
      "\n",
    ),
    source: surveyOrigin(run, simulatedModels(answers)),
  });
}

function peopleBars({ human }: SurveyQuestion, populations: readonly string[]): OptionBar[] {
  return populations.map((population) => ({
    ...{ label: population, shares: human.get(population) ?? null, interval: null },
    ...{ fill: WHO_COLOURS.people, note: "were not asked" },
  }));
}

function modelBars(answers: readonly SurveyAnswer[]): OptionBar[] {
  const nameOf = seriesNames(answers);
  return answers.map((answer) => {
    const { method, repeats, distribution, interval = null } = answer;
    const sampled = method === "sampling" ? ` (n = ${repeats.toLocaleString("en")})` : "";
    return {
      ...{ label: nameOf(answer) + sampled, shares: distribution, interval },
      ...{ fill: WHO_COLOURS.model, note: "no distribution" },
    };
  });
}

/** The question's text, whole, and where it was asked. */
function questionPart({ text, source, key, survey, number }: SurveyQuestion): SvgPart {
  const what = survey === "machine_personality" ? "Statement" : "Question";
  const words = wrapText(text, { width: INNER / 1.1, size: SIZES.label });
  const trait = TRAITS.find((one): one is Trait => one === source);
  const from = key === null || trait === undefined
    ? source === "" ? "" : `, asked in ${source}`
    : `, trait: ${TRAIT_NAMES[trait]}${key === -1 ? "; “inaccurate” speaks for it" : ""}`;
  const below = wrapText(`${what} ${number}${from}`, { width: INNER, size: SIZES.label });
  const y = SIZES.label + words.length * LINE;
  return {
    svg: `<g fill="${INK.text}">${textLines(words, { bold: true })}` +
      `${textLines(below, { y, colour: INK.quiet })}</g>`,
    width: INNER,
    height: (words.length + below.length) * LINE + 2,
  };
}

function subtitleOf(
  answers: readonly SurveyAnswer[],
  { variant, isTable }: { variant: string; isTable: boolean },
): string {
  if (answers.length === 0) {
    return "Share of each option among people; there are no answers of models.";
  }
  const isSampled = answers.some(({ method }) => method === "sampling");
  const hasLogprobs = answers.some(({ method }) => method !== "sampling");
  return `Share of each option (%).` +
    (hasLogprobs ? " Of models: from the log-probabilities of the options' letters." : "") +
    (isSampled ? " With n: share of n sampled answers" : "") +
    (isSampled && !isTable ? ", with its 95 % interval (Wilson), taking them as independent" : "") +
    (isSampled ? "." : "") + ` ${variantWords(variant)}`;
}

/** How wide the intervals are that a table has no room for. */
function reachWords(answers: readonly SurveyAnswer[]): string {
  const reaches = answers.flatMap(({ distribution, interval }) =>
    (distribution ?? []).flatMap((share, index) => {
      const [low, high] = [interval?.low[index], interval?.high[index]];
      return low === undefined || high === undefined ? [] : [share - low, high - share];
    })
  );
  if (reaches.length === 0) return "";
  const most = Math.ceil(Math.max(...reaches) * 100 - 1e-9);
  return `The 95 % intervals of sampled shares (Wilson, answers taken as independent) reach ${most} ` +
    `points to a side at most.`;
}

/** How much of the probability the distributions are made of. */
function massWords(answers: readonly SurveyAnswer[]): string {
  const nameOf = seriesNames(answers);
  const masses = answers.flatMap((answer) =>
    answer.mass_seen === null
      ? []
      : [`${figureText(nameOf(answer))} ${percent(answer.mass_seen)} %`]
  );
  const failed = answers.filter((answer) => answer.failed > 0).map((answer) =>
    `${figureText(nameOf(answer))} ${answer.failed} of ${answer.failed + answer.repeats}`
  );
  return [
    ...(masses.length === 0
      ? []
      : [`Probability seen on letters of options: ${masses.join(", ")}; shares are of that.`]),
    ...(failed.length === 0
      ? []
      : [`Answers that name no option or failed: ${failed.join(", ")}.`]),
  ].join(" ");
}

function describe({ label, shares, note }: OptionBar, { options }: SurveyQuestion): string {
  if (shares === null) return `${figureText(label)}: ${note}.`;
  const parts = options.map((option, index) =>
    `${figureText(labelOf(option))} ${percent(shares[index] ?? 0)} %`
  );
  return `${figureText(label)}: ${parts.join(", ")}.`;
}
