import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { TECHNIQUES } from "../../base/vocabulary.ts";
import { type CodedAnswer, type GoldAnswer, goldAnswers } from "./coded_answer.ts";

/** Whether the judge errs alike for all models, as a pooled confusion matrix assumes. */
export interface JudgeDifferences {
  verdict: "differs" | "no_difference_seen" | "cannot_be_tested";
  /** The verdict in plain words, with its numbers. */
  text: string;
  /** The models compared: those with at least {@linkcode LEAST_COMPARED} gold answers. */
  models: string[];
  /** Their gold answers. */
  gold: number;
  /** The likelihood-ratio statistic; null where it cannot be tested. */
  g: number | null;
  /** Its permutation p-value, in (0, 1]. */
  p_value: number | null;
  /** Share of answers whose label would have to change for the judge to err alike, in [0, 1]. */
  difference: number | null;
  /** The same on average over permutations: what chance alone gives. */
  difference_by_chance: number | null;
}

/** How the test draws its permutations. */
export interface JudgeDifferencesOptions {
  seed: number;
  /** Default 999. */
  permutations?: number;
}

/** A model with fewer gold answers is left out of the comparison. */
export const LEAST_COMPARED = 10;

/** The level of the test. */
const ALPHA = 0.05;

/**
 * Tests that, given the person's label, the judge's label does not depend on the model: what
 * correcting one model with all models' confusion matrix rests on.
 *
 * - Statistic: G² of conditional independence of judge and model given the true class,
 *   2 Σ O ln(O / E) over the classes' judge × model tables (Agresti 2013, Categorical Data Analysis,
 *   3rd ed., section 9.2; Sokal and Rohlf 1995, Biometry, chapter 17), of the weighted counts,
 *   scaled to add up to the gold set's size.
 * - p-value: (1 + permutations at least as large) / (1 + permutations). Within each true class the
 *   models' names are dealt anew over the answers (as tables are too sparse for χ²); answers of one
 *   model to one item move together, since they are judged alike (Good 2005, Permutation,
 *   Parametric and Bootstrap Tests of Hypotheses, 3rd ed., chapter 3). Where the same item's answers by
 *   several models are judged alike, the test is conservative.
 * - Effect: the total-variation distance between each model's row of P(judge | class) and all
 *   models', averaged over the gold set. Small samples raise it, so chance's own is beside it.
 *
 * That no difference is seen does not prove that there is none.
 */
export function judgeDifferences(
  answers: readonly CodedAnswer[],
  { seed, permutations = 999 }: JudgeDifferencesOptions,
): JudgeDifferences {
  const { blocks, models, gold } = comparedGold(answers);
  if (models.length < 2) return { ...NOT_TESTED, models, gold };
  const observed = measure(blocks, { models: models.length, gold });
  const classes = [...Map.groupBy(blocks, ({ truth }) => truth).values()];
  const generator = xoroshiro128plus(seed);
  let atLeast = 0;
  let chance = 0;
  for (let drawn = 0; drawn < permutations; drawn++) {
    shuffleWithin(classes, (below) => uniformInt(generator, 0, below - 1));
    const { g, difference } = measure(blocks, { models: models.length, gold });
    if (g >= observed.g - 1e-9) atLeast++;
    chance += difference / permutations;
  }
  const p_value = (1 + atLeast) / (1 + permutations);
  const found = { ...observed, p_value, difference_by_chance: chance, models, gold };
  const verdict = p_value < ALPHA ? "differs" : "no_difference_seen";
  return { verdict, text: describe(found, verdict === "differs"), ...found };
}

const NOT_TESTED = {
  verdict: "cannot_be_tested",
  text:
    "Whether the judge errs alike for all models cannot be tested: that takes two models with at " +
    `least ${LEAST_COMPARED} gold answers each. Shares corrected with all models' gold rest on it.`,
  ...{ g: null, p_value: null, difference: null, difference_by_chance: null },
} as const;

/** Gold answers that move together: of one true class, item and model. */
interface Block {
  truth: number;
  model: number;
  /** Per row (the judge's label, the last: none): weight. */
  rows: number[];
}

interface ComparedGold {
  blocks: Block[];
  models: string[];
  gold: number;
}

function comparedGold(answers: readonly CodedAnswer[]): ComparedGold {
  const byModel = Map.groupBy(goldAnswers(answers), ({ answer }) => answer.model);
  const kept = [...byModel].filter(([, list]) => list.length >= LEAST_COMPARED);
  const blocks = kept.flatMap(([, list], model) =>
    [...Map.groupBy(list, ({ human, answer }) => JSON.stringify([human, answer.item])).values()]
      .map((together) => blockOf(together, model))
  );
  const gold = kept.reduce((sum, [, list]) => sum + list.length, 0);
  return { blocks, models: kept.map(([model]) => model), gold };
}

function blockOf(together: readonly GoldAnswer[], model: number): Block {
  const rows = Array<number>(TECHNIQUES.length + 1).fill(0);
  for (const { answer, weight } of together) {
    const row = answer.judge === null ? TECHNIQUES.length : TECHNIQUES.indexOf(answer.judge);
    rows[row] = (rows[row] ?? 0) + weight;
  }
  const [first] = together;
  return { truth: first === undefined ? 0 : TECHNIQUES.indexOf(first.human), model, rows };
}

interface Measured {
  g: number;
  difference: number;
}

function measure(
  blocks: readonly Block[],
  { models, gold }: { models: number; gold: number },
): Measured {
  const tables = TECHNIQUES.map(() =>
    Array.from({ length: models }, () => Array<number>(TECHNIQUES.length + 1).fill(0))
  );
  let weight = 0;
  for (const { truth, model, rows } of blocks) {
    const cells = tables[truth]?.[model];
    rows.forEach((value, row) => {
      weight += value;
      if (cells !== undefined) cells[row] = (cells[row] ?? 0) + value;
    });
  }
  const parts = tables.map(measureTable);
  const g = parts.reduce((sum, part) => sum + part.g, 0) * gold / weight;
  return { g, difference: parts.reduce((sum, part) => sum + part.difference, 0) / weight };
}

/** G² and the weight that lies apart, of one class: a row per model, a column per judge's label. */
function measureTable(table: readonly (readonly number[])[]): Measured {
  const byModel = table.map((cells) => cells.reduce((sum, value) => sum + value, 0));
  const total = byModel.reduce((sum, value) => sum + value, 0);
  const byLabel = (table[0] ?? []).map((_, row) =>
    table.reduce((sum, cells) => sum + (cells[row] ?? 0), 0)
  );
  let g = 0;
  let difference = 0;
  table.forEach((cells, model) =>
    cells.forEach((value, row) => {
      const expected = total === 0 ? 0 : (byModel[model] ?? 0) * (byLabel[row] ?? 0) / total;
      if (value > 0) g += 2 * value * Math.log(value / expected);
      difference += Math.abs(value - expected) / 2;
    })
  );
  return { g, difference };
}

/** Deals the models anew over the blocks of each class (Fisher and Yates). */
function shuffleWithin(
  classes: readonly (readonly Block[])[],
  below: (n: number) => number,
): void {
  for (const list of classes) {
    for (let last = list.length - 1; last > 0; last--) {
      const [one, other] = [list[last], list[below(last + 1)]];
      if (one === undefined || other === undefined) continue;
      [one.model, other.model] = [other.model, one.model];
    }
  }
}

function describe(
  { gold, models, p_value, difference, difference_by_chance }: {
    gold: number;
    models: readonly string[];
    p_value: number;
    difference: number;
    difference_by_chance: number;
  },
  differs: boolean,
): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const numbers = `given the person's label, its label differs from the other models' for ` +
    `${percent(difference)} of answers, where chance alone gives ${
      percent(difference_by_chance)
    } ` +
    `(p = ${p_value.toFixed(3)}; ${gold} gold answers, ${models.length} models)`;
  return differs
    ? `The judge does not err alike for all models: ${numbers}. Shares corrected with all models' ` +
      "gold are wrong then: trust only those that rest on a model's own gold."
    : `No sign that the judge errs differently between models: ${numbers}. That is no proof: ` +
      "small differences would not show.";
}
