import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import type { SurveyRun } from "../../surveys/read_survey_run.ts";
import { computeSurveyTables } from "../../surveys/tables/compute_survey_tables.ts";
import { assertDrawnAsLookedAt } from "../../testing/golden_figure.ts";
import { HOSTILE_NAMES as HOSTILE } from "../../testing/hostile_names.ts";
import { plantSurveyRun, type PlantSurveyRunOptions } from "../../testing/plant_survey_run.ts";
import { renderPdf, renderPng } from "../export_figure.ts";
import type { Figure } from "../figure.ts";
import { alignmentFigure } from "./alignment_figure.ts";
import { personalityOptions } from "./personality_options.ts";
import { personalityTraits } from "./personality_traits.ts";
import { rankedPopulations } from "./ranked_populations.ts";
import { surveyDistances } from "./survey_distances.ts";
import { surveyFigures } from "./survey_figures.ts";
import { surveyQuestionView } from "./survey_question_view.ts";

/** The tables of a run, quickly; its first two models are a pair. */
function tablesOf(run: SurveyRun) {
  const [before = "", after = ""] = [...new Set(run.answers.map(({ model }) => model))];
  const { asPublished: _, ...input } = run;
  return computeSurveyTables({ ...input, pairs: [{ before, after }] }, {
    ...{ replicates: 50, permutations: 50, flips: 99 },
  });
}

function drawAll(options: PlantSurveyRunOptions): Figure[] {
  const run = plantSurveyRun(options);
  return surveyFigures(run, tablesOf(run));
}

const OPINIONS: PlantSurveyRunOptions = {
  models: ["base", "chat", "sampler"],
  populations: ["United States", "Elsewhere"],
  others: ["Somewhere (non-national sample)", "Nowhere"],
  ...{ questions: 20, simulated: true },
};
const PERSONALITY: PlantSurveyRunOptions = {
  ...{ models: ["base", "chat", "sampler"], populations: ["People"], questions: 11, mute: 1 },
  ...{ survey: "machine_personality", simulated: true },
};
const PERSONALITY_RUN = plantSurveyRun(PERSONALITY);

const LOOKED_AT = [
  ...drawAll(OPINIONS),
  ...[personalityTraits(tablesOf(PERSONALITY_RUN), PERSONALITY_RUN)],
  personalityOptions(PERSONALITY_RUN),
];
for (const figure of LOOKED_AT) {
  Deno.test(`${figure.name} is drawn as it was looked at, and marks what is made up`, () => {
    assertDrawnAsLookedAt(figure);
    assert.match(figure.svg, />SIMULATED DATA</);
    assert.match(figure.svg, />INVENTED PEOPLE</);
  });
}

Deno.test("survey figures are the same each time, and call neither real models nor people made up", () => {
  for (const options of [OPINIONS, PERSONALITY]) {
    const real = { ...options, simulated: false };
    assert.deepEqual(drawAll(real), drawAll(real));
    for (const { svg } of drawAll(real)) assert.doesNotMatch(svg, /simulated|invented/i);
    for (const { svg } of drawAll({ ...real, invented: true })) {
      assert.match(svg, />INVENTED PEOPLE</);
      assert.doesNotMatch(svg, /simulated/i);
    }
  }
});

Deno.test("surveyFigures() draws what applies to opinions and to personality, each under its own name", () => {
  const names = (options: PlantSurveyRunOptions) => drawAll(options).map(({ name }) => name);
  assert.deepEqual(names(OPINIONS).slice(0, 3), [
    ...["survey_distances", "alignment_effects", "ranked_populations"],
  ]);
  assert.match(names(OPINIONS)[3] ?? "", /^survey_question_\d+$/);
  assert.deepEqual(names(PERSONALITY).slice(0, 4), [
    ...["survey_distances", "alignment_effects", "personality_traits", "personality_options"],
  ]);
  assert.deepEqual(names({ models: [], populations: ["a", "b", "c"] }), []);
});

const LONG_OPTION = "Neither of the two, since the question does not say what the government " +
  "would do instead/without the money: it depends";
const MODELS = [
  "meta-llama/Llama-3.3-70B-Instruct",
  `lab/${"W".repeat(90)}`,
  "mistralai/Mistral-7B-Instruct-v0.1",
];
const QUALIFIED = [
  "Bolivia (Non-national sample of urban areas only)",
  "Great Britain",
  "Hong Kong S.A.R. (Non-national sample)",
];
const CASES: Readonly<Record<string, PlantSurveyRunOptions>> = {
  "one model and one population": { models: ["only"], populations: ["here"], questions: 2 },
  "models that answered nothing": { models: ["mute", "b"], populations: ["here"], mute: 0 },
  "long names and options": {
    ...{ models: MODELS, populations: QUALIFIED, text: "Would you say so? ".repeat(30) },
    options: [LONG_OPTION, `${LONG_OPTION}?`, "W".repeat(300)],
  },
  "many long options": {
    ...{ models: MODELS, populations: QUALIFIED },
    options: Array.from({ length: 17 }, (_, index) => index % 3 ? String(index) : LONG_OPTION),
  },
  "a hundred populations": {
    ...{ models: MODELS, populations: QUALIFIED.slice(0, 2), questions: 20 },
    others: Array.from({ length: 100 }, (_, index) => `${QUALIFIED[index % 3]} ${index}`),
  },
  "hostile names": {
    ...{ models: HOSTILE, populations: HOSTILE, options: HOSTILE, text: HOSTILE[0] ?? "" },
    ...{ name: HOSTILE[1] ?? "", mute: 1 },
  },
  "personality with long names": {
    ...{ models: MODELS, populations: QUALIFIED, survey: "machine_personality", mute: 1 },
  },
};

for (const [name, options] of Object.entries(CASES)) {
  Deno.test(`survey figures hold ${name} on their card, in type of 11 px or more`, async () => {
    const figures = drawAll(options);
    assert.ok(figures.length > 1);
    for (const figure of figures) {
      // Strict XML: it throws where the SVG is not well-formed. Text counts with its real glyphs.
      const box = new Resvg(figure.svg, FONT).getBBox();
      assert.ok(box !== undefined && box.x >= 0 && box.y >= 0, figure.name);
      const reach = `${figure.name}: ${box.width} × ${box.height} of ${figure.height}`;
      assert.ok(box.width <= 480 && box.height <= figure.height, reach);
      const sizes = [...figure.svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) =>
        Number(size)
      );
      assert.ok(Math.min(...sizes) >= 11, `${figure.name}: ${Math.min(...sizes)} px`);
      assert.doesNotMatch(figure.svg, /NaN|Infinity|undefined|<script|<b>|<!\[CDATA/, figure.name);
      assert.ok(renderPng(figure.svg).length > 1000, figure.name);
      assert.ok((await renderPdf(figure)).length > 1000, figure.name);
    }
  });
}

const FONT = {
  font: {
    fontFiles: ["DejaVuSans", "DejaVuSans-Bold"].map((name) =>
      fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
    ),
    loadSystemFonts: false,
  },
};

/** The text of a figure, without what breaks its lines. */
function textOf({ svg }: Figure): string {
  return svg.replace(/<(title|desc)>[\s\S]*?<\/\1>/g, "").replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

Deno.test("survey figures cut no name, option or question", () => {
  const run = plantSurveyRun(CASES["long names and options"] ?? OPINIONS);
  const squeezed = (text: string) => text.replace(/\s+/g, "");
  const distances = squeezed(textOf(surveyDistances(tablesOf(run), run)));
  for (const name of [...MODELS, ...QUALIFIED]) assert.ok(distances.includes(squeezed(name)), name);
  const view = squeezed(textOf(surveyQuestionView(run, { question: 0 })));
  for (const text of [...run.questions[0]?.options ?? [], run.questions[0]?.text ?? ""]) {
    assert.ok(view.includes(squeezed(text)), text);
  }
});

Deno.test("survey figures without answers say so instead of failing", () => {
  const run = plantSurveyRun({ models: [], populations: ["here"] });
  const figures = [
    surveyDistances(tablesOf(run), run),
    alignmentFigure(tablesOf(run), run),
    rankedPopulations(run),
    personalityTraits(tablesOf(run), run),
    personalityOptions(run),
    surveyQuestionView(run, { question: 0 }),
  ];
  for (const figure of figures) {
    assert.match(textOf(figure), /here are no answers/, figure.name);
    assert.doesNotMatch(figure.svg, /NaN|Infinity|undefined/, figure.name);
    assert.ok(renderPng(figure.svg).length > 1000, figure.name);
  }
});
