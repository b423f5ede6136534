import assert from "node:assert/strict";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { plantFigureRows } from "../testing/plant_figure_rows.ts";
import { dataQualityFigure } from "./data_quality_figure.ts";
import { flagsTogether } from "./flags_together.ts";
import { formatMultiples } from "./format_multiples.ts";
import { modelComparison } from "./model_comparison.ts";
import { precisionCurve } from "./precision_curve.ts";
import { stabilityFigure } from "./stability_figure.ts";
import { DIFFERENCE_COLOURS, INK, TECHNIQUE_COLOURS } from "./theme.ts";
import { varianceFigure } from "./variance_figure.ts";
import { viewpointTwins } from "./viewpoint_twins.ts";

const SOURCE = { name: "run", judge: "judge", simulated: null } as const;
const ROWS = plantFigureRows({
  models: ["first", "second", "third"],
  datasets: ["universal_rights", "voting_questions", "conspiracy_bad_faith"],
  mute: 2,
});

function count(svg: string, pattern: RegExp): number {
  return svg.match(pattern)?.length ?? 0;
}

Deno.test("model_comparison has a + above and a − below the diagonal of each difference that stands", () => {
  const { svg } = modelComparison(ROWS, SOURCE);
  const standing = ROWS.comparisons.filter(({ stands }) => stands).length;
  assert.ok(standing > 0 && standing < ROWS.comparisons.length);
  assert.equal(count(svg, />\+</g), standing);
  assert.equal(count(svg, />−</g), standing);
  assert.equal(count(svg, />×</g), 2 * ROWS.comparisons.filter(({ p }) => p === null).length);
  assert.match(svg, new RegExp(`\\b${standing} of ${ROWS.comparisons.length}\\b`));
});

Deno.test("model_comparison puts the + into the row of the model with the larger share", () => {
  const options = { models: ["a", "b"], datasets: ["voting_questions"] };
  const { conformance, comparisons } = plantFigureRows(options);
  const [pair] = comparisons;
  assert.ok(pair !== undefined && pair.difference !== null && pair.difference !== 0);
  const isFirst = pair.difference > 0;
  for (const isSwapped of [false, true]) {
    // The same difference, told the other way round.
    const told = isSwapped
      ? { ...pair, model_a: "b", model_b: "a", difference: -pair.difference, stands: true }
      : { ...pair, stands: true };
    const { svg } = modelComparison({ conformance, comparisons: [told] }, SOURCE);
    const cells = [...svg.matchAll(/<rect fill="(#\w+)"[^>]* y="([\d.]+)"/g)];
    const yOf = (colour: string) =>
      Number(cells.find(([, fill]) => fill === colour)?.[2] ?? Number.NaN);
    const [higher, lower] = [yOf(DIFFERENCE_COLOURS.higher), yOf(DIFFERENCE_COLOURS.lower)];
    assert.equal(higher < lower, isFirst, `swapped: ${isSwapped}; ${higher} and ${lower}`);
  }
});

Deno.test("viewpoint_twins fills what stands, and says that the prefixes differ", () => {
  const { svg, description } = viewpointTwins(ROWS.twins, SOURCE);
  const tested = ROWS.twins.differences.filter(({ p }) => p !== null);
  const standing = tested.filter(({ p_adjusted }) => (p_adjusted ?? 1) < 0.05).length;
  const dots = [...svg.matchAll(/<circle fill="(#\w+)"/g)];
  assert.equal(dots.length, tested.length);
  assert.equal(dots.filter(([, fill]) => fill === INK.text).length, standing);
  assert.match(svg.replace(/<[^>]*>/g, " "), /prefix that\s+states\s+it\s+was\s+drawn\s+anew/);
  assert.equal(count(svg, />no twins</g), TECHNIQUES.length);
  assert.match(description, /^third, refusal: no twins\.$/m);
  const [row] = ROWS.twins.differences;
  const share = Math.round(100 * (row?.share_a ?? 0));
  assert.ok(description.startsWith(`first, refusal (2980 twins): U.S. Republican ${share} %`));
});

Deno.test("viewpoint_twins takes its labels from the rows", () => {
  const differences = ROWS.twins.differences.map((row) => ({
    ...row,
    ...{ viewpoint_a: "left <i>", viewpoint_b: "right" },
  }));
  const { svg } = viewpointTwins({ differences, distances: [] }, SOURCE);
  assert.match(svg, />left &lt;i&gt;</);
  assert.doesNotMatch(svg, /Republican|Democrat|JSD/);
});

Deno.test("format_multiples draws a bar's parts as high as the shares, in code order", () => {
  const { svg } = formatMultiples(ROWS.formats, SOURCE);
  const rows = ROWS.formats.filter(({ model, dataset, group }) =>
    model === "first" && dataset === "universal_rights" && group === "0"
  );
  const parts = [
    ...svg.matchAll(
      /<rect fill="(#\w+)" height="([\d.]+)" width="[\d.]+" y="[\d.]+" x="([\d.]+)"/g,
    ),
  ].map(([, fill, height, x]) => ({ fill, x, height: Number(height) }));
  // The first panel is the first model's on the first dataset, its first bar that of wording 0.
  const bar = parts.filter(({ x }) => x === parts[0]?.x).slice(0, rows.length);
  const whole = bar.reduce((sum, { height }) => sum + height, 0);
  for (const { technique, share } of rows) {
    const part = bar.find(({ fill }) => fill === TECHNIQUE_COLOURS[technique]);
    assert.ok(Math.abs((part?.height ?? 0) / whole - (share ?? 0)) < 0.002, technique);
  }
  assert.deepEqual(bar.map(({ fill }) => fill), TECHNIQUES.map((name) => TECHNIQUE_COLOURS[name]));
  const words = svg.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
  assert.ok(words.includes("With one wording only, and so left out: Voting questions."), words);
});

Deno.test("variance_components shows a dot for each share and a dash where there is none", () => {
  const { svg, description } = varianceFigure(ROWS.variance, SOURCE);
  assert.equal(count(svg, /<circle/g), ROWS.variance.filter(({ share }) => share !== null).length);
  assert.equal(count(svg, />–</g), ROWS.variance.filter(({ share }) => share === null).length);
  assert.match(
    description,
    /^All techniques, item \(45\): 15 % of the variance \[7, 25\]\.$/m,
  );
});

Deno.test("flag_combinations counts every annotation once, in words too", () => {
  const { svg, description } = flagsTogether(ROWS.flags, SOURCE);
  const numbers = [...description.matchAll(/: (\d+) \(/g)].map((match) => Number(match[1]));
  assert.equal(numbers.reduce((sum, n) => sum + n, 0), ROWS.flags.n);
  const shown = [...svg.matchAll(/>([\d,]+) \((?:&lt;)?\d+ %\)</g)].map((match) =>
    Number(match[1])
  );
  assert.deepEqual(shown, numbers.slice(0, shown.length));
  const rest = numbers.slice(shown.length).reduce((sum, n) => sum + n, 0);
  assert.match(svg.replace(/<[^>]*>/g, " "), new RegExp(`Not\\s+shown:\\s+${rest}\\s+annotations`));
  const denied = [...description.matchAll(/ (\d+) \(said no to it\)/g)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );
  assert.equal(denied, ROWS.flags.contradictions);
});

Deno.test("data_quality writes out every loss, however small", () => {
  const { svg } = dataQualityFigure(ROWS.quality, SOURCE);
  const losses = ROWS.quality.flatMap((row) => [
    ...[row.truncated, row.empty, row.filtered, row.failed, row.prompts_not_asked],
    ...[row.ties, row.unparsed, row.failed_judgements, row.not_judged],
  ]);
  const bold = [...svg.matchAll(/font-weight="bold">([\d,]+)</g)].map((match) =>
    Number(match[1]?.replace(",", ""))
  );
  assert.deepEqual(bold.toSorted(), losses.filter((n) => n > 0).toSorted());
});

Deno.test("precision draws a line per number of wordings and a ring for the study as it is", () => {
  const share = precisionCurve(ROWS.precision, { source: SOURCE });
  const known = ROWS.precision.filter(({ half_width }) => half_width !== null);
  const lines = new Set(known.map(({ dataset, formats }) => `${dataset} ${formats}`));
  assert.equal(count(share.svg, /<path d="M[^"]*L[^"]*" stroke="#/g), lines.size);
  assert.equal(count(share.svg, /<circle/g), 2 * known.filter((row) => row.is_present).length);
  assert.match(
    share.description,
    /^Universal rights, 45 items × 20 wordings \(as it is\): ±9\.8 points\.$/m,
  );
  const difference = precisionCurve(ROWS.precision, { source: SOURCE, of: "difference" });
  assert.match(
    difference.description,
    /^Universal rights, 45 items × 20 wordings \(as it is\): ±11\.7 /m,
  );
});

Deno.test("stability tells how far each setting moves shares", () => {
  const { svg, description } = stabilityFigure(ROWS.stability, SOURCE);
  const known = ROWS.stability.rows.flatMap(({ axis, setting, difference }) =>
    axis === "format" && setting === "0" && difference !== null ? [difference] : []
  );
  const points = (value: number) => (value * 100).toFixed(1).replace("-", "−");
  const [low, high] = [points(Math.min(...known)), points(Math.max(...known))];
  assert.ok(description.includes(`One wording only, 0 (54 shares): from ${low} to ${high} points`));
  assert.match(description, /^One wording only, 1: no answers\.$/m);
  assert.equal(count(svg, />no answers</g), 1);
});
