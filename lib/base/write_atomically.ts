import { dirname } from "node:path";
import { UserError } from "./user_error.ts";

/**
 * Writes a file whole or not at all: to a temporary name beside it, then renamed over it.
 * Missing parent folders are made.
 *
 * @throws {UserError} where the folder cannot be written.
 */
export async function writeAtomically(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${Deno.pid}.part`;
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    if (typeof data === "string") await Deno.writeTextFile(temporary, data);
    else await Deno.writeFile(temporary, data);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot write ${path}: ${reason}.`);
  }
}
