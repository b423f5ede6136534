import { sha256 } from "../base/sha256.ts";

/**
 * Makes ids of questions from what they are made of, so that a question keeps its id wherever it
 * stands; of questions that are the same in every part, the second is `…-2`.
 */
export function questionIds(prefix: string): (...parts: readonly string[]) => string {
  const seen = new Map<string, number>();
  return (...parts) => {
    const id = `${prefix}-${sha256(JSON.stringify(parts)).slice(0, 12)}`;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return times === 1 ? id : `${id}-${times}`;
  };
}
