import { type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import { type ClusteredShare, clusteredShares } from "../clustered_shares.ts";
import type { CorrectedShare, CorrectionBasis, CorrectionMethod } from "./corrected_share.ts";
import { correctedInterval } from "./corrected_interval.ts";
import { inversion } from "./inversion.ts";
import { goldSuffices, LEAST_GOLD } from "./own_gold_rule.ts";
import { predictionPowered } from "./prediction_powered.ts";
import { projectToSimplex } from "./project_to_simplex.ts";
import { steadyVariances } from "./steady_variances.ts";
import { answerCount, type GoldSize, goldSize, type Tally } from "./tally.ts";

/** The answers to correct. */
export interface Group {
  /** Null: all models together. */
  model: string | null;
  /** Its answers, with its own gold. */
  own: Tally;
  /** The answers of all models that have gold, with all gold. */
  pool: Tally;
  /** Whether its own gold is a sample of all its answers; not so where some models have none. */
  sampled: boolean;
  /** Drawn for coding, but without a person's label. */
  goldWithoutLabel: number;
  /** Whether the judge was seen to err differently between models. */
  judgeDiffers: boolean;
}

/** A group's shares and what they rest on. */
export interface CorrectedGroup {
  shares: CorrectedShare[];
  basis: CorrectionBasis;
}

/** Fewer gold answers of a technique than this are said beside its share. */
const FEW = 5;

/**
 * What prediction-powered variances are raised by, in answers squared: a gold set without an
 * error of some kind does not rule that kind out.
 */
const UNSEEN_ERROR = 0.25;

/** Corrects one group: by both methods with its own gold, else by inversion with all models' gold. */
export function correctGroup(group: Group): CorrectedGroup {
  const { own } = group;
  const source = goldSource(group);
  const basis = describeBasis(group, source);
  if (source === null) {
    const shares = shareRows({
      group,
      method: "inversion",
      pool: group.pool,
      gold_from: "all_models",
    }, null);
    return { basis, shares };
  }
  const pool = source === "own" ? own : group.pool;
  const inverted = inversion(own, { pool });
  const unseen = inverted.unseen.flatMap((k) => TECHNIQUES[k] ?? []);
  Object.assign(basis, { matrix: inverted.matrix, condition: inverted.condition, unseen });
  const shares = shareRows({ group, method: "inversion", pool, gold_from: source }, inverted);
  if (source !== "own") return { basis, shares };
  const powered = predictionPowered(own);
  const raised = UNSEEN_ERROR / goldSize(own).effective ** 2;
  const estimates = {
    estimate: projectToSimplex(powered.estimate),
    variance: powered.variance.map((variance) => variance + raised),
    unseen: [],
  };
  const first = shareRows(
    { group, method: "prediction_powered", pool, gold_from: "own" },
    estimates,
  );
  return { basis: { ...basis, lambda: powered.lambda }, shares: [...first, ...shares] };
}

/** Whose gold to correct with; null where even all models' is too little. */
function goldSource({ own, pool, sampled }: Group): "own" | "all_models" | null {
  if (sampled && goldSuffices(goldSize(own))) return "own";
  return goldSuffices(goldSize(pool)) ? "all_models" : null;
}

function describeBasis(group: Group, gold_from: CorrectionBasis["gold_from"]): CorrectionBasis {
  const { answers, items, effective } = goldSize(group.own);
  return {
    model: group.model,
    ...{ n: answerCount(group.own), unlabelled: unlabelledCount(group.own) },
    ...{ gold: answers, gold_items: items, gold_effective: effective },
    gold_without_label: group.goldWithoutLabel,
    ...{ gold_from, matrix: null, condition: null, unseen: [], lambda: null },
  };
}

function unlabelledCount({ judged, classes }: Tally): number {
  return judged.reduce((sum, counts) => sum + (counts[classes] ?? 0), 0);
}

interface RowSource {
  group: Group;
  method: CorrectionMethod;
  pool: Tally;
  gold_from: CorrectedShare["gold_from"];
}

interface Estimates {
  /** On the simplex. */
  estimate: readonly number[];
  variance: readonly number[];
  unseen: readonly number[];
}

function shareRows(source: RowSource, estimates: Estimates | null): CorrectedShare[] {
  const { group: { model, own }, method, pool, gold_from } = source;
  const raw = rawShares(own);
  const size = goldSize(pool);
  const intervals = estimates === null ? [] : shareIntervals(estimates, size);
  const counts = { n: answerCount(own), unlabelled: unlabelledCount(own) };
  const gold = { gold: size.answers, gold_items: size.items, gold_effective: size.effective };
  return TECHNIQUES.map((technique: Technique, k): CorrectedShare => {
    const gold_technique = pool.gold.filter(({ truth }) => truth === k).length;
    const share = raw[k];
    return {
      ...{ model, technique, method, gold_from, ...counts, count: share?.count ?? 0 },
      raw_share: share?.share ?? null,
      ...{ raw_low: share?.low ?? null, raw_high: share?.high ?? null },
      ...(intervals[k] ?? { corrected: null, low: null, high: null }),
      ...{ ...gold, gold_technique },
      note: noteOn({ ...source, estimates, k, gold_technique }),
    };
  });
}

/** The judge's own shares, of the answers that it gave a label. */
function rawShares({ judged, classes }: Tally): ClusteredShare[] {
  const labelled = judged.map((counts) => counts.slice(0, classes))
    .filter((counts) => counts.some((count) => count > 0));
  return clusteredShares(labelled, classes);
}

function shareIntervals(
  { estimate, variance }: Estimates,
  { effective, items }: GoldSize,
): Pick<CorrectedShare, "corrected" | "low" | "high">[] {
  const steadied = steadyVariances(variance, { estimate, gold: effective });
  return estimate.map((corrected, k) => ({
    corrected,
    ...correctedInterval(corrected, { variance: steadied[k] ?? 1, gold: effective, items }),
  }));
}

function noteOn(
  { group, pool, gold_from, estimates, k, gold_technique }: RowSource & {
    estimates: Estimates | null;
    k: number;
    gold_technique: number;
  },
): string | null {
  if (estimates === null) {
    const { answers, items } = goldSize(pool);
    return `Not corrected: ${answers} gold answers of ${items} items; at least ` +
      `${LEAST_GOLD.answers} of ${LEAST_GOLD.items} are needed.`;
  }
  const notes = [];
  if (gold_from === "all_models") {
    notes.push(
      group.judgeDiffers
        ? "Not to be trusted: corrected with all models' gold, but the judge errs differently between them."
        : "Corrected with all models' gold, as if the judge erred alike for all.",
    );
  }
  if (estimates.unseen.includes(k)) {
    notes.push("No gold answer has this technique: the judge is taken to be right on it.");
  } else if (gold_technique < FEW) {
    notes.push(
      `Only ${gold_technique} gold answers have this technique: the interval may be off.`,
    );
  }
  return notes.length === 0 ? null : notes.join(" ");
}
