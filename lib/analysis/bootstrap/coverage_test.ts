import assert from "node:assert/strict";
import { intervalCoverage } from "../../testing/interval_coverage.ts";

const DRAWS = { draws: 250, replicates: 400 };
const EVEN = [0.02, 0.05, 0.1, 0.18, 0.3, 0.35];
const ONE_LARGE = [0.9, 0.04, 0.02, 0.02, 0.01, 0.01];

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** By chance, the mean coverage of six classes in 250 draws is 95 ± 1.5 % at most. */
for (const [items, wordings, icc] of [[17, 10, 0.3], [48, 20, 0.5], [44, 1, 0]] as const) {
  for (const [largest, shares] of [[35, EVEN], [90, ONE_LARGE]] as const) {
    Deno.test(`${items} items × ${wordings}: intervals cover shares of up to ${largest} %, and differences`, () => {
      const planted = { items, wordings, icc, shares: [shares, shares] as const };
      const { shares: covered, differences, rejected } = intervalCoverage(planted, {
        ...{ seed: 100 * items, ...DRAWS },
      });
      const coverage = mean(covered.clustered);
      assert.ok(coverage >= 0.93 && coverage <= 0.98, `coverage is ${coverage}`);
      assert.ok(mean(covered.bootstrap) < coverage, "a bootstrap covers less with few items");
      // Two techniques that hardly ever show differ by less than any interval can tell.
      const most = largest === 90 ? 1.001 : 0.985;
      const ofDifferences = mean(differences.clustered);
      assert.ok(ofDifferences >= 0.93 && ofDifferences <= most, `coverage is ${ofDifferences}`);
      if (wordings > 1) {
        assert.ok(mean(covered.naive ?? []) < 0.85, "naive intervals are too narrow");
      }
      assert.ok(mean(rejected) <= 0.06, `of no differences ${mean(rejected)} are found`);
    });
  }
}

const STUDY = [0.05, 0.08, 0.12, 0.2, 0.25, 0.3];

/** By chance, the mean coverage of six classes in 200 draws is 95 ± 1.5 %, but for one time in twenty. */
for (const [items, wordings, draws] of [[17, 10, 300], [48, 20, 200], [149, 20, 100]] as const) {
  for (const icc of [0.1, 0.3, 0.6]) {
    // Of 17 items, fewer than five often show a class of 5 %, and intervals are rather too wide.
    const [most, mostOfDifferences] = items === 17 ? [0.98, 0.985] : [0.97, 0.97];
    Deno.test(
      `${items} items × ${wordings}, ICC ${icc}: 93 to ${
        Math.round(100 * most)
      } % of intervals hold shares of 5 % and more`,
      () => {
        for (const byDegrees of [false, true]) {
          const { shares, differences } = intervalCoverage(
            { items, wordings, icc, byDegrees, shares: [STUDY, STUDY] },
            { seed: 7 * items, draws, replicates: 10 },
          );
          const [covered, naive] = [mean(shares.clustered), mean(shares.naive ?? [])];
          assert.ok(covered >= 0.93 && covered <= most, `coverage of shares is ${covered}`);
          assert.ok(naive < 0.9, `plain Wilson intervals cover ${naive}`);
          const ofDifferences = mean(differences.clustered);
          assert.ok(
            ofDifferences >= 0.93 && ofDifferences <= mostOfDifferences,
            `coverage of differences is ${ofDifferences}`,
          );
        }
      },
    );
  }
}

const OTHER = [0.8, 0.01, 0.06, 0.05, 0.03, 0.05];

/** Nothing tells that such a technique clusters; by chance, a coverage of 93 % is at least 89 % in 250 draws. */
for (const [items, wordings] of [[48, 20], [149, 20]] as const) {
  for (const icc of [0.3, 0.6]) {
    Deno.test(`${items} items × ${wordings}, ICC ${icc}: intervals hold a technique of 1 or 2 % that alone clusters`, () => {
      for (const clustering of [2, 5]) {
        const { shares, differences } = intervalCoverage(
          { items, wordings, icc, clustering, shares: [ONE_LARGE, OTHER] },
          { seed: 11 * items, draws: 250, replicates: 10 },
        );
        const { clustered, widths } = shares;
        const [covered = 0, width = 1] = [clustered[clustering], widths.clustered[clustering]];
        assert.ok(covered >= 0.9, `coverage of the share is ${covered}`);
        assert.ok(width < 0.08, `its interval is ${100 * width} points wide`);
        const ofDifference = differences.clustered[clustering] ?? 0;
        assert.ok(ofDifference >= 0.88, `coverage of the difference is ${ofDifference}`);
        assert.ok(mean(clustered) <= 0.98, `the mean coverage is ${mean(clustered)}`);
        assert.ok(Math.min(...clustered) >= 0.89, `the lowest is ${Math.min(...clustered)}`);
      }
    });
  }
}

Deno.test("a technique that alone clusters by item has a wide interval, and the others theirs", () => {
  const planted = {
    items: 48,
    wordings: 20,
    icc: 0.5,
    clustering: 5,
    shares: [EVEN, EVEN] as const,
  };
  const { shares } = intervalCoverage(planted, { seed: 5, ...DRAWS });
  const [rarest = 0, , , , , alike = 0] = shares.clustered;
  assert.ok(alike >= 0.9 && alike <= 0.985, `coverage is ${alike}`);
  assert.ok(rarest >= 0.93, `coverage is ${rarest}`);
  assert.ok((shares.widths.clustered[5] ?? 0) > 1.5 * (shares.widths.clustered[4] ?? 1));
});
