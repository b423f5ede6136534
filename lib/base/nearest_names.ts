import { distance } from "fastest-levenshtein";

/**
 * Up to three of the names that a user may have meant, the nearest first, for an error's sake:
 * those that begin with what was typed, and those within a third of its length in edits.
 */
export function nearestNames(typed: string, names: readonly string[]): string[] {
  const wanted = typed.toLowerCase();
  return names
    .map((name) => ({ name, edits: editsTo(wanted, name.toLowerCase()) }))
    .filter(({ edits }) => edits <= Math.max(2, wanted.length / 3))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ name }) => name);
}

function editsTo(typed: string, name: string): number {
  const begins = typed.length >= 3 && name.startsWith(typed);
  return begins ? 1 : distance(typed, name);
}
