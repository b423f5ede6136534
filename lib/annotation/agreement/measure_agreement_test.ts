import assert from "node:assert/strict";
import { confusionMatrix } from "./confusion_matrix.ts";
import { fleissKappa } from "./fleiss_kappa.ts";
import { measureAgreement } from "./measure_agreement.ts";

interface ReferenceScore {
  n: number;
  accuracy: number | null;
  macro_f1: number | null;
  per_class: Record<string, [number, number, number, number]>;
}

/** Computed by `bench/reference/agreement.py`. A table has one text per rater, `-` for no label. */
const REFERENCE: {
  tables: {
    raters: string[];
    pairwise: { a: number; b: number; n: number; agreement: number; kappa: number }[];
    krippendorff_alpha: number | null;
    fleiss_kappa: number | null;
    reference: ReferenceScore[];
  }[];
  bootstrap: {
    raters: string[];
    clusters: string[];
    seed: number;
    replicates: number;
    intervals: Record<string, [number, number] | null>;
  }[];
} = JSON.parse(
  Deno.readTextFileSync(new URL("./fixtures/agreement_reference.json", import.meta.url)),
);

function rowsOf(texts: readonly string[]): (string | null)[][] {
  return [...texts[0] ?? ""].map((_, item) =>
    texts.map((text) => text[item] === "-" ? null : text[item] ?? null)
  );
}

function tableOf(texts: readonly string[]) {
  return { raters: texts.map((_, index) => `r${index}`), rows: rowsOf(texts) };
}

function labelsOf(text: string): (string | null)[] {
  return rowsOf([text]).map(([label = null]) => label);
}

function assertClose(actual: unknown, expected: number | null | undefined, what: string): void {
  if (expected === null || expected === undefined) return assert.equal(actual, null, what);
  const isClose = typeof actual === "number" && Math.abs(actual - expected) <= 1e-9;
  assert.ok(isClose, `${what}: expected ${expected} but found ${actual}`);
}

Deno.test("measureAgreement() gives scikit-learn's and statsmodels' pairwise numbers", () => {
  for (const { raters, pairwise } of REFERENCE.tables) {
    const report = measureAgreement(tableOf(raters), { replicates: 0 });
    assert.equal(report.pairwise.length, pairwise.length);
    pairwise.forEach(({ a, b, n, agreement, kappa }, index) => {
      const found = report.pairwise[index];
      const what = `${raters[a]} and ${raters[b]}`;
      assert.deepEqual([found?.a, found?.b, found?.n], [`r${a}`, `r${b}`, n], what);
      assertClose(found?.agreement, agreement, what);
      assertClose(found?.kappa, kappa, what);
    });
  }
});

Deno.test("measureAgreement() gives krippendorff's alpha and statsmodels' Fleiss kappa", () => {
  for (const { raters, krippendorff_alpha, fleiss_kappa } of REFERENCE.tables) {
    const report = measureAgreement(tableOf(raters), { replicates: 0 });
    assertClose(report.krippendorff_alpha, krippendorff_alpha, `alpha of ${raters}`);
    assertClose(report.fleiss_kappa, fleiss_kappa, `Fleiss kappa of ${raters}`);
  }
});

Deno.test("measureAgreement() gives scikit-learn's scores against a reference", () => {
  for (const { raters: [truth = "", ...raters], reference } of REFERENCE.tables) {
    const report = measureAgreement(tableOf(raters), {
      reference: labelsOf(truth),
      replicates: 0,
    });
    reference.forEach(({ n, accuracy, macro_f1, per_class }, index) => {
      const found = report.reference[index];
      const what = `${raters[index]} against ${truth}`;
      assert.deepEqual([found?.rater, found?.n], [`r${index}`, n]);
      assertClose(found?.accuracy, accuracy, what);
      assertClose(found?.macro_f1, macro_f1, what);
      assert.deepEqual(Object.keys(found?.per_class ?? {}), Object.keys(per_class), what);
      for (const [name, [precision, recall, f1, support]] of Object.entries(per_class)) {
        const score = found?.per_class[name];
        assertClose(score?.precision, precision, what);
        assertClose(score?.recall, recall, what);
        assertClose(score?.f1, f1, what);
        assert.equal(score?.support, support);
      }
    });
  }
});

Deno.test("measureAgreement() gives the intervals that numpy finds in the same samples of clusters", () => {
  for (const { raters, clusters, seed, replicates, intervals } of REFERENCE.bootstrap) {
    const report = measureAgreement({ ...tableOf(raters), clusters }, {
      reference: labelsOf(raters[0] ?? ""),
      replicates,
      seed,
    });
    const found: Record<string, readonly [number, number] | null | undefined> = {
      agreement: report.pairwise[0]?.agreement_interval,
      kappa: report.pairwise[0]?.kappa_interval,
      krippendorff_alpha: report.krippendorff_alpha_interval,
      fleiss_kappa: report.fleiss_kappa_interval,
      accuracy: report.reference[1]?.accuracy_interval,
      macro_f1: report.reference[1]?.macro_f1_interval,
    };
    for (const [kind, interval] of Object.entries(intervals)) {
      assertClose(found[kind]?.[0], interval?.[0], kind);
      assertClose(found[kind]?.[1], interval?.[1], kind);
    }
    assert.equal(report.bootstrap.clusters, new Set(clusters).size);
  }
});

Deno.test("measureAgreement() counts every item, and those that each measure is made from", () => {
  const rows = [["x", "y", "x"], ["x", "x", null], ["y", null, null], [null, null, null]];
  const report = measureAgreement({ raters: ["a", "b", "c"], rows });
  assert.equal(report.n, 4);
  assert.equal(report.n_pairable, 2);
  assert.equal(report.n_complete, 1);
  assert.deepEqual(report.categories, ["x", "y"]);
  assert.deepEqual(report.pairwise.map(({ a, b, n }) => [a, b, n]), [
    ["a", "b", 2],
    ["a", "c", 1],
    ["b", "c", 1],
  ]);
  assert.deepEqual(report.reference, []);
});

Deno.test("measureAgreement() keeps a class that only the rater or only the reference uses", () => {
  const rows = [["x"], ["z"], ["x"]];
  const { categories, reference } = measureAgreement({ raters: ["a"], rows }, {
    reference: ["x", "x", "y"],
    replicates: 0,
  });
  assert.deepEqual(categories, ["x", "y", "z"]);
  assert.deepEqual(reference[0]?.confusion, [[1, 0, 1], [1, 0, 0], [0, 0, 0]]);
  assert.deepEqual(reference[0]?.per_class.y, {
    ...{ precision: 0, recall: 0, f1: 0, support: 1, predicted: 0, f1_interval: null },
  });
  assert.equal(reference[0]?.per_class.z?.predicted, 1);
});

Deno.test("measureAgreement() of no rows, or of labels named like an object's own, does not stumble", () => {
  const empty = measureAgreement({ raters: ["a", "b"], rows: [] });
  assert.deepEqual([empty.n, empty.krippendorff_alpha, empty.fleiss_kappa], [0, null, null]);
  const rows = [["__proto__", "__proto__"], ["constructor", "toString"]];
  const report = measureAgreement({ raters: ["a", "b"], rows }, { reference: ["__proto__", ""] });
  assert.deepEqual(report.categories, ["", "__proto__", "constructor", "toString"]);
  assert.equal(report.pairwise[0]?.agreement, 0.5);
  const perClass = new Map(Object.entries(report.reference[0]?.per_class ?? {}));
  assert.equal(perClass.get("__proto__")?.f1, 1);
});

Deno.test("fleissKappa() of one rater is not defined", () => {
  assert.equal(fleissKappa([[1, 0], [0, 1]], 1), null);
});

Deno.test("confusionMatrix() has the first's labels as rows and leaves out what one did not label", () => {
  const pairs = [["x", "y"], ["x", null], [null, "y"], ["y", "other"]] as const;
  assert.deepEqual(confusionMatrix(pairs, ["x", "y"]), [[0, 1], [0, 0]]);
});
