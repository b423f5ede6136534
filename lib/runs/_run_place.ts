import { UserError } from "../base/user_error.ts";

/** How often a place is looked at, at most. */
const EVERY_MS = 1000;

/**
 * Watches that a file stays where it is. A file that was deleted can be written to as long as it is
 * open, on most systems: answers would go nowhere, and nothing would say so.
 *
 * @param now The time in milliseconds.
 * @returns A function that looks, once a second at most while all is well.
 * @throws {UserError} from that function, where the file is gone or another is in its place.
 */
export function watchPlace(path: string, now: () => number): () => void {
  const before = identityOf(path);
  let lookedAt = now();
  return () => {
    const time = now();
    if (time - lookedAt < EVERY_MS) return;
    const found = identityOf(path);
    if (found === before) {
      lookedAt = time;
      return;
    }
    throw new UserError(
      `Cannot go on with ${path}: the file was ${
        found === null ? "deleted or moved" : "replaced"
      } ` +
        `while it was in use. Put it back, then start again: it goes on from what is in it.`,
    );
  };
}

/** Null where there is no file. Where the system numbers no files, each is like the other. */
function identityOf(path: string): string | null {
  try {
    const { dev, ino } = Deno.statSync(path);
    return `${dev} ${ino}`;
  } catch {
    return null;
  }
}
