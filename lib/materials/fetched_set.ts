import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { hashFile } from "./hash_file.ts";
import { lockPathOf } from "./source_lock.ts";
import { expectedHash } from "./source_state.ts";
import { readSources, sourceSet } from "./sources.ts";
import type { SourceSet } from "./sources.ts";

/** A file of a published set, as it lies in the cache. */
export interface FetchedFile {
  /** Where it lies, absolute. */
  path: string;
  sha256: string;
  /**
   * Whether it is what was published, or, where the publisher gives no hash, what was first fetched.
   * False too for a file that was put there by hand and whose hash nobody knows.
   */
  isVerified: boolean;
}

/** A published set that is here. */
export interface FetchedSet extends Omit<SourceSet, "files"> {
  name: string;
  /** In the order of the list of sets. */
  files: readonly FetchedFile[];
}

/** Options of {@linkcode fetchedSet}. */
export interface FetchedSetOptions {
  /** The folder with a folder for each set. Default: `data/cache`. */
  cache?: string;
  /** The list of published sets, beside which its lock file lies. Default: `data/sources.json`. */
  sources?: string;
}

/**
 * The files of a published set that `deno task data` has fetched, hashed anew.
 *
 * @throws {UserError} for an unknown set, and for one that has not been fetched, with the command.
 */
export async function fetchedSet(
  name: string,
  {
    cache = projectPath("data", "cache"),
    sources = projectPath("data", "sources.json"),
  }: FetchedSetOptions = {},
): Promise<FetchedSet> {
  const set = sourceSet(await readSources(sources), name);
  const place = { name, folder: join(cache, name), lockPath: lockPathOf(sources) };
  const files: FetchedFile[] = [];
  for (const file of set.files) {
    const path = join(place.folder, file.path);
    const sha256 = await hashFile(path);
    if (sha256 === null) {
      throw new UserError(
        `Cannot use ${name}: it has not been fetched, there is no ${path}. ` +
          `Fetch it: deno task data ${name} (--from DIR takes it from a folder).`,
      );
    }
    files.push({ path, sha256, isVerified: sha256 === await expectedHash(file, place) });
  }
  return { ...set, name, files };
}
