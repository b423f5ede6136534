/**
 * How often the bootstrap's 95 % intervals for agreement cover the truth, and what ignoring the
 * clusters would do:
 *
 *     deno run -A bench/agreement_coverage.ts [DRAWS]
 *
 * Two raters of six classes, right with probability 0.85 and 0.8. In a cluster, half of the answers
 * share one true class, and half of a rater's luck is shared too. The truth is what 20,000 clusters
 * give. 400 draws are sure to about one percentage point; they take some minutes.
 */
import { alignColumns } from "../lib/base/align_columns.ts";
import { PythonRandom } from "../lib/base/python_random.ts";
import type { AgreementReport } from "../lib/annotation/agreement/agreement_report.ts";
import { measureAgreement } from "../lib/annotation/agreement/measure_agreement.ts";

const SHARES = [0.05, 0.1, 0.45, 0.05, 0.25, 0.1];
const SKILLS = [0.85, 0.8];
const ALIKE = 0.5;
const DESIGNS = [[17, 10], [48, 20], [149, 5], [300, 1]] as const;
const draws = Number(Deno.args[0] ?? 400);
const random = new PythonRandom(20240);

const rows = [["clusters", "per cluster", "kappa", "alpha", "macro F1", "kappa as if independent"]];
for (const [clusters, size] of DESIGNS) {
  const truth = valuesOf(measure(drawTable(20_000, size), 0));
  const covered = [0, 0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const table = drawTable(clusters, size);
    const intervals = intervalsOf(measure(table, 1000));
    const naive = intervalsOf(measure({ ...table, clusters: undefined }, 1000));
    [...intervals, naive[0]].forEach((interval, i) => {
      const value = truth[i % 3] ?? NaN;
      if (interval && interval[0] <= value && value <= interval[1]) {
        covered[i] = (covered[i] ?? 0) + 1;
      }
    });
  }
  const shares = covered.map((count) => `${(100 * count / draws).toFixed(1)}%`);
  rows.push([String(clusters), String(size), ...shares]);
}
for (const line of alignColumns(rows, { right: [] })) console.log(line);

function measure(table: ReturnType<typeof drawTable>, replicates: number): AgreementReport {
  const reference = table.rows.map(([first = null]) => first);
  return measureAgreement(table, { reference, replicates });
}

function valuesOf({ pairwise, krippendorff_alpha, reference }: AgreementReport) {
  return [pairwise[0]?.kappa, krippendorff_alpha, reference[1]?.macro_f1];
}

function intervalsOf({ pairwise, krippendorff_alpha_interval, reference }: AgreementReport) {
  return [
    pairwise[0]?.kappa_interval,
    krippendorff_alpha_interval,
    reference[1]?.macro_f1_interval,
  ];
}

function drawTable(clusters: number, size: number) {
  const rows: (string | null)[][] = [];
  const names: string[] = [];
  for (let cluster = 0; cluster < clusters; cluster++) {
    const own = drawClass();
    const luck = SKILLS.map(() => random.random());
    for (let i = 0; i < size; i++) {
      const truth = random.random() < ALIKE ? own : drawClass();
      names.push(String(cluster));
      rows.push(SKILLS.map((skill, rater) => {
        const chance = random.random() < ALIKE ? luck[rater] ?? 0 : random.random();
        return String(chance < skill ? truth : random.randbelow(6));
      }));
    }
  }
  return { raters: ["a", "b"], rows, clusters: names as readonly string[] | undefined };
}

function drawClass(): number {
  let rest = random.random();
  const index = SHARES.findIndex((share) => (rest -= share) < 0);
  return index === -1 ? 0 : index;
}
