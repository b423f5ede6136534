import { hashedUniform } from "../base/hashed_uniform.ts";

/** Options of {@linkcode samplePrompts}. */
export interface SamplePromptsOptions {
  /** How many there are. */
  count: number;
  /** At most how many are taken. */
  size: number;
  /** The draw follows from it. */
  seed: number;
}

/**
 * Takes a sample of a stream, which is read once and never held as a whole: it is cut into as many
 * stretches of equal length as are wanted, and one is drawn of each. So every stretch of the
 * stream has its share, and no rhythm in it (ten wordings to each question) can mislead the sample.
 */
export function* samplePrompts<T>(
  prompts: Iterable<T>,
  { count, size, seed }: SamplePromptsOptions,
): Generator<T> {
  const stretches = Math.min(size, count);
  let stretch = 0;
  let wanted = drawFrom(0);
  function drawFrom(number: number): number {
    const start = Math.floor(number * count / stretches);
    const end = Math.floor((number + 1) * count / stretches);
    return start + Math.floor(hashedUniform("sample prompts", seed, number) * (end - start));
  }
  let position = 0;
  for (const prompt of prompts) {
    if (position++ !== wanted) continue;
    yield prompt;
    if (++stretch >= stretches) return;
    wanted = drawFrom(stretch);
  }
}
