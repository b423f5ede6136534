import { join } from "node:path";
import { temporaryFolder } from "./temporary_folder.ts";

/** How a folder is kept from being written here; null where nothing does. */
export async function readOnlyWay(): Promise<"permissions" | "mount" | null> {
  if (Deno.build.os === "windows") return null;
  // Permissions do not keep this user out: a file system that is mounted for reading does.
  if (Deno.uid() !== 0) return "permissions";
  await using folder = await temporaryFolder();
  const isMounted = await mount(folder.path, folder.path);
  if (isMounted) await runQuietly(["umount", "--lazy", folder.path]);
  return isMounted ? "mount" : null;
}

/**
 * Calls `use` with a place where `folder` can be read but not written; what is written to `folder`
 * itself is seen there.
 *
 * @throws where {@linkcode readOnlyWay} has none.
 */
export async function withReadOnly(
  folder: string,
  use: (folder: string) => void | Promise<void>,
): Promise<void> {
  if (await readOnlyWay() === "permissions") {
    await Deno.chmod(folder, 0o555);
    try {
      return await use(folder);
    } finally {
      await Deno.chmod(folder, 0o755);
    }
  }
  await using place = await temporaryFolder();
  const mounted = join(place.path, "mounted");
  await Deno.mkdir(mounted);
  if (!await mount(folder, mounted)) throw new Error(`cannot mount ${folder} for reading`);
  try {
    await use(mounted);
  } finally {
    await runQuietly(["umount", "--lazy", mounted]);
  }
}

/** Unmounting is lazy: SQLite closes a file late that the same process has open elsewhere. */
async function mount(folder: string, place: string): Promise<boolean> {
  if (!await runQuietly(["mount", "--bind", folder, place])) return false;
  if (await runQuietly(["mount", "-o", "remount,ro,bind", place])) return true;
  await runQuietly(["umount", "--lazy", place]);
  return false;
}

async function runQuietly([program = "", ...args]: string[]): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args }).output()).success;
  } catch {
    return false;
  }
}
