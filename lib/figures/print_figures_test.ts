import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { assertDrawnAsLookedAt } from "../testing/golden_figure.ts";
import { HOSTILE_NAMES as HOSTILE } from "../testing/hostile_names.ts";
import { Resvg } from "@resvg/resvg-js";
import { DATASETS } from "../base/vocabulary.ts";
import { flagPatterns } from "../annotation/panel/flag_patterns.ts";
import { type FigureRowsOptions, plantFigureRows } from "../testing/plant_figure_rows.ts";
import { dataQualityFigure } from "./data_quality_figure.ts";
import { renderPdf, renderPng } from "./export_figure.ts";
import type { Figure } from "./figure.ts";
import { flagsTogether } from "./flags_together.ts";
import { formatMultiples } from "./format_multiples.ts";
import { modelComparison } from "./model_comparison.ts";
import { precisionCurve } from "./precision_curve.ts";
import { stabilityFigure } from "./stability_figure.ts";
import { varianceFigure } from "./variance_figure.ts";
import { viewpointTwins } from "./viewpoint_twins.ts";

const REAL = { name: "run", judge: "judge", simulated: null } as const;
const SIMULATED = { ...REAL, simulated: "models" } as const;

/** Every print figure of made-up rows. */
function drawAll(
  options: FigureRowsOptions,
  source: typeof REAL | typeof SIMULATED = REAL,
): Figure[] {
  const rows = plantFigureRows(options);
  return [
    modelComparison(rows, source),
    viewpointTwins(rows.twins, source),
    formatMultiples(rows.formats, source),
    varianceFigure(rows.variance, source),
    flagsTogether(rows.flags, source),
    dataQualityFigure(rows.quality, source),
    precisionCurve(rows.precision, { source }),
    precisionCurve(rows.precision, { source, of: "difference" }),
    stabilityFigure(rows.stability, source),
  ];
}

const SMALL = {
  models: ["first", "second", "third"],
  datasets: ["universal_rights", "voting_questions", "conspiracy_bad_faith"],
  mute: 2,
};

for (const figure of drawAll(SMALL, SIMULATED)) {
  Deno.test(`${figure.name} is drawn as it was looked at, and needs nothing outside itself`, () => {
    assertDrawnAsLookedAt(figure);
    assert.match(figure.svg, />SIMULATED DATA</);
  });
}

Deno.test("print figures are the same each time, and do not call real data simulated", () => {
  const again = drawAll(SMALL);
  drawAll(SMALL).forEach((figure, index) => {
    assert.deepEqual(figure, again[index]);
    assert.doesNotMatch(figure.svg, /simulated/i);
  });
});

Deno.test("print figures name themselves differently, so that no file overwrites another", () => {
  const names = drawAll(SMALL).map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

const LONG = [
  "meta-llama/Llama-3.3-70B-Instruct",
  "deepseek-ai/DeepSeek-R1-Distill-Llama-70B",
  "Qwen/Qwen2.5-72B-Instruct",
  "allenai/OLMo-2-1124-13B-Instruct",
  "mistralai/Mistral-7B-Instruct-v0.1",
  "mistralai/Mistral-7B-Instruct-v0.2",
  "google/gemini-1.5-flash-002",
  "anthropic/claude-3-5-sonnet-20241022",
  "openai/gpt-4o-2024-08-06",
  `lab/${"W".repeat(90)}`,
];
const OWN = ["a_dataset_of_our_own_whose_name_is_much_too_long_for_any_column", "x", "y", "z"];

const CASES: Readonly<Record<string, FigureRowsOptions>> = {
  "one model and one dataset": { models: ["only"], datasets: ["own"] },
  "two models": { models: ["a", "b"], datasets: DATASETS },
  "one model that answered nothing": { models: ["mute"], datasets: ["own"], mute: 0 },
  "ten long names": { models: LONG, datasets: DATASETS, mute: 3 },
  "hostile names": { models: HOSTILE, datasets: [...HOSTILE, ...OWN], mute: 1 },
};

for (const [name, options] of Object.entries(CASES)) {
  Deno.test(`print figures hold ${name} on their card, in type of 11 px or more`, () => {
    for (const figure of drawAll(options)) {
      // Strict XML: it throws where the SVG is not well-formed. Text counts with its real glyphs.
      const box = new Resvg(figure.svg, FONT).getBBox();
      assert.ok(box !== undefined && box.x >= 0 && box.y >= 0, figure.name);
      const reach = `${figure.name}: ${box.width} × ${box.height} of ${figure.height}`;
      assert.ok(box.width <= 480 && box.height <= figure.height, reach);
      const sizes = [...figure.svg.matchAll(/font-size="([\d.]+)"/g)].map((match) =>
        Number(match[1])
      );
      assert.ok(Math.min(...sizes) >= 11, `${figure.name}: ${Math.min(...sizes)} px`);
      assert.doesNotMatch(figure.svg, /NaN|Infinity|undefined|<script|<b>|<!\[CDATA/, figure.name);
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

Deno.test("print figures become PNG and PDF", async () => {
  for (const figure of drawAll({ models: HOSTILE, datasets: ["own", ...OWN] })) {
    assert.ok(renderPng(figure.svg).length > 1000, figure.name);
    assert.ok((await renderPdf(figure)).length > 1000, figure.name);
  }
});

Deno.test("print figures without any rows say so instead of failing", () => {
  const figures = [
    modelComparison({ conformance: [], comparisons: [] }, REAL),
    viewpointTwins({ differences: [], distances: [] }, REAL),
    formatMultiples([], REAL),
    varianceFigure([], REAL),
    flagsTogether(flagPatterns([]), REAL),
    dataQualityFigure([], REAL),
    precisionCurve([], { source: REAL }),
    stabilityFigure({ rows: [], summaries: [] }, REAL),
  ];
  for (const { svg, name } of figures) {
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/, name);
    assert.match(svg, />[^<]*\b(no|No|nothing|0 of 0)\b[^<]*</, name);
    assert.ok(renderPng(svg).length > 1000, name);
  }
});
