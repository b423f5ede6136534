import { TECHNIQUES } from "../../base/vocabulary.ts";
import type { PromptCube } from "./prompt_cubes.ts";

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
  /** Whether other pairs of models have the same lists, so that sums of them serve again. Default: no. */
  isShared?: boolean;
}

/**
 * Adds up, per item, what two models answered to the prompts that both answered. Several samples of
 * a model's answer to a prompt count as one, split between their techniques.
 *
 * @returns A function of two models. A model's columns are the same lists for all models that answered
 * the same prompts, and then added up once.
 */
export function pairCounter(cube: PromptCube): (a: number, b: number) => PairedCounts {
  const alike = Array.from(
    { length: cube.models },
    (_, model) => firstAlike(cube, model),
  );
  const own = Array.from(
    { length: cube.models },
    (_, model) => once(() => columnsOf(cube, model, model)),
  );
  const sizes = Array.from(
    { length: cube.models },
    (_, model) => once(() => sizesOf(cube, model, model)),
  );
  return (a, b) => {
    const [ofA, ofB, ofBoth] = [own[a], own[b], sizes[alike[a] ?? 0]];
    if (alike[a] === alike[b] && ofA && ofB && ofBoth) {
      return { a: ofA(), b: ofB(), ...ofBoth(), isShared: true };
    }
    return { a: columnsOf(cube, a, b), b: columnsOf(cube, b, a), ...sizesOf(cube, a, b) };
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The first model that answered the same prompts. */
function firstAlike({ models, samples }: PromptCube, model: number): number {
  for (let first = 0; first < model; first++) {
    let at = 0;
    while (
      at < samples.length && (samples[at + first] === 0) === (samples[at + model] === 0)
    ) at += models;
    if (at >= samples.length) return first;
  }
  return model;
}

/** A model's columns over the prompts that another answered, too. */
function columnsOf(cube: PromptCube, model: number, other: number): PairedColumns {
  const { items, prompts, models, item, accepted, samples } = cube;
  const columns = {
    techniques: TECHNIQUES.map(() => new Float64Array(items)),
    expected: new Float64Array(items),
  };
  for (let p = 0; p < prompts; p++) {
    const cell = p * models + model;
    if (samples[cell] === 0 || samples[p * models + other] === 0) continue;
    addTo(columns, { cube, cell, i: item[p] ?? 0, mask: accepted[p] ?? 0 });
  }
  return columns;
}

interface CellToAdd {
  cube: PromptCube;
  cell: number;
  i: number;
  mask: number;
}

function addTo(columns: PairedColumns, { cube, cell, i, mask }: CellToAdd): void {
  const samples = cube.samples[cell] ?? 1;
  for (let k = 0; k < TECHNIQUES.length; k++) {
    const answers = cube.answers[cell * TECHNIQUES.length + k] ?? 0;
    const column = columns.techniques[k];
    if (answers === 0 || column === undefined) continue;
    column[i] = (column[i] ?? 0) + answers / samples;
    if ((mask >> k & 1) === 1) columns.expected[i] = (columns.expected[i] ?? 0) + answers / samples;
  }
}

function sizesOf(
  { items, prompts: all, models, item, accepted, samples }: PromptCube,
  a: number,
  b: number,
): Pick<PairedCounts, "prompts" | "expecting"> {
  const [prompts, expecting] = [new Int32Array(items), new Int32Array(items)];
  for (let p = 0; p < all; p++) {
    if (samples[p * models + a] === 0 || samples[p * models + b] === 0) continue;
    const i = item[p] ?? 0;
    prompts[i] = (prompts[i] ?? 0) + 1;
    if (accepted[p] !== 0) expecting[i] = (expecting[i] ?? 0) + 1;
  }
  return { prompts, expecting };
}
