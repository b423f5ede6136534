import { TECHNIQUES } from "../../base/vocabulary.ts";
import { type CodedAnswer, goldAnswers } from "./coded_answer.ts";

/**
 * Answers counted for the estimators, which know classes only by number.
 *
 * A *row* is what the judge said: one row per class, and where the judge gave some answer no label,
 * one more, the last. *Truth* is the class that a person gave.
 */
export interface Tally {
  /** K. */
  classes: number;
  /** K, or K + 1 where some answers have no label of the judge's. */
  rows: number;
  /** Per item: how many of its answers the judge put into each row. */
  judged: readonly (readonly number[])[];
  gold: readonly GoldEntry[];
}

/** One answer of the gold set. */
export interface GoldEntry {
  /** Its item's position in `judged`. */
  item: number;
  row: number;
  truth: number;
  /** 1 / inclusion probability, up to a common factor; above 0. */
  weight: number;
}

/** Which items and rows tallies have, so that those of several models fit together. */
export interface TallyFrame {
  items: ReadonlyMap<string, number>;
  /** Whether there is a row for answers that the judge gave no label. */
  unlabelledRow: boolean;
}

/** The frame that holds all of `answers`. */
export function tallyFrame(answers: readonly CodedAnswer[]): TallyFrame {
  const names = new Set(answers.map(({ item }) => item));
  return {
    items: new Map([...names].map((name, position) => [name, position])),
    unlabelledRow: answers.some(({ judge }) => judge === null),
  };
}

/**
 * Counts answers, techniques being the classes in code order.
 *
 * @throws {UserError} as {@linkcode goldAnswers} does.
 */
export function tallyAnswers(answers: readonly CodedAnswer[], frame: TallyFrame): Tally {
  const rows = TECHNIQUES.length + (frame.unlabelledRow ? 1 : 0);
  const judged = Array.from({ length: frame.items.size }, () => Array<number>(rows).fill(0));
  for (const answer of answers) {
    const counts = judged[frame.items.get(answer.item) ?? -1];
    if (counts !== undefined) counts[rowOf(answer)] = (counts[rowOf(answer)] ?? 0) + 1;
  }
  const gold = goldAnswers(answers).map(({ answer, human, weight }): GoldEntry => ({
    item: frame.items.get(answer.item) ?? 0,
    row: rowOf(answer),
    truth: TECHNIQUES.indexOf(human),
    weight,
  }));
  return { classes: TECHNIQUES.length, rows, judged, gold };
}

function rowOf({ judge }: CodedAnswer): number {
  return judge === null ? TECHNIQUES.length : TECHNIQUES.indexOf(judge);
}

/** Per row: the share of all answers that the judge put there. They add up to 1. */
export function rowShares({ judged, rows }: Tally): number[] {
  const counts = Array<number>(rows).fill(0);
  for (const item of judged) item.forEach((count, row) => counts[row] = (counts[row] ?? 0) + count);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => total === 0 ? 0 : count / total);
}

/** How many answers were counted. */
export function answerCount({ judged }: Tally): number {
  return judged.reduce((sum, item) => sum + item.reduce((all, count) => all + count, 0), 0);
}

/** Per row and truth: the summed weights of gold answers. */
export function goldCells({ gold, rows, classes }: Tally): number[][] {
  const cells = Array.from({ length: rows }, () => Array<number>(classes).fill(0));
  for (const { row, truth, weight } of gold) {
    const cell = cells[row];
    if (cell !== undefined) cell[truth] = (cell[truth] ?? 0) + weight;
  }
  return cells;
}

/** What a gold set is worth. */
export interface GoldSize {
  answers: number;
  /** Different items that they come from. */
  items: number;
  /** Σ w. */
  weight: number;
  /** How many equally weighted answers they are worth: (Σ w)² / Σ w² (Kish 1965); 0 where none. */
  effective: number;
}

/** The size of a tally's gold set. */
export function goldSize({ gold }: Tally): GoldSize {
  const weight = gold.reduce((sum, entry) => sum + entry.weight, 0);
  const squares = gold.reduce((sum, entry) => sum + entry.weight ** 2, 0);
  return {
    answers: gold.length,
    items: new Set(gold.map(({ item }) => item)).size,
    weight,
    effective: squares === 0 ? 0 : weight ** 2 / squares,
  };
}
