import assert from "node:assert/strict";
import { assertDrawnAsLookedAt } from "../testing/golden_figure.ts";
import { HOSTILE_NAMES as HOSTILE } from "../testing/hostile_names.ts";
import { compile } from "vega-lite";
import { parse, View } from "vega";
import { labelOf, TECHNIQUES } from "../base/vocabulary.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { tablesOfAnswers } from "../testing/tables_of_answers.ts";
import { conformanceHeatmap } from "./conformance_heatmap.ts";
import { renderPng } from "./export_figure.ts";
import { explorerSpec } from "./explorer_spec.ts";
import { techniqueExplorer } from "./technique_explorer.ts";
import { techniqueShares } from "./technique_shares.ts";
import { TECHNIQUE_COLOURS } from "./theme.ts";

const DATASETS = {
  voting_questions: "no_approximation",
  conspiracy_bad_faith: "avoidance",
} as const;
const TABLES = tablesOfAnswers({
  answers: plantAnswers({ models: ["first", "second"], datasets: DATASETS }),
  simulated: true,
});
const REAL = tablesOfAnswers({
  answers: plantAnswers({ models: ["first"], datasets: DATASETS }),
});

for (
  const [name, figure] of [["technique_shares", techniqueShares], [
    "conformance_heatmap",
    conformanceHeatmap,
  ]] as const
) {
  Deno.test(`${name} is drawn as it was looked at`, () => {
    assertDrawnAsLookedAt(figure(TABLES));
  });

  Deno.test(`${name} needs nothing outside itself and is the same each time`, () => {
    const { svg } = figure(TABLES);
    assert.equal(svg, figure(TABLES).svg);
    assert.ok(svg.startsWith(`<svg xmlns="http://www.w3.org/2000/svg"`));
    assert.doesNotMatch(svg, /var\(|:where|<style|currentColor|\bid=|href|NaN|undefined/);
    assert.deepEqual(renderPng(svg), renderPng(svg));
  });

  Deno.test(`${name} marks simulated data, and only that`, () => {
    assert.match(figure(TABLES).svg, />SIMULATED DATA</);
    assert.doesNotMatch(figure(REAL).svg, /simulated/i);
    const some = { ...REAL, source: { ...REAL.source, simulated: "some_models" as const } };
    assert.match(figure(some).svg, />PARTLY SIMULATED</);
    const judge = { ...REAL, source: { ...REAL.source, simulated: "judge" as const } };
    assert.match(figure(judge).svg, />SIMULATED JUDGE</);
  });
}

Deno.test("technique_shares draws each bar as wide as the share, in code order", () => {
  const rows = TABLES.distributions.filter(({ model, dataset, count }) =>
    model === "first" && dataset === "voting_questions" && count > 0
  );
  const drawn = [
    ...techniqueShares(TABLES).svg.matchAll(
      /<rect fill="(#\w+)" height="[\d.]+" y="([\d.]+)" width="([\d.]+)" x="([\d.]+)"/g,
    ),
  ].map(([, colour, y, width, x]) => ({ colour, y, width: Number(width), x: Number(x) }));
  // The first panel is that of the voting questions, its first bar that of the first model.
  const bar = drawn.slice(0, TECHNIQUES.length * 2).filter(({ y, width }) =>
    y === drawn[0]?.y && width > 0
  );
  const order = bar.toSorted((a, b) => a.x - b.x).map(({ colour }) => colour);
  assert.deepEqual(order, rows.map(({ technique }) => TECHNIQUE_COLOURS[technique]));
  const first = new Map(bar.map(({ colour, width }) => [colour, width]));
  const whole = [...first.values()].reduce((sum, width) => sum + width, 0);
  for (const { technique, share } of rows) {
    const width = first.get(TECHNIQUE_COLOURS[technique]) ?? 0;
    assert.ok(Math.abs(width / whole - (share ?? 0)) < 0.002, `${technique}: ${width} of ${whole}`);
  }
});

Deno.test("conformance_heatmap outlines what is expected and dashes what is accepted as well", () => {
  const { svg } = conformanceHeatmap(TABLES);
  const models = 2;
  assert.equal(svg.match(/stroke-dasharray="3\.5 2\.5"/g)?.length, 1 * models);
  assert.equal(svg.match(/stroke="#000000"/g)?.length, models * 2);
});

Deno.test("figures show hostile names as text, as well-formed SVG", async () => {
  const datasets = Object.fromEntries(HOSTILE.map((name) => [name, null]));
  const answers = plantAnswers({ models: HOSTILE, datasets, items: 2, wordings: 2 });
  const tables = tablesOfAnswers({ answers, judge: HOSTILE[0] });
  const figures = [
    techniqueShares(tables),
    conformanceHeatmap(tables),
    await techniqueExplorer(tables),
  ];
  for (const { svg, name } of figures) {
    assert.doesNotMatch(svg, /<script|<b>|<!\[CDATA/, name);
    assert.ok(![...svg].some((character) => character < " " && character !== "\n"), name);
    // The PNG renderer reads strict XML: it throws where the SVG is not well-formed.
    assert.ok(renderPng(svg).length > 1000, name);
  }
});

Deno.test("figures of models without any technique say so instead of failing", async () => {
  const tables = tablesOfAnswers({
    answers: [
      { model: "mute", dataset: "d", item: "i", judged: ["unparsed"], expected: "bias" },
    ],
  });
  assert.match(techniqueShares(tables).svg, /no answer with a technique/);
  assert.match(conformanceHeatmap(tables).svg, />–</);
  assert.ok(renderPng((await techniqueExplorer(tables)).svg).length > 1000);
});

Deno.test("technique_explorer holds every share with its interval and fetches nothing", async () => {
  const spec = JSON.parse(JSON.stringify(explorerSpec(TABLES)));
  assert.equal(spec.$schema, "https://vega.github.io/schema/vega-lite/v5.json");
  assert.doesNotMatch(JSON.stringify({ ...spec, $schema: "" }), /https?:/);
  const [value] = spec.data.values;
  const row = TABLES.distributions[0];
  assert.deepEqual(
    [value.model, value.technique, value.n, value.count, value.share],
    ["first", labelOf("refusal"), row?.n, row?.count, Number(row?.share?.toFixed(6))],
  );
  assert.match(value.interval, /^\d+\.\d % to \d+\.\d %$/);
  assert.equal(spec.data.values.length, 24);
  const { svg } = await techniqueExplorer(TABLES);
  assert.equal(svg, (await techniqueExplorer(TABLES)).svg);
});

Deno.test("technique_explorer shows whole names, so that alike beginnings stay apart", async () => {
  const models = ["mistralai/Mistral-7B-Instruct-v0.1", "mistralai/Mistral-7B-Instruct-v0.2"];
  const answers = plantAnswers({ models, datasets: DATASETS, items: 2 });
  const { svg } = await techniqueExplorer(tablesOfAnswers({ answers }));
  assert.doesNotMatch(svg, /…/);
  assert.match(svg, />Instruct-v0\.1</);
  assert.match(svg, />Instruct-v0\.2</);
});

Deno.test("conformance_heatmap does not speak of expectations where the prompts name none", () => {
  const answers = plantAnswers({ models: ["m"], datasets: { own: null } });
  const { svg, title } = conformanceHeatmap(tablesOfAnswers({ answers }));
  assert.equal(title, "Which technique meets which question?");
  assert.match(svg, /name no expected technique/);
  assert.doesNotMatch(svg, /Outlined/);
});

Deno.test("technique_explorer keeps names apart that look the same", () => {
  const answers = plantAnswers({
    models: ["m\u0001", "m\u0002"],
    datasets: { my_own: null, "My own": null },
    items: 2,
  });
  const spec = JSON.parse(JSON.stringify(explorerSpec(tablesOfAnswers({ answers }))));
  const values: { model: string; dataset: string }[] = spec.data.values;
  assert.deepEqual([...new Set(values.map(({ model }) => model))], ["m�", "m� (2)"]);
  assert.deepEqual([...new Set(values.map(({ dataset }) => dataset))], ["My own", "My own (2)"]);
});

Deno.test("technique_explorer shows the intervals of the model that is picked", async () => {
  const view = new View(parse(compile(explorerSpec(TABLES)).spec), { renderer: "none" });
  await view.runAsync();
  const heads = async () =>
    [...(await view.toSVG()).matchAll(/font-weight="bold"[^>]*>(first|second)</g)]
      .map((match) => match[1]);
  assert.deepEqual(await heads(), ["first"]);
  const [picked] = view.data("picked_store");
  view.data("picked_store", [{ unit: picked.unit, fields: picked.fields, values: ["second"] }]);
  await view.runAsync();
  assert.deepEqual(await heads(), ["second"]);
  view.finalize();
});
