/**
 * How often the 95 % intervals of shares, and of differences of two models, hold the planted truth:
 *
 *     deno run -A bench/interval_coverage.ts [draws]
 *
 * Each draw plants everything anew: items, and two models' answers to them, alike within items, or by
 * degrees, or in one class only. At the end, cells (a class in a design) are told apart by how many items
 * their shares rest on. By default 1,000 draws, so that a coverage of 95 % is known to ±1.35 points (1.96 √(0.95 · 0.05 / 1000)).
 * `clustered` is what tables give as `low` and `high`, `bootstrap` is `boot_low` and `boot_high`.
 */
import { FEW_ITEMS } from "../lib/analysis/clustered_shares.ts";
import { intervalCoverage, type MethodCoverage } from "../lib/testing/interval_coverage.ts";

const [given = "1000"] = Deno.args;
const draws = Number(given);

/** Items and wordings of the study's datasets. */
const SIZES = [[17, 10], [48, 20], [149, 20], [30, 1], [44, 1]] as const;

const EVEN = [0.02, 0.05, 0.1, 0.18, 0.3, 0.35];
const UNEVEN = [0.9, 0.04, 0.02, 0.02, 0.01, 0.01];
const OTHER = [0.8, 0.01, 0.06, 0.05, 0.03, 0.05];
const SHARES = [
  { name: "even shares", shares: [EVEN, [0.05, 0.05, 0.2, 0.1, 0.3, 0.3]] },
  { name: "one at 90 %", shares: [UNEVEN, UNEVEN] },
  { name: "rare ones differ", shares: [OTHER, UNEVEN] },
] as const;

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const percents = (values: readonly number[]) =>
  values.map((value) => (100 * value).toFixed(1).padStart(6)).join("");

interface Cell {
  method: string;
  covered: number;
  /** Whether the share rests on few items. */
  few: boolean;
}

const cells: Cell[] = [];

function print(
  what: string,
  { clustered, bootstrap, naive, widths }: MethodCoverage,
  restsOn: readonly number[],
): void {
  const methods = { clustered, bootstrap, ...naive === null ? {} : { naive } };
  for (const [name, covered] of Object.entries(methods)) {
    const width = name === "naive" ? "" : `  | ${percents(widths[name as "clustered"])}`;
    console.log(
      `  ${`${what}, ${name}`.padEnd(24)}${percents(covered)}  ${
        percents([mean(covered)])
      }${width}`,
    );
    covered.forEach((share, k) =>
      cells.push({
        ...{ method: `${what}, ${name}`, covered: share },
        few: (restsOn[k] ?? 0) < FEW_ITEMS,
      })
    );
  }
}

console.log(
  `${draws} draws: a coverage of 95 % is known to ±${
    (196 * Math.sqrt(0.95 * 0.05 / draws)).toFixed(2)
  } points. Columns: coverage of the six classes and their mean, %; mean widths, points.`,
);
const KINDS = [
  { which: "all classes alike in items" },
  { which: "all classes alike in items by degrees", byDegrees: true },
  ...[0, 2, 5].map((clustering) => ({ which: "only class", clustering })),
];

let seed = 1;
for (const { name, shares } of SHARES) {
  for (const { which, ...kind } of KINDS) {
    for (const [items, wordings] of SIZES) {
      for (const icc of wordings === 1 ? [0.3] : [0.1, 0.3, 0.6]) {
        if (wordings === 1 && which !== "all classes alike in items") continue;
        const clustering = "clustering" in kind ? ` ${kind.clustering}` : "";
        console.log(`\n${items} items × ${wordings}, ICC ${icc}, ${name}, ${which}${clustering}`);
        const same = [shares[0], shares[0]] as const;
        const planted = {
          items,
          wordings,
          shares: "byDegrees" in kind ? same : shares,
          icc,
          ...kind,
        };
        const found = intervalCoverage(planted, {
          draws,
          seed: seed++ * 100_000,
          replicates: 400,
        });
        print("share", found.shares, found.restsOn);
        print("difference", found.differences, found.restsOn);
        console.log(`  ${"p ≤ 0.05".padEnd(24)}${percents(found.rejected)}`);
      }
    }
  }
}

function summarize(title: string, chosen: readonly Cell[]): void {
  console.log(`\n${title}: mean coverage, lowest, share of cells in 93–97 %, above, below, %`);
  for (const [method, list] of Map.groupBy(chosen, ({ method }) => method)) {
    const covered = list.map((cell) => cell.covered);
    const within = (from: number, to: number) =>
      covered.filter((share) => share >= from && share < to).length / covered.length;
    const numbers = [mean(covered), Math.min(...covered), within(0.93, 0.97 + 1e-9)];
    console.log(
      `  ${method.padEnd(24)}${percents([...numbers, within(0.97 + 1e-9, 2), within(0, 0.93)])}` +
        `  of ${covered.length}`,
    );
  }
}

summarize("All together", cells);
summarize(`Shares that rest on ${FEW_ITEMS} items and more`, cells.filter(({ few }) => !few));
summarize("On fewer", cells.filter(({ few }) => few));
