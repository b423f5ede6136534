import { TECHNIQUES } from "../../base/vocabulary.ts";
import type { CodedVerdicts } from "./code_verdicts.ts";
import type { EncodedColumn } from "./encode_column.ts";

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

/** Options of {@linkcode promptCubes}. */
export interface PromptCubeOptions {
  /** The techniques that conform, for a dataset and the technique that a prompt expects there. */
  accepted(dataset: string, expected: string): readonly number[];
}

/**
 * Lays answers out by prompt, so that models can be compared on the same prompts: one cube per dataset,
 * each made when it is its turn, as they are large.
 */
export function* promptCubes(
  coded: CodedVerdicts,
  { accepted }: PromptCubeOptions,
): Generator<PromptCube> {
  const prompt = coded.encode("prompt_id");
  const { codes: expected, names } = coded.encode("expected");
  for (const [d, dataset] of coded.datasets.entries()) {
    const masks = names.map((name) =>
      accepted(dataset, name).reduce((mask, k) => mask | 1 << k, 0)
    );
    const { places, count } = placesOf(prompt, { dataset: coded.dataset, wanted: d });
    const cube = emptyCube({ dataset, items: coded.itemCounts[d] ?? 0 }, {
      ...{ prompts: count, models: coded.models.length },
    });
    for (let row = 0; row < expected.length; row++) {
      if (coded.dataset[row] !== d) continue;
      const p = places[prompt.codes[row] ?? 0] ?? 0;
      cube.item[p] = coded.item[row] ?? 0;
      cube.accepted[p] = masks[expected[row] ?? 0] ?? 0;
      const cell = p * cube.models + (coded.model[row] ?? 0);
      const index = cell * TECHNIQUES.length + (coded.technique[row] ?? 0);
      cube.answers[index] = (cube.answers[index] ?? 0) + 1;
      cube.samples[cell] = (cube.samples[cell] ?? 0) + 1;
    }
    yield cube;
  }
}

/** Each prompt's place among those of one dataset, in order of appearance. */
function placesOf(
  { codes, count: prompts }: Pick<EncodedColumn, "codes" | "count">,
  { dataset, wanted }: { dataset: Int32Array | Uint32Array; wanted: number },
): { places: Int32Array; count: number } {
  const places = new Int32Array(prompts).fill(-1);
  let count = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? 0;
    if (dataset[row] === wanted && places[code] === -1) places[code] = count++;
  }
  return { places, count };
}

function emptyCube(
  of: Pick<PromptCube, "dataset" | "items">,
  { prompts, models }: Pick<PromptCube, "prompts" | "models">,
): PromptCube {
  return {
    ...{ ...of, prompts, models },
    item: new Uint32Array(prompts),
    accepted: new Uint8Array(prompts),
    answers: new Uint32Array(prompts * models * TECHNIQUES.length),
    samples: new Uint32Array(prompts * models),
  };
}
