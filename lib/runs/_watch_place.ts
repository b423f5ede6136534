import { UserError } from "../base/user_error.ts";

const EVERY_MS = 1000;

/**
 * A check that a file is still the one under its name; it looks once a second at most.
 *
 * @throws {UserError} where the file is gone, or another stands in its place.
 */
export function watchPlace(path: string): () => void {
  const file = identityOf(path);
  let lookedAt = -Infinity;
  return () => {
    const now = performance.now();
    if (now - lookedAt < EVERY_MS) return;
    lookedAt = now;
    const found = identityOf(path);
    if (found === file) return;
    throw new UserError(
      `Cannot go on writing to ${path}: ${
        found === null ? "the file is gone" : "another file has taken its place"
      }. What was answered in the last second is lost. Bring the file back, or start a new run.`,
    );
  };
}

/** Device and number of the file; null where there is none. Windows knows no numbers: a name will do. */
function identityOf(path: string): string | null {
  try {
    const { dev, ino } = Deno.statSync(path);
    return `${dev} ${ino}`;
  } catch {
    return null;
  }
}
