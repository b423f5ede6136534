import { join } from "node:path";
import { readJson } from "../base/read_json.ts";
import { sha256 } from "../base/sha256.ts";
import { z } from "zod";
import { canonicalJson } from "./canonical_json.ts";
import { hashFile } from "./hash_file.ts";
import { readSourceLock } from "./source_lock.ts";
import type { SourceFile, SourceSet } from "./sources.ts";

/** Where a set's files and its first-seen hashes are kept. */
export interface SourcePlace {
  /** The set's name. */
  name: string;
  /** The set's folder. */
  folder: string;
  /** The file of the hashes first seen. */
  lockPath: string;
}

/** What is there of a set, by hash and not by name alone. */
export interface SourceState {
  state: "there" | "incomplete" | "missing";
  /** The files that are missing or are not what was published, by path. */
  lacking: readonly string[];
  /** The files that are there and are what was published. */
  verified: readonly string[];
}

/** The hash that a file of a set must have: the published one, or the one first seen. */
export async function expectedHash(
  file: SourceFile,
  { name, lockPath }: SourcePlace,
): Promise<string | undefined> {
  if (file.sha256 !== undefined) return file.sha256;
  return (await readSourceLock(lockPath))[`${name}/${file.path}`]?.sha256;
}

/**
 * Looks at what is there of a set. Of a set that makes a material folder, the two JSON files
 * count, and not the sources that they were lifted from.
 */
export async function sourceState(set: SourceSet, place: SourcePlace): Promise<SourceState> {
  const lacking: string[] = [];
  const verified: string[] = [];
  const note = (path: string, isThere: boolean) => (isThere ? verified : lacking).push(path);
  for (const file of set.files) {
    if (isLiftedFrom(set, file)) continue;
    const found = await hashFile(join(place.folder, file.path));
    note(file.path, found !== null && found === await expectedHash(file, place));
  }
  for (const { path, sha256 } of materialFiles(set)) {
    note(path, await canonicalHash(join(place.folder, path)) === sha256);
  }
  const state = lacking.length === 0 ? "there" : verified.length === 0 ? "missing" : "incomplete";
  return { state, lacking, verified };
}

/** The JSON files of a material set, with the hashes of their canonical JSON. */
export function materialFiles({ material }: SourceSet): { path: string; sha256: string }[] {
  if (material === undefined) return [];
  return [
    { path: "templates.json", sha256: material.templates_sha256 },
    { path: "annotation_prompt.json", sha256: material.annotation_prompt_sha256 },
  ];
}

/** Whether a file is Python source that wordings are lifted out of. */
export function isLiftedFrom({ material }: SourceSet, { path }: SourceFile): boolean {
  return material !== undefined && path.endsWith(".py");
}

/** SHA-256 of a JSON file's content whatever its layout; null where it is missing or no JSON. */
export async function canonicalHash(path: string): Promise<string | null> {
  try {
    return sha256(canonicalJson(await readJson(path, z.unknown())));
  } catch {
    return null;
  }
}
