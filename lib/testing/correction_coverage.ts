import { correctShares } from "../analysis/correction/correct_shares.ts";
import type { CorrectedShare, CorrectionMethod } from "../analysis/correction/corrected_share.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { plantCodedAnswers, type PlantedCoding, type PlantedModel } from "./plant_coded_answers.ts";

/** How often intervals held the planted share, over many draws of everything. */
export interface Coverage {
  method: CorrectionMethod | "raw";
  /** Per technique, in code order: share of draws whose interval held the truth. */
  covered: number[];
  /** Per technique: the intervals' mean width. */
  width: number[];
  /** Per technique: mean estimate less truth. */
  bias: number[];
  /** Share of draws in which the judge was seen to err differently between models. */
  flagged: number;
}

/** Which group's shares are looked at, and over how many draws. */
export interface CoverageOptions {
  draws: number;
  /** Null: all models together. */
  model: string | null;
  /** Of the test of the judge's errors; 0 leaves it out. */
  permutations: number;
}

/** Draws answers, judge and gold set anew `draws` times, seeds counted on from the planted one. */
export function correctionCoverage(
  planted: PlantedCoding,
  { draws, model, permutations }: CoverageOptions,
): Coverage[] {
  const truth = plantedShares(planted.models, model);
  const found = new Map<Coverage["method"], Coverage>();
  for (let draw = 0; draw < draws; draw++) {
    const seed = planted.seed + draw;
    const answers = plantCodedAnswers({ ...planted, seed });
    const { shares, judge } = correctShares(answers, { seed, permutations });
    const rows = shares.filter((share) => share.model === model);
    const flagged = Number(judge.verdict === "differs") / draws;
    for (const [method, list] of Map.groupBy(rows, (row) => row.method)) {
      add(coverageOf(found, method), { flagged, draws, truth, rows: list });
    }
    const last = rows.slice(-TECHNIQUES.length).map((row) => ({
      ...row,
      ...{ corrected: row.raw_share, low: row.raw_low, high: row.raw_high },
    }));
    add(coverageOf(found, "raw"), { flagged, draws, truth, rows: last });
  }
  return [...found.values()];
}

/** The true shares of a model, or of all together, each with as many answers. */
function plantedShares(models: readonly PlantedModel[], model: string | null): number[] {
  const listed = models.filter(({ name }) => model === null || name === model);
  return TECHNIQUES.map((_, k) =>
    listed.reduce((sum, { shares }) => sum + (shares[k] ?? 0), 0) / listed.length
  );
}

function coverageOf(
  found: Map<Coverage["method"], Coverage>,
  method: Coverage["method"],
): Coverage {
  const zeros = () => TECHNIQUES.map(() => 0);
  const coverage = found.get(method) ??
    { method, covered: zeros(), width: zeros(), bias: zeros(), flagged: 0 };
  found.set(method, coverage);
  return coverage;
}

function add(
  coverage: Coverage,
  { flagged, draws, truth, rows }: {
    flagged: number;
    draws: number;
    truth: readonly number[];
    rows: readonly CorrectedShare[];
  },
): void {
  coverage.flagged += flagged;
  rows.forEach(({ corrected, low, high }, k) => {
    const share = truth[k] ?? 0;
    const holds = low !== null && high !== null && low <= share && share <= high;
    coverage.covered[k] = (coverage.covered[k] ?? 0) + Number(holds) / draws;
    coverage.width[k] = (coverage.width[k] ?? 0) + ((high ?? 1) - (low ?? 0)) / draws;
    coverage.bias[k] = (coverage.bias[k] ?? 0) + ((corrected ?? 0) - share) / draws;
  });
}
