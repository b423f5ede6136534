/** So many options can have a letter. */
export const MOST_OPTIONS = 26;

/** The letter of the n-th option, from 0: A, B, … */
export function letterOf(index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= MOST_OPTIONS) {
    throw new RangeError(`Cannot letter option ${index}: expected 0 to ${MOST_OPTIONS - 1}.`);
  }
  return String.fromCharCode("A".charCodeAt(0) + index);
}
