import assert from "node:assert/strict";
import { plantCodedAnswers } from "../../testing/plant_coded_answers.ts";
import { confusionMatrix } from "./confusion_matrix.ts";
import { correctedInterval } from "./corrected_interval.ts";
import { inversion } from "./inversion.ts";
import { invertConfusion } from "./invert_confusion.ts";
import { predictionPowered } from "./prediction_powered.ts";
import { projectToSimplex } from "./project_to_simplex.ts";
import { steadyVariances } from "./steady_variances.ts";
import { goldSize, rowShares, type Tally, tallyAnswers, tallyFrame } from "./tally.ts";

interface Case {
  /** A word per answer: item,judge and, where it is gold, truth,weight. */
  rows: string;
  estimate: number[];
}

/** Computed by `bench/reference/correction.py` with ppi-python, quapy, scipy and statsmodels. */
const REFERENCE: {
  ppi: (Case & { lambda_rest: number; standard_errors: number[] })[];
  clustered: (Case & { lambda: number; variance: number[] })[];
  inversion: {
    matrix: number[][];
    q: number[];
    exact: number[];
    inside: boolean;
    em: number[];
    slsqp: number[];
  }[];
  post_stratified: Case[];
} = JSON.parse(
  Deno.readTextFileSync(new URL("../fixtures/correction_reference.json", import.meta.url)),
);

const CLASSES = 6;

interface Row {
  item: number;
  row: number;
  truth: number | undefined;
  weight: number;
}

function readRows(rows: string): Row[] {
  return rows.split(" ").map((word) => {
    const [item = -1, row = -1, truth, weight = 1] = word.split(",").map(Number);
    return { item, row, truth, weight };
  });
}

function tallyOf(rows: readonly Row[]): Tally {
  const items = Math.max(...rows.map(({ item }) => item)) + 1;
  const judged = Array.from({ length: items }, () => Array<number>(CLASSES).fill(0));
  for (const { item, row } of rows) {
    const counts = judged[item] ?? [];
    counts[row] = (counts[row] ?? 0) + 1;
  }
  const gold = rows.flatMap(({ truth, ...row }) => truth === undefined ? [] : [{ ...row, truth }]);
  return { classes: CLASSES, rows: CLASSES, judged, gold };
}

function assertAllClose(
  actual: readonly number[],
  expected: readonly number[],
  tolerance = 1e-9,
): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, k) =>
    assert.ok(
      Math.abs(value - (expected[k] ?? NaN)) <= tolerance,
      `${k}: expected ${expected[k]} but found ${value}`,
    )
  );
}

Deno.test("predictionPowered() gives ppi-python's estimates and power tuning", () => {
  for (const { rows, estimate, lambda_rest } of REFERENCE.ppi) {
    const found = predictionPowered(tallyOf(readRows(rows)));
    const gold = tallyOf(readRows(rows)).gold.length;
    const answers = readRows(rows).length;
    assertAllClose(found.estimate, estimate);
    assertAllClose([found.lambda * (answers - gold) / answers], [lambda_rest]);
  }
});

Deno.test("predictionPowered() gives ppi-python's standard errors, but for how it centres, where nothing clusters", () => {
  for (const { rows, standard_errors } of REFERENCE.ppi) {
    const errors = predictionPowered(tallyOf(readRows(rows))).variance.map(Math.sqrt);
    const ratios = errors.map((error, k) => error / (standard_errors[k] ?? NaN));
    assertAllClose(ratios, ratios.map(() => 1), 0.01);
  }
});

Deno.test("predictionPowered() gives statsmodels' clustered variances, also with unequal weights", () => {
  for (const { rows, estimate, lambda, variance } of REFERENCE.clustered) {
    const found = predictionPowered(tallyOf(readRows(rows)));
    assertAllClose(found.estimate, estimate);
    assertAllClose([found.lambda], [lambda]);
    assertAllClose(found.variance, variance, 1e-12);
  }
});

Deno.test("predictionPowered() of a gold set of all answers gives people's own shares", () => {
  const rows = readRows(REFERENCE.clustered[0]?.rows ?? "").filter(({ truth }) =>
    truth !== undefined
  );
  const found = predictionPowered(tallyOf(rows));
  const shares = Array.from(
    { length: CLASSES },
    (_, k) => rows.filter(({ truth }) => truth === k).length / rows.length,
  );
  assertAllClose(found.estimate, shares, 1e-12);
});

Deno.test("invertConfusion() gives the exact inverse where it is made of shares", () => {
  const inside = REFERENCE.inversion.filter((entry) => entry.inside);
  assert.ok(inside.length >= 3);
  for (const { matrix, q, exact } of inside) assertAllClose(invertConfusion(matrix, q), exact);
});

Deno.test("invertConfusion() gives quapy's EM and scipy's likelihood maximum elsewhere", () => {
  const outside = REFERENCE.inversion.filter((entry) => !entry.inside);
  assert.ok(outside.length >= 3);
  for (const { matrix, q, em, slsqp } of REFERENCE.inversion) {
    assertAllClose(invertConfusion(matrix, q), em);
    assertAllClose(invertConfusion(matrix, q), slsqp, 1e-6);
  }
});

Deno.test("invertConfusion() gives Rogan and Gladen's prevalence for two classes", () => {
  // (q + specificity − 1) / (sensitivity + specificity − 1) = (0.3 − 0.1) / 0.7.
  assertAllClose(invertConfusion([[0.8, 0.1], [0.2, 0.9]], [0.3, 0.7]), [2 / 7, 5 / 7], 1e-12);
});

Deno.test("invertConfusion() leaves out labels that no class explains", () => {
  const matrix = [[0.8, 0.1], [0.2, 0.9], [0, 0]];
  assertAllClose(invertConfusion(matrix, [0.27, 0.63, 0.1]), [2 / 7, 5 / 7], 1e-12);
});

Deno.test("invertConfusion() of classes judged alike still gives shares", () => {
  const shares = invertConfusion([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]], [0.3, 0.3, 0.4]);
  assertAllClose(shares, [0.3, 0.3, 0.4]);
});

Deno.test("confusionMatrix() takes the judge to be right on classes without gold", () => {
  assert.deepEqual(confusionMatrix([[3, 0], [1, 0], [0, 0]]), [[0.75, 0], [0.25, 1], [0, 0]]);
});

Deno.test("inversion() in the population of its gold gives Tenenbein's estimate", () => {
  for (const { rows, estimate } of REFERENCE.post_stratified) {
    const tally = tallyOf(readRows(rows));
    assertAllClose(inversion(tally, { pool: tally }).estimate, estimate);
  }
});

Deno.test("inversion()'s variance is the jackknife's, by item, where gold is plenty", () => {
  const models = [{ name: "a", shares: [0.2, 0.2, 0.3, 0.1, 0.1, 0.1], right: Array(6).fill(0.8) }];
  const answers = plantCodedAnswers({
    seed: 1,
    models,
    items: 200,
    answersPerItem: 10,
    gold: 1200,
  });
  const tally = tallyAnswers(answers, tallyFrame(answers));
  const { variance } = inversion(tally, { pool: tally });
  const ratios = leaveOutItems(tally).map((jackknife, k) => (variance[k] ?? 0) / jackknife);
  assertAllClose(ratios, ratios.map(() => 1), 0.05);
});

/** The variance by leaving out one item at a time (delete-one jackknife). */
function leaveOutItems(tally: Tally): number[] {
  const items = tally.judged.length;
  const replicates = tally.judged.map((_, left) => {
    const rest = {
      ...tally,
      judged: tally.judged.map((counts, item) => item === left ? counts.map(() => 0) : counts),
      gold: tally.gold.filter(({ item }) => item !== left),
    };
    return inversion(rest, { pool: rest }).estimate;
  });
  return Array.from({ length: tally.classes }, (_, k) => {
    const mean = replicates.reduce((sum, replicate) => sum + (replicate[k] ?? 0), 0) / items;
    const squares = replicates.map((replicate) => ((replicate[k] ?? 0) - mean) ** 2);
    return (items - 1) / items * squares.reduce((sum, square) => sum + square, 0);
  });
}

Deno.test("correctedInterval() is Wilson's for as many answers as the variance says", () => {
  // 0.2 · 0.8 / 0.0016 = 100 answers, and t with very many degrees of freedom is z.
  const { low, high } = correctedInterval(0.2, { variance: 0.0016, gold: 100, items: 100_001 });
  assertAllClose([low, high], [0.1333669, 0.2888292], 1e-5);
});

Deno.test("correctedInterval() keeps within [0, 1] at shares of 0 and 1", () => {
  for (const share of [0, 1]) {
    const { low, high } = correctedInterval(share, { variance: 0.0001, gold: 100, items: 50 });
    assert.ok(low >= 0 && high <= 1 && low < high);
    assert.ok(share === 0 ? low === 0 : high === 1);
  }
});

Deno.test("steadyVariances() raises a rare class's variance and lowers none", () => {
  const variances = [0.002, 0.002, 0.000001];
  const steadied = steadyVariances(variances, { estimate: [0.5, 0.49, 0.01], gold: 100 });
  assert.ok((steadied[2] ?? 0) > 0.000001);
  steadied.forEach((variance, k) => assert.ok(variance >= (variances[k] ?? 1)));
  assertAllClose(steadied.slice(0, 2), [0.002, 0.002], 1e-4);
});

Deno.test("projectToSimplex() takes the nearest shares", () => {
  assertAllClose(projectToSimplex([0.6, 0.5, -0.1]), [0.55, 0.45, 0], 1e-12);
  assertAllClose(projectToSimplex([0.2, 0.3, 0.5]), [0.2, 0.3, 0.5], 1e-12);
});

Deno.test("goldSize() counts weights as Kish does", () => {
  const gold = [1, 1, 4].map((weight, item) => ({ item, row: 0, truth: 0, weight }));
  const tally: Tally = { classes: 1, rows: 1, judged: [[1], [1], [1]], gold };
  assert.deepEqual(goldSize(tally), { answers: 3, items: 3, weight: 6, effective: 2 });
  assert.deepEqual(rowShares(tally), [1]);
});
