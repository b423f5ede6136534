import { z } from "zod";
import { readJson } from "../base/read_json.ts";
import { writeAtomically } from "../base/write_atomically.ts";

/** What was first seen of a file whose publisher gives no hash. */
export interface LockEntry {
  url: string;
  sha256: string;
  bytes: number;
}

const lockSchema = z.record(
  z.string(),
  z.strictObject({
    url: z.string(),
    sha256: z.string().regex(/^[\da-f]{64}$/, "expected 64 lower-case hex digits"),
    bytes: z.int(),
  }),
);

/** The lock file that lies beside a list of published sets: `sources.lock.json` of `sources.json`. */
export function lockPathOf(sourcesPath: string): string {
  return sourcesPath.replace(/(\.json)?$/, ".lock.json");
}

/** The hashes first seen, by `<set>/<path>`; empty where there is no lock file yet. */
export async function readSourceLock(
  path: string,
): Promise<Readonly<Record<string, LockEntry>>> {
  const exists = await Deno.stat(path).then(() => true, () => false);
  return exists ? await readJson(path, lockSchema) : {};
}

/** Options of {@linkcode recordInLock}. */
export interface RecordInLockOptions {
  /** `<set>/<path>`. */
  key: string;
  entry: LockEntry;
}

/** Adds what was first seen of a file to the lock file. */
export async function recordInLock(path: string, { key, entry }: RecordInLockOptions) {
  const lock = { ...await readSourceLock(path), [key]: entry };
  const keys = Object.keys(lock).sort();
  const sorted = Object.fromEntries(keys.map((k) => [k, lock[k]]));
  await writeAtomically(path, JSON.stringify(sorted, null, 2) + "\n");
}
