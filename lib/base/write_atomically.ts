import { dirname } from "node:path";
import { UserError } from "./user_error.ts";

/**
 * Writes a file whole or not at all: to a temporary name beside it, then renamed over it.
 * Missing parent folders are made.
 *
 * @throws {UserError} where the folder cannot be written.
 */
export async function writeAtomically(path: string, data: string | Uint8Array): Promise<void> {
  await produceAtomically(path, async (temporary) => {
    if (typeof data === "string") await Deno.writeTextFile(temporary, data);
    else await Deno.writeFile(temporary, data);
  });
}

/**
 * The same for what is written piece by piece, a file or a folder: `produce` makes it under the
 * temporary name. A file takes the place of one that is there; a folder does not.
 *
 * @returns What `produce` returns.
 * @throws {UserError} where it cannot be written; what `produce` throws for other reasons.
 */
export async function produceAtomically<T>(
  path: string,
  produce: (temporary: string) => Promise<T>,
): Promise<T> {
  const temporary = `${path}.${Deno.pid}.part`;
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    const result = await produce(temporary);
    await Deno.rename(temporary, path);
    return result;
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    if (!isOfTheDisk(error)) throw error;
    throw new UserError(`Cannot write ${path}: ${error.message.replaceAll("\n", " ")}.`);
  }
}

/** What the operating system refuses: `ENOSPC`, `EACCES`, … */
function isOfTheDisk(error: unknown): error is Error {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code);
}
