import { join } from "node:path";
import { UserError } from "../../base/user_error.ts";
import { produceAtomically } from "../../base/write_atomically.ts";

/**
 * Writes a folder whole or not at all. One that is there gives way if it is empty or an earlier
 * export: folders `model=…` with nothing but `part-….parquet` files.
 *
 * @throws {UserError} where something else is there.
 */
export async function replaceFolder<T>(
  path: string,
  produce: (temporary: string) => Promise<T>,
): Promise<T> {
  const isThere = await checkFolder(path);
  if (!isThere) return await produceAtomically(path, produce);
  const aside = `${path}.${Deno.pid}.old`;
  let isAside = false;
  try {
    const result = await produceAtomically(path, async (temporary) => {
      const made = await produce(temporary);
      await Deno.rename(path, aside);
      isAside = true;
      return made;
    });
    await Deno.remove(aside, { recursive: true });
    return result;
  } catch (error) {
    const isGone = await Deno.stat(path).then(() => false, () => true);
    if (isAside && isGone) await Deno.rename(aside, path);
    throw error;
  }
}

/** @returns Whether there is a folder. */
async function checkFolder(path: string): Promise<boolean> {
  let entries: Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Deno.errors.NotADirectory) throw isInTheWay(path, "it is a file");
    throw error;
  }
  for (const { name, isDirectory } of entries) {
    if (!isDirectory || !name.startsWith("model=")) throw isInTheWay(path, `it holds '${name}'`);
    for await (const part of Deno.readDir(join(path, name))) {
      if (part.isFile && /^part-\d{5,}\.parquet$/.test(part.name)) continue;
      throw isInTheWay(path, `it holds '${name}/${part.name}'`);
    }
  }
  return true;
}

function isInTheWay(path: string, why: string): UserError {
  return new UserError(
    `Cannot export to the folder ${path}: ${why}, which is no part of an earlier export. Name a ` +
      `folder that is empty or not there yet.`,
  );
}
