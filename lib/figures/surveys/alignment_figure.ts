import type { AlignmentEffectRow } from "../../surveys/statistics/alignment_effects.ts";
import type { PublishedValue } from "../../surveys/statistics/published_values.ts";
import type { SurveyTables } from "../../surveys/tables/compute_survey_tables.ts";
import type { Figure } from "../figure.ts";
import { figureText } from "../figure_text.ts";
import { renderSvg } from "../render_svg.ts";
import { INK, PAIR_COLOURS } from "../theme.ts";
import { type ChangePanel, changePanel, changeRoom, type ChangeRow } from "./_change_panel.ts";
import { scaleAroundZero, scaleFromZero, signed, withInterval } from "./_number_axis.ts";
import { chooseVariant, type VariantOptions, variantWords } from "./_series_names.ts";
import { type SurveyFigureSource, surveyOrigin } from "./_survey_origin.ts";

/**
 * What alignment changes: for each pair of models the distance to each population before and after, and the
 * difference with its interval, filled where it stands; below, the same of the entropy; and what the study
 * published of LLaMA-2, as diamonds.
 *
 * @throws {UserError} for a variant that there are no answers in.
 */
export function alignmentFigure(
  tables: SurveyTables,
  source: SurveyFigureSource,
  options: VariantOptions = {},
): Figure {
  const variant = chooseVariant(tables.variants, options.variant);
  const effects = tables.alignmentEffects.filter((row) => row.variant === variant);
  const panels = effects.length === 0 ? [] : panelsOf(effects, tables);
  const room = changeRoom(panels);
  const hasPublished = panels.some(({ rows }) => rows.some(({ isPublished }) => isPublished));
  return renderSvg({
    name: "alignment_effects",
    title: "Does alignment move models away from people?",
    subtitle: subtitleOf(effects, variant),
    legend: effects.length === 0 ? [] : [
      { colour: PAIR_COLOURS[0], label: "before alignment", shape: "dot" },
      { colour: PAIR_COLOURS[1], label: "after", shape: "ring" },
      { colour: INK.text, label: "difference that stands (filled)", shape: "interval" },
      ...(hasPublished
        ? [{ colour: INK.text, label: "published", shape: "diamond" as const }]
        : []),
    ],
    panels: panels.map((panel) => changePanel(panel, room)),
    caption: hasPublished
      ? "Published values are of LLaMA-2 and of the published questions and people, by other code; they " +
        "have no intervals."
      : "",
    description: panels.flatMap(({ title, rows }) => rows.map((row) => describe(title, row)))
      .join("\n"),
    source: surveyOrigin(source, tables.simulated),
  });
}

function subtitleOf(effects: readonly AlignmentEffectRow[], variant: string): string {
  if (effects.length === 0) return "There are no answers of models before and after alignment.";
  const tested = effects.filter(({ p_adjusted }) => p_adjusted !== null);
  const standing = effects.filter(({ stands }) => stands).length;
  return `Means over the n questions that both models have a distribution of, and after less before ` +
    `with its 95 % interval. ${standing} of ${tested.length} differences stand: a sign-flip test over ` +
    `questions, at a false discovery rate of 5 %. ${variantWords(variant)}`;
}

function panelsOf(effects: readonly AlignmentEffectRow[], tables: SurveyTables): ChangePanel[] {
  const pairs = [...Map.groupBy(effects, pairOf)].map(([title, rows]) => ({ title, rows }));
  const distances = [
    ...pairs.map(({ title, rows }) => ({
      title,
      rows: rows.filter(({ outcome }) => outcome === "distance").map((row) =>
        rowOf(row, row.population ?? "")
      ),
    })),
    ...(tables.base === 2 ? publishedPanels(tables.published) : []),
  ].filter(({ rows }) => rows.length > 0);
  const entropies = [
    ...pairs.flatMap(({ title, rows }) =>
      rows.filter(({ outcome }) => outcome === "entropy").map((row) => rowOf(row, title))
    ),
    ...publishedEntropies(tables.published),
  ];
  return [
    ...withScales(distances, [
      `Jensen–Shannon distance (base ${tables.base})`,
      "After less before; above 0: farther from people",
    ]),
    ...withScales([{ title: "Entropy of the models' answers", rows: entropies }], [
      "Entropy (nats)",
      "After less before; below 0: surer of one option",
    ]),
  ];
}

/** Panels on the same scales, the last of which carries the axes. */
function withScales(
  panels: readonly { title: string; rows: readonly ChangeRow[] }[],
  axes: readonly [string, string],
): ChangePanel[] {
  const rows = panels.flatMap((panel) => panel.rows);
  const values = scaleFromZero(rows.flatMap(({ before, after }) => [before, after]), { ticks: 4 });
  const differences = scaleAroundZero(
    rows.flatMap(({ low, high, difference }) => [low, high, difference]),
  );
  return panels.map((panel, index) => ({
    ...panel,
    ...{ values, differences, axes: index === panels.length - 1 ? axes : null },
  }));
}

function pairOf({ before, after }: AlignmentEffectRow): string {
  return `${before} → ${after}`;
}

function rowOf(row: AlignmentEffectRow, label: string): ChangeRow {
  const { n, mean_before: before, mean_after: after, difference, low, high, stands } = row;
  return { label, n, before, after, difference, low, high, stands };
}

/** The published distances, before and after, a row per population. */
function publishedPanels(published: readonly PublishedValue[]) {
  const rows = publishedChanges(published, "distance");
  return [{ title: `${publishedPair(published)} (published)`, rows }];
}

function publishedEntropies(published: readonly PublishedValue[]): ChangeRow[] {
  return publishedChanges(published, "entropy").map((row) => ({
    ...row,
    label: `${publishedPair(published)} (published)`,
  }));
}

function publishedPair(published: readonly PublishedValue[]): string {
  const model = (wanted: PublishedValue["stage"]) =>
    published.find(({ stage }) => stage === wanted)?.model ?? "";
  return `${model("before")} → ${model("after")}`;
}

function publishedChanges(
  published: readonly PublishedValue[],
  measure: PublishedValue["measure"],
): ChangeRow[] {
  const here = published.filter((value) => value.measure === measure && value.model !== null);
  const populations = [...new Set(here.map(({ population }) => population))];
  return populations.map((population) => {
    const valueOf = (stage: PublishedValue["stage"]) =>
      here.find((value) => value.population === population && value.stage === stage)?.value ?? null;
    const [before, after] = [valueOf("before"), valueOf("after")];
    const difference = before === null || after === null ? null : after - before;
    return {
      ...{ label: population ?? "", n: null, before, after, difference, low: null, high: null },
      ...{ stands: false, isPublished: true },
    };
  });
}

function describe(title: string, row: ChangeRow): string {
  const { label, n, before, after, difference, stands, isPublished = false } = row;
  const what = figureText(title === label ? title : `${title}, ${label}`);
  if (before === null || after === null) return `${what}: no pairs.`;
  const end = isPublished ? "" : stands ? ", stands" : ", does not stand";
  const count = n === null ? "" : ` (${n} questions)`;
  return `${what}${count}: ${signed(before, 2)} before, ${signed(after, 2)} after; difference ` +
    `${withInterval(difference, row)}${end}.`;
}
