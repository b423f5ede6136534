import assert from "node:assert/strict";
import { PythonRandom } from "../../base/python_random.ts";
import { TECHNIQUES } from "../../base/vocabulary.ts";
import { dawidSkene } from "./dawid_skene.ts";
import { majorityVote } from "./majority_vote.ts";

/** Computed by `bench/reference/dawid_skene.py` with crowd-kit. */
const REFERENCE: {
  columns: string[];
  judges: string[];
  priors: number[];
  confusion: Record<string, number[][]>;
  posterior: (number[] | null)[];
}[] = JSON.parse(
  Deno.readTextFileSync(new URL("./fixtures/dawid_skene_reference.json", import.meta.url)),
);

/** crowd-kit keeps probabilities above 1e-10, and its posteriors are recorded with nine decimals. */
const TOLERANCE = 1e-8;

function assertClose(actual: unknown, expected: number, tolerance: number, what: string): void {
  const isClose = typeof actual === "number" && Math.abs(actual - expected) <= tolerance;
  assert.ok(isClose, `${what}: expected ${expected} but found ${actual}`);
}

for (const [index, { columns, judges, priors, confusion, posterior }] of REFERENCE.entries()) {
  Deno.test(`dawidSkene() finds what crowd-kit finds in panel ${index + 1}`, () => {
    const rows = [...columns[0] ?? ""].map((_, item) =>
      columns.map((column) => column[item] === "-" ? null : column[item] ?? null)
    );
    const options = { judges, smoothing: 0, tolerance: 1e-14, maxIterations: 20_000 };
    const fit = dawidSkene(rows, options);
    priors.forEach((prior, k) => assertClose(fit.priors[k], prior, TOLERANCE, `prior ${k}`));
    assert.deepEqual(fit.judges.map(({ judge }) => judge), Object.keys(confusion));
    for (const { judge, confusion: found } of fit.judges) {
      confusion[judge]?.forEach((row, k) =>
        row.forEach((p, l) => assertClose(found[k]?.[l], p, TOLERANCE, `${judge} ${k} ${l}`))
      );
    }
    posterior.forEach((probabilities, row) => {
      if (probabilities === null) return assert.equal(fit.posteriors[row], null);
      probabilities.forEach((p, k) =>
        assertClose(fit.posteriors[row]?.[k], p, TOLERANCE, `item ${row}`)
      );
    });
  });
}

const PRIORS = [0.1, 0.1, 0.4, 0.1, 0.2, 0.1];

function draw(random: PythonRandom, shares: readonly number[]): number {
  let rest = random.random();
  const index = shares.findIndex((share) => (rest -= share) < 0);
  return index === -1 ? shares.length - 1 : index;
}

/** A judge that is right with probability `skill`, and errs mostly towards the class `shift` on. */
function plantedConfusion(skill: number, shift: number): number[][] {
  const error = 1 - skill;
  return TECHNIQUES.map((_, truth) =>
    TECHNIQUES.map((_, said) => {
      if (said === truth) return skill;
      return said === (truth + shift) % 6 ? error * 0.6 : error * 0.1;
    })
  );
}

/** Labels by planted judges, a tenth of them missing, and the truth behind them. */
function plantPanel(seed: number, items: number) {
  const random = new PythonRandom(seed);
  const judges = [[0.9, 1], [0.8, 2], [0.75, 3], [0.5, 1], [0.45, 1]]
    .map(([skill = 0, shift = 0]) => plantedConfusion(skill, shift));
  const truth: string[] = [];
  const rows = Array.from({ length: items }, () => {
    const k = draw(random, PRIORS);
    truth.push(TECHNIQUES[k] ?? "");
    return judges.map((confusion) => {
      if (random.random() < 0.1) return null;
      return TECHNIQUES[draw(random, confusion[k] ?? [])] ?? null;
    });
  });
  return { rows, truth, judges };
}

function shareRight(labels: readonly (string | null)[], truth: readonly string[]): number {
  return labels.filter((label, item) => label === truth[item]).length / truth.length;
}

Deno.test("dawidSkene() recovers planted confusion matrices and shares, and beats the majority", () => {
  const { rows, truth, judges } = plantPanel(7, 6000);
  const fit = dawidSkene(rows, { categories: TECHNIQUES });
  assert.ok(fit.converged);
  PRIORS.forEach((prior, k) => assertClose(fit.priors[k], prior, 0.02, `prior ${k}`));
  judges.forEach((planted, judge) =>
    planted.forEach((row, k) =>
      row.forEach((p, l) =>
        assertClose(fit.judges[judge]?.confusion[k]?.[l], p, 0.06, `judge ${judge}: ${k} ${l}`)
      )
    )
  );
  [0.9, 0.8, 0.75, 0.5, 0.45].forEach((skill, judge) =>
    assertClose(fit.judges[judge]?.accuracy, skill, 0.02, `accuracy of judge ${judge}`)
  );
  const byMajority = shareRight(majorityVote(rows).labels, truth);
  const byModel = shareRight(fit.labels, truth);
  assert.ok(byModel > byMajority + 0.03, `model ${byModel}, majority ${byMajority}`);
});

for (const smoothing of [0, 0.01, 1]) {
  Deno.test(`dawidSkene() raises its objective in every iteration with smoothing ${smoothing}`, () => {
    const { rows } = plantPanel(3, 80);
    const { objective, log_likelihood } = dawidSkene(rows, { smoothing });
    assert.ok(objective.length > 5);
    objective.slice(1).forEach((value, i) => {
      const before = objective[i] ?? 0;
      assert.ok(value >= before - 1e-9 * Math.abs(before), `${before} then ${value} at ${i + 1}`);
    });
    if (smoothing === 0) assert.equal(objective.at(-1), log_likelihood);
  });
}

Deno.test("dawidSkene() makes probabilities of everything, each row adding up to 1", () => {
  const fit = dawidSkene(plantPanel(5, 60).rows, { categories: TECHNIQUES });
  const lists = [
    fit.priors,
    ...fit.posteriors.flatMap((row) => row === null ? [] : [row]),
    ...fit.judges.flatMap(({ confusion }) => confusion),
  ];
  for (const list of lists) {
    assertClose(list.reduce((sum, share) => sum + share, 0), 1, 1e-12, "sum");
    assert.ok(list.every((share) => share >= 0 && share <= 1));
  }
});

Deno.test("dawidSkene() says ties, and leaves out what nobody labelled", () => {
  const fit = dawidSkene([["x", "y"], ["y", "x"], ["x", "x"], ["y", "y"], [null, null]]);
  assert.deepEqual(fit.labels, [null, null, "x", "y", null]);
  assert.deepEqual(fit.ties, [{ row: 0, labels: ["x", "y"] }, { row: 1, labels: ["x", "y"] }]);
  assert.equal(fit.posteriors[4], null);
  assert.equal(fit.unlabelled, 1);
  assert.deepEqual(fit.judges.map(({ judge, labels }) => [judge, labels]), [["0", 4], ["1", 4]]);
});

Deno.test("dawidSkene() keeps classes that nobody used at 0, with a matrix row that knows nothing", () => {
  const fit = dawidSkene([["x", "x"], ["y", "y"]], { categories: ["x", "y", "z", "w"] });
  assert.deepEqual(fit.classes.slice(2), [0, 0]);
  assert.deepEqual(fit.judges[0]?.confusion[2], [0.25, 0.25, 0.25, 0.25]);
});

Deno.test("dawidSkene() says where it ran out of iterations, and bears an empty panel", () => {
  const { converged, iterations } = dawidSkene(plantPanel(3, 80).rows, { maxIterations: 3 });
  assert.deepEqual([converged, iterations], [false, 3]);
  for (const rows of [[], [[null, null]]]) {
    const fit = dawidSkene(rows);
    assert.deepEqual([fit.converged, fit.labels.filter((l) => l !== null)], [true, []]);
  }
});

Deno.test("dawidSkene() refuses a label that is no category, and negative smoothing", () => {
  assert.throws(() => dawidSkene([["x"]], { categories: ["y"] }), /'x'/);
  assert.throws(() => dawidSkene([["x"]], { smoothing: -1 }), RangeError);
  assert.throws(() => dawidSkene([["x"]], { smoothing: NaN }), RangeError);
});

Deno.test("majorityVote() takes the most votes, and says ties instead of breaking them", () => {
  const vote = majorityVote([
    ["x", "x", "y"],
    ["y", "x", null],
    [null, null, null],
    ["x", null, null],
    ["a", "b", "c"],
    ["z", "y", "y", "z", "x"],
  ]);
  assert.deepEqual(vote.labels, ["x", null, null, "x", null, null]);
  assert.deepEqual(vote.shares, [2 / 3, null, null, 1, null, null]);
  assert.deepEqual(vote.ties, [
    { row: 1, labels: ["x", "y"], votes: 1 },
    { row: 4, labels: ["a", "b", "c"], votes: 1 },
    { row: 5, labels: ["y", "z"], votes: 2 },
  ]);
  assert.equal(vote.unlabelled, 1);
});
