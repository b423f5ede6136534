import { isTechnique, TECHNIQUES } from "../base/vocabulary.ts";
import type { CodedVerdicts } from "./bootstrap/code_verdicts.ts";
import { acceptedTechniques } from "./conformance.ts";

/** Per answer: the techniques that conform, a bit each in code order; 0 where none is expected. */
export function acceptedMasks(coded: CodedVerdicts): Uint8Array {
  const { codes, names } = coded.encode("expected");
  const ofDataset = coded.datasets.map((dataset) =>
    names.map((name) => acceptedMask(dataset, name))
  );
  const masks = new Uint8Array(codes.length);
  for (let row = 0; row < masks.length; row++) {
    masks[row] = ofDataset[coded.dataset[row] ?? 0]?.[codes[row] ?? 0] ?? 0;
  }
  return masks;
}

/** The same of one dataset, and what a prompt of it expects. */
export function acceptedMask(dataset: string, expected: string): number {
  if (!isTechnique(expected)) return 0;
  return acceptedTechniques(dataset, expected)
    .reduce((mask, name) => mask | 1 << TECHNIQUES.indexOf(name), 0);
}
