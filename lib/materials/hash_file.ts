import { createHash } from "node:crypto";
import { UserError } from "../base/user_error.ts";

/**
 * The SHA-256 of a file, read piece by piece; null where there is no such file.
 *
 * @throws {UserError} where it cannot be opened.
 */
export async function hashFile(path: string): Promise<string | null> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return null;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot read ${path}: ${reason}.`);
  }
  const hash = createHash("sha256");
  for await (const piece of file.readable) hash.update(piece);
  return hash.digest("hex");
}
