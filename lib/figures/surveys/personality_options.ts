import * as Plot from "@observablehq/plot";
import { labelOf } from "../../base/vocabulary.ts";
import { PERSONALITY_OPTIONS } from "../../surveys/personality_questions.ts";
import { TRAIT_NAMES, TRAITS } from "../../surveys/read_personality_statements.ts";
import type { SurveyRun } from "../../surveys/read_survey_run.ts";
import { simulatedModels } from "../../surveys/simulated_models.ts";
import { AXIS_HEIGHT, gridLines, percentAxis } from "../_interval_marks.ts";
import { placed, textLines } from "../_text_lines.ts";
import type { Figure } from "../figure.ts";
import { figureText, textWidth } from "../figure_text.ts";
import { renderPlot, type SvgPart } from "../render_plot.ts";
import { renderSvg } from "../render_svg.ts";
import { percent } from "../share_words.ts";
import { INK, SHARE_STEPS, SIZES } from "../theme.ts";
import { type OptionMeans, optionMeans } from "./_option_means.ts";
import { HEAD_OF_N, INNER, panelHead } from "./_panel_head.ts";
import { labelRoom, rowLabels } from "./_row_labels.ts";
import { chooseVariant, type VariantOptions, variantWords } from "./_series_names.ts";
import { surveyOrigin } from "./_survey_origin.ts";

/** Options of {@linkcode personalityOptions}. */
export interface PersonalityOptionsOptions extends VariantOptions {
  /**
   * Whether the options of reverse-keyed statements are turned round, so that the first always speaks for
   * the trait; otherwise they stand as they were asked. Default: true.
   */
  turned?: boolean;
}

/** From the option that is asked first, the darkest, to the last. */
const COLOURS = SHARE_STEPS.toReversed();

/**
 * How people and models spread over the five options: one facet per trait, a bar each, of which the parts are
 * the mean shares over the trait's statements.
 *
 * @throws {UserError} for a variant that there are no answers in.
 */
export function personalityOptions(
  run: SurveyRun,
  { turned = true, ...options }: PersonalityOptionsOptions = {},
): Figure {
  const variants = [...new Set(run.answers.map(({ variant }) => variant))];
  const variant = chooseVariant(variants, options.variant);
  const rows = optionMeans(run, { variant, turned });
  const answers = run.answers.filter((answer) => answer.variant === variant);
  return renderSvg({
    name: turned ? "personality_options" : "personality_options_as_asked",
    title: "How are the options used for each trait?",
    subtitle: subtitleOf(rows, variant),
    legend: PERSONALITY_OPTIONS.map((label, index) => ({ colour: COLOURS[index] ?? "", label })),
    panels: TRAITS.map((trait, index) =>
      drawFacet(rows.filter((row) => row.trait === trait), {
        ...{ title: labelOf(TRAIT_NAMES[trait]), rows, isLast: index === TRAITS.length - 1 },
      })
    ),
    caption: turned
      ? "Reverse-keyed statements are turned round: their “Very Inaccurate” counts as “Very Accurate”, and " +
        "so on, so that dark always speaks for the trait."
      : "As asked: “Very Accurate” speaks for the trait, but against it of reverse-keyed statements.",
    description: rows.map(describe).join("\n"),
    source: surveyOrigin(run, simulatedModels(answers)),
  });
}

interface FacetOptions {
  title: string;
  /** Those of all facets. */
  rows: readonly OptionMeans[];
  isLast: boolean;
}

const MOST_LABEL = 150;

function drawFacet(here: readonly OptionMeans[], { title, rows, isLast }: FacetOptions): SvgPart {
  const { statements = 0, reversed = 0 } = here[0] ?? {};
  const head = panelHead({ title, note: `${statements} statements, ${reversed} reverse-keyed` });
  const width = labelRoom(rows.map(({ name }) => name), MOST_LABEL);
  const names = rowLabels(here.map(({ name }) => ({ text: name })), { width, row: 15 });
  const count = Math.max(...rows.map(({ n }) => textWidth(`${n}`, SIZES.label)), 0) + 10;
  const left = width + count;
  const plot = drawBars(here, { ...names, isLast, width: INNER - left });
  const counts = here.map(({ n }, index) => {
    const y = (names.middles[index] ?? 0) + SIZES.label * 0.36;
    return textLines([n.toLocaleString("en")], { x: left - 1, y, anchor: "end" });
  });
  const body = textLines(["n"], { x: left - 1, y: -2, anchor: "end", colour: INK.quiet }) +
    names.svg + counts.join("") + placed(plot.svg, left, 0);
  const top = head.height + HEAD_OF_N;
  return {
    svg: `<g fill="${INK.text}">${head.svg}${placed(body, 0, top)}</g>`,
    width: INNER,
    height: top + plot.height,
  };
}

interface BarsOptions {
  middles: readonly number[];
  height: number;
  width: number;
  isLast: boolean;
}

interface Part {
  y: number;
  from: number;
  to: number;
  fill: string;
}

function drawBars(rows: readonly OptionMeans[], options: BarsOptions): SvgPart {
  const { middles, height, width, isLast } = options;
  const bottom = isLast ? AXIS_HEIGHT : 2;
  const parts = rows.flatMap(({ shares }, row): Part[] =>
    (shares ?? []).map((share, index, all) => {
      const from = all.slice(0, index).reduce((sum, one) => sum + one, 0);
      return { y: middles[row] ?? 0, from, to: from + share, fill: COLOURS[index] ?? INK.card };
    })
  );
  const without = rows.flatMap(({ shares }, row) => shares === null ? [middles[row] ?? 0] : []);
  return renderPlot({
    ...{ width, height: height + bottom, marginBottom: bottom },
    ...{ marginLeft: 8, marginRight: 12, marginTop: 0 },
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      ...gridLines(),
      Plot.rect(parts, {
        ...{ x1: "from", x2: "to", y1: ({ y }: Part) => y - 5.5, y2: ({ y }: Part) => y + 5.5 },
        ...{ fill: "fill", stroke: INK.line, strokeWidth: 0.7 },
      }),
      Plot.text(without, {
        ...{ x: 0, y: (y: number) => y, dx: 4, textAnchor: "start", fill: INK.quiet },
        text: () => "no answers",
      }),
      ...(isLast ? [percentAxis({ label: "Mean share of the options (%)" })] : []),
    ],
  });
}

function subtitleOf(rows: readonly OptionMeans[], variant: string): string {
  const reaches = rows.flatMap(({ reach }) => reach ?? []);
  if (rows.every(({ n }) => n === 0)) return "There are no answers to personality statements.";
  const interval = reaches.length === 0
    ? ""
    : ` 95 % intervals over statements reach ${Math.ceil(Math.max(...reaches) * 100 - 1e-9)} ` +
      `points to a side at most.`;
  return `Mean share of each option over the n statements of the trait that have answers.${interval} ` +
    variantWords(variant);
}

function describe({ trait, name, n, shares }: OptionMeans): string {
  const what = figureText(`${labelOf(TRAIT_NAMES[trait])}, ${name}`);
  if (shares === null) return `${what}: no answers.`;
  const parts = shares.map((share, index) => `${PERSONALITY_OPTIONS[index]} ${percent(share)} %`);
  return `${what} (${n} statements): ${parts.join(", ")}.`;
}
