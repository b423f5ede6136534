import { sha256 } from "../../base/sha256.ts";
import { writeAtomically } from "../../base/write_atomically.ts";
import type { VenvPaths } from "./venv_paths.ts";

/** What a finished set-up leaves behind, to be compared at the next start. */
export interface Stamp {
  /** Whose Jupyter it is: the project's own, or one that was found on `PATH`. */
  source: "venv" | "path";
  /** The Python that has Jupyter. */
  python: string;
  /** What `python` really is behind its links: a system's upgrade changes it. */
  realPython: string;
  /** For `path`: what was found there, in words. */
  found: string;
  /** SHA-256 of `requirements.txt`. */
  requirements: string;
  /** SHA-256 of `deno.lock`, and the cache folder that its packages were fetched into. */
  packages: string;
}

/** The stamp of a set-up that was finished, or `null`. */
export async function readStamp(paths: VenvPaths): Promise<Stamp | null> {
  try {
    const value: unknown = JSON.parse(await Deno.readTextFile(paths.stamp));
    return isStamp(value) ? value : null;
  } catch {
    return null;
  }
}

/** Records that the set-up was finished. */
export async function writeStamp(paths: VenvPaths, stamp: Stamp): Promise<void> {
  await writeAtomically(paths.stamp, JSON.stringify(stamp, null, 2) + "\n");
}

function isStamp(value: unknown): value is Stamp {
  if (typeof value !== "object" || value === null) return false;
  const keys = ["source", "python", "realPython", "found", "requirements", "packages"];
  const entries = new Map(Object.entries(value));
  return keys.every((key) => typeof entries.get(key) === "string") &&
    ["venv", "path"].includes(String(entries.get("source")));
}

/** A path without its links, or an empty text where it leads nowhere. */
export async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch {
    return "";
  }
}

/** The SHA-256 of a file's bytes, or an empty text where it is missing. */
export async function fileHash(path: string): Promise<string> {
  try {
    return sha256(await Deno.readFile(path));
  } catch {
    return "";
  }
}
