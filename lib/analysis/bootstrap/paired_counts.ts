import { TECHNIQUES } from "../../base/vocabulary.ts";
import type { CodedVerdicts } from "./code_verdicts.ts";

/** The answers of all models to the prompts of one dataset. */
export interface PromptCube {
  dataset: string;
  items: number;
  prompts: number;
  models: number;
  /** Per prompt: its item, and the techniques that are as expected, a bit each in code order. */
  item: Uint32Array;
  accepted: Uint8Array;
  /** Per prompt, model and technique: answers, of which there are several where it was sampled so. */
  answers: Uint32Array;
  /** Per prompt and model: all of its answers. */
  samples: Uint32Array;
}

/** What one model answered to the prompts that another has answered too, per item. */
export interface PairedColumns {
  /** One column per technique: prompts, each spread over its samples' techniques. */
  techniques: Float64Array[];
  /** Of the prompts that expect something: how many were answered so. */
  expected: Float64Array;
}

/** Two models on the prompts that both answered. */
export interface PairedCounts {
  a: PairedColumns;
  b: PairedColumns;
  /** Per item: prompts that both answered, and those of them that expect some technique. */
  prompts: Int32Array;
  expecting: Int32Array;
}

/** Options of {@linkcode promptCubes}. */
export interface PromptCubeOptions {
  /** The techniques that conform, for a dataset and the technique that a prompt expects there. */
  accepted(dataset: string, expected: string): readonly number[];
}

/** Lays answers out by prompt, so that models can be compared on the same prompts. */
export function promptCubes(
  coded: CodedVerdicts,
  { accepted }: PromptCubeOptions,
): PromptCube[] {
  const prompt = coded.encode("prompt_id");
  const { codes: expected, names: expectations } = coded.encode("expected");
  const places = coded.datasets.map(() => new Map<number, number>());
  const place = prompt.codes.map((code, row) => {
    const ofDataset = places[coded.dataset[row] ?? 0];
    const found = ofDataset?.get(code) ?? ofDataset?.size ?? 0;
    ofDataset?.set(code, found);
    return found;
  });
  const masks = coded.datasets.map((dataset) =>
    expectations.map((name) => accepted(dataset, name).reduce((mask, k) => mask | 1 << k, 0))
  );
  const cubes = coded.datasets.map((dataset, d): PromptCube => {
    const [prompts, models] = [places[d]?.size ?? 0, coded.models.length];
    return {
      ...{ dataset, prompts, models, items: coded.itemCounts[d] ?? 0 },
      item: new Uint32Array(prompts),
      accepted: new Uint8Array(prompts),
      answers: new Uint32Array(prompts * models * TECHNIQUES.length),
      samples: new Uint32Array(prompts * models),
    };
  });
  for (let row = 0; row < place.length; row++) {
    const d = coded.dataset[row] ?? 0;
    const [cube, p] = [cubes[d], place[row] ?? 0];
    if (cube === undefined) continue;
    cube.item[p] = coded.item[row] ?? 0;
    cube.accepted[p] = masks[d]?.[expected[row] ?? 0] ?? 0;
    const cell = p * cube.models + (coded.model[row] ?? 0);
    const index = cell * TECHNIQUES.length + (coded.technique[row] ?? 0);
    cube.answers[index] = (cube.answers[index] ?? 0) + 1;
    cube.samples[cell] = (cube.samples[cell] ?? 0) + 1;
  }
  return cubes;
}

/**
 * Adds up, per item, what two models answered to the prompts that both answered. Several samples of
 * a model's answer to a prompt count as one, split between their techniques.
 */
export function pairedCounts(cube: PromptCube, [a, b]: readonly [number, number]): PairedCounts {
  const { items, prompts, models, item, accepted, samples } = cube;
  const counts: PairedCounts = {
    ...{ a: emptyColumns(items), b: emptyColumns(items) },
    ...{ prompts: new Int32Array(items), expecting: new Int32Array(items) },
  };
  for (let p = 0; p < prompts; p++) {
    const [cellA, cellB] = [p * models + a, p * models + b];
    if (samples[cellA] === 0 || samples[cellB] === 0) continue;
    const [i, mask] = [item[p] ?? 0, accepted[p] ?? 0];
    counts.prompts[i] = (counts.prompts[i] ?? 0) + 1;
    if (mask !== 0) counts.expecting[i] = (counts.expecting[i] ?? 0) + 1;
    add(counts.a, { cube, cell: cellA, i, mask });
    add(counts.b, { cube, cell: cellB, i, mask });
  }
  return counts;
}

function emptyColumns(items: number): PairedColumns {
  return {
    techniques: TECHNIQUES.map(() => new Float64Array(items)),
    expected: new Float64Array(items),
  };
}

interface CellToAdd {
  cube: PromptCube;
  cell: number;
  i: number;
  mask: number;
}

function add(columns: PairedColumns, { cube, cell, i, mask }: CellToAdd): void {
  const samples = cube.samples[cell] ?? 1;
  for (let k = 0; k < TECHNIQUES.length; k++) {
    const answers = cube.answers[cell * TECHNIQUES.length + k] ?? 0;
    const column = columns.techniques[k];
    if (answers === 0 || column === undefined) continue;
    column[i] = (column[i] ?? 0) + answers / samples;
    if ((mask >> k & 1) === 1) columns.expected[i] = (columns.expected[i] ?? 0) + answers / samples;
  }
}
