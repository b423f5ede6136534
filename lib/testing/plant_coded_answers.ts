import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { CodedAnswer } from "../analysis/correction/coded_answer.ts";
import { TECHNIQUES } from "../base/vocabulary.ts";

/** A model with planted truth, and the judge's planted errors on its answers. */
export interface PlantedModel {
  name: string;
  /** True shares in code order. */
  shares: readonly number[];
  /** How often the judge is right, per technique in code order; what is missing is wrong. */
  right: readonly number[];
}

/** What is planted, and how the gold set is drawn from it. */
export interface PlantedCoding {
  seed: number;
  models: readonly PlantedModel[];
  /** Default 150. */
  items?: number;
  /** Answers of each model to each item; default 6. */
  answersPerItem?: number;
  /** How many answers people code. */
  gold: number;
  /** The models that gold sets are drawn from; by default one set, of `gold`, from all together. */
  goldSets?: readonly { models: readonly string[]; gold?: number }[];
  /** Half of the gold set alike from every judge's label, half by its frequency; default false. */
  stratified?: boolean;
}

/** How often an answer uses the technique that its item shares, and errs as its item does. */
const ALIKE = { truth: 0.4, judge: 0.3 };
/** How often the judge's reply has no label. */
const NO_LABEL = 0.02;
/** Where most wrong labels of each technique go. */
const MISTAKEN_FOR = [1, 0, 4, 2, 2, 4] as const;

/**
 * Answers with planted true shares, clustered by item, and a judge with planted errors.
 *
 * An item has one uniform number for its technique and one for the judge's errors; each answer takes
 * the item's with some probability and else its own, so that shares stay as planted while answers
 * to one item are alike, also across models.
 */
export function plantCodedAnswers(planted: PlantedCoding): CodedAnswer[] {
  const { seed, models, items = 150, answersPerItem = 6 } = planted;
  const generator = xoroshiro128plus(seed);
  const random = () => uniformFloat64(generator);
  const answers: Truth[] = [];
  for (let item = 0; item < items; item++) {
    const [own, error] = [random(), random()];
    for (const model of models) {
      for (let repeat = 0; repeat < answersPerItem; repeat++) {
        const truth = draw(model.shares, random() < ALIKE.truth ? own : random());
        const labels = judgeLabels(truth, model.right[truth] ?? 0);
        const judged = draw(labels, random() < ALIKE.judge ? error : random());
        const judge = TECHNIQUES[judged] ?? null;
        answers.push({ model: model.name, item: `item ${item}`, judge, truth });
      }
    }
  }
  const sets = planted.goldSets ?? [{ models: models.map(({ name }) => name) }];
  for (const { models: drawnFrom, gold = planted.gold } of sets) {
    const listed = answers.filter(({ model }) => drawnFrom.includes(model));
    drawGold(listed, { gold, stratified: planted.stratified === true, random });
  }
  return answers.map(({ truth: _, ...answer }) => answer);
}

type Truth = CodedAnswer & { truth: number };

/** P(label | truth), 'no label' last. */
function judgeLabels(truth: number, right: number): number[] {
  const wrong = 1 - right - NO_LABEL;
  const labels = [...TECHNIQUES.map(() => 0.3 * wrong / (TECHNIQUES.length - 2)), NO_LABEL];
  labels[MISTAKEN_FOR[truth] ?? 0] = 0.7 * wrong;
  labels[truth] = right;
  return labels;
}

function drawGold(
  answers: Truth[],
  { gold, stratified, random }: { gold: number; stratified: boolean; random: () => number },
): void {
  const strata = stratified ? [...Map.groupBy(answers, ({ judge }) => judge).values()] : [answers];
  // The largest takes what rounding leaves, so that the gold set has the size asked for.
  strata.sort((a, b) => a.length - b.length);
  let left = gold;
  strata.forEach((stratum, index) => {
    const wanted = (gold / strata.length + gold * stratum.length / answers.length) / 2;
    const most = index === strata.length - 1 ? left : Math.max(1, Math.round(wanted));
    const drawn = Math.min(stratum.length, most);
    left -= drawn;
    for (const answer of sampleOf(stratum, { drawn, random })) {
      answer.human = TECHNIQUES[answer.truth];
      answer.inclusion = drawn / stratum.length;
    }
  });
}

function sampleOf<T>(
  list: readonly T[],
  { drawn, random }: { drawn: number; random: () => number },
): T[] {
  const rest = [...list];
  return Array.from(
    { length: drawn },
    () => rest.splice(Math.floor(random() * rest.length), 1),
  ).flat();
}

function draw(shares: readonly number[], uniform: number): number {
  let rest = uniform;
  const index = shares.findIndex((share) => (rest -= share) < 0);
  return index === -1 ? shares.length - 1 : index;
}
