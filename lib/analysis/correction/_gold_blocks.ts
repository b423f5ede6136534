import { TECHNIQUES } from "../../base/vocabulary.ts";
import { type CodedAnswer, type GoldAnswer, goldAnswers } from "./coded_answer.ts";

/** Gold answers that move together: of one true class, item and model. */
export interface GoldBlock {
  truth: number;
  /** The item's number. */
  item: number;
  /** The model's number. */
  model: number;
  /** Per judge's label (the last: none): weight. */
  labels: number[];
}

/** The gold sets of models that have enough to be compared. */
export interface ComparedGold {
  blocks: GoldBlock[];
  models: string[];
  /** Their gold answers. */
  gold: number;
}

/**
 * The gold answers of models with at least `least` of them. Each model's weights are scaled to a
 * mean of 1: that one model was coded more densely than another says nothing about the judge.
 */
export function comparedGold(answers: readonly CodedAnswer[], least: number): ComparedGold {
  const byModel = Map.groupBy(goldAnswers(answers), ({ answer }) => answer.model);
  const items = new Map([...new Set(answers.map(({ item }) => item))].map((item, i) => [item, i]));
  const kept = [...byModel].filter(([, list]) => list.length >= least);
  const blocks = kept.flatMap(([, list], model) => {
    const mean = list.reduce((sum, { weight }) => sum + weight, 0) / list.length;
    const together = Map.groupBy(list, ({ human, answer }) => JSON.stringify([human, answer.item]));
    return [...together.values()].map((block) => goldBlock(block, { model, mean, items }));
  });
  const gold = kept.reduce((sum, [, list]) => sum + list.length, 0);
  return { blocks, models: kept.map(([model]) => model), gold };
}

function goldBlock(
  together: readonly GoldAnswer[],
  { model, mean, items }: { model: number; mean: number; items: ReadonlyMap<string, number> },
): GoldBlock {
  const labels = Array<number>(TECHNIQUES.length + 1).fill(0);
  for (const { answer, weight } of together) {
    const label = answer.judge === null ? TECHNIQUES.length : TECHNIQUES.indexOf(answer.judge);
    labels[label] = (labels[label] ?? 0) + weight / mean;
  }
  const [first] = together;
  return {
    truth: first === undefined ? 0 : TECHNIQUES.indexOf(first.human),
    item: items.get(first?.answer.item ?? "") ?? 0,
    ...{ model, labels },
  };
}
