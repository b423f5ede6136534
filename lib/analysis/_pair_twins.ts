import { TECHNIQUES } from "../base/vocabulary.ts";
import type { CodedAnswers, CodedVerdicts } from "./bootstrap/code_verdicts.ts";
import { crossLevels, type Levels, reorder } from "./bootstrap/cross_levels.ts";
import { NOT_GIVEN } from "./bootstrap/encode_column.ts";
import { ranksOf } from "./bootstrap/ranks_of.ts";
import type { TwinCounts } from "./twin_rows.ts";

/** One model's twins: per item, the pairs with each technique on either side, in code order. */
export interface ModelTwins {
  a: number[][];
  b: number[][];
  counts: TwinCounts;
}

/** The viewpoints that answers to listed datasets have, in order of appearance. */
export function viewpointsOf({ answers: { dataset, encode } }: CodedVerdicts): string[] {
  const { codes, names } = encode("viewpoint");
  const found = new Set<number>();
  for (let row = 0; row < codes.length; row++) {
    if ((dataset[row] ?? -1) >= 0) found.add(codes[row] ?? 0);
  }
  return [...found].map((code) => names[code] ?? NOT_GIVEN).filter((name) => name !== NOT_GIVEN);
}

/** Pairs answers of two viewpoints and adds them up by item; items in the order of their names. */
export function pairTwins(
  { models, datasets, answers }: CodedVerdicts,
  viewpoints: readonly [string, string],
): ModelTwins[] {
  const { codes: viewpoint, names } = answers.encode("viewpoint");
  const sides = viewpoints.map((name) => names.indexOf(name));
  const rows = rowsOfSides(answers, { viewpoint, sides });
  const of = (column: string): Levels => {
    const { codes, count } = answers.encode(column);
    return { codes: reorder(codes, rows), count };
  };
  const model = { codes: reorder(answers.model, rows), count: models.length };
  const dataset = { codes: reorder(answers.dataset, rows), count: datasets.length };
  const cluster = of("cluster");
  // What makes two prompts twins, given their viewpoints.
  const others = [model, dataset, of("format"), of("sample")];
  const { codes, count } = others.reduce((one, other) => crossLevels(one, other), cluster);
  const twins = makeTwins(count);
  for (let at = 0; at < rows.length; at++) {
    const [row, twin] = [rows[at] ?? 0, codes[at] ?? 0];
    const side = viewpoint[row] === sides[0] ? twins.a : twins.b;
    side.answers[twin] = (side.answers[twin] ?? 0) + 1;
    // A twin has one answer on each side, so that this is the only one.
    side.technique[twin] = answers.technique[row] ?? -1;
    twins.model[twin] = model.codes[at] ?? 0;
    twins.item[twin] = cluster.codes[at] ?? 0;
  }
  const ranks = ranksOf(answers.encode("cluster").names);
  return addUp(twins, { models, ranks });
}

interface Sides {
  viewpoint: Uint32Array;
  /** The numbers of two viewpoints. */
  sides: readonly number[];
}

/** The answers of listed models to prompts with one of the two viewpoints in listed datasets. */
function rowsOfSides(
  { rows, model, dataset }: CodedAnswers,
  { viewpoint, sides: [a, b] }: Sides,
): Uint32Array {
  const found = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const isSide = viewpoint[row] === a || viewpoint[row] === b;
    if (isSide && (model[row] ?? -1) >= 0 && (dataset[row] ?? -1) >= 0) found[count++] = row;
  }
  return found.slice(0, count);
}

/** Per pair of prompts that are twins, if both are there. */
interface Twins {
  model: Uint32Array;
  item: Uint32Array;
  a: TwinSide;
  b: TwinSide;
}

interface TwinSide {
  answers: Uint32Array;
  /** Codes from 0; −1 where there is no technique. */
  technique: Int32Array;
}

function makeTwins(count: number): Twins {
  const side = () => ({ answers: new Uint32Array(count), technique: new Int32Array(count) });
  return { model: new Uint32Array(count), item: new Uint32Array(count), a: side(), b: side() };
}

function addUp(
  { model, item, a, b }: Twins,
  { models, ranks }: { models: readonly string[]; ranks: Uint32Array },
): ModelTwins[] {
  const found = models.map((name) => ({
    counts: { model: name, twins: 0, without_technique: 0, without_twin: 0, ambiguous: 0 },
    // By the item's place among all.
    items: new Map<number, { a: number[]; b: number[] }>(),
  }));
  for (let twin = 0; twin < model.length; twin++) {
    const of = found[model[twin] ?? 0];
    if (of === undefined) continue;
    const [answersA, answersB] = [a.answers[twin] ?? 0, b.answers[twin] ?? 0];
    const [techniqueA, techniqueB] = [a.technique[twin] ?? -1, b.technique[twin] ?? -1];
    if (answersA === 0 || answersB === 0) of.counts.without_twin += answersA + answersB;
    else if (answersA > 1 || answersB > 1) of.counts.ambiguous += answersA + answersB;
    else if (techniqueA < 0 || techniqueB < 0) of.counts.without_technique++;
    else {
      const rank = ranks[item[twin] ?? 0] ?? 0;
      const pairs = of.items.get(rank) ??
        { a: TECHNIQUES.map(() => 0), b: TECHNIQUES.map(() => 0) };
      of.items.set(rank, pairs);
      pairs.a[techniqueA] = (pairs.a[techniqueA] ?? 0) + 1;
      pairs.b[techniqueB] = (pairs.b[techniqueB] ?? 0) + 1;
      of.counts.twins++;
    }
  }
  return found.map(({ counts, items }) => {
    const sorted = [...items].sort(([one], [other]) => one - other).map(([, pairs]) => pairs);
    return { a: sorted.map((pairs) => pairs.a), b: sorted.map((pairs) => pairs.b), counts };
  });
}
