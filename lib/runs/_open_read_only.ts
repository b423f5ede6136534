import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { UserError } from "../base/user_error.ts";
import { checkIdentity, hasContent } from "./_identify_file.ts";
import { RUN_FILE_VERSION } from "./schema.ts";

/**
 * Whether a file or its folder cannot be written by this process. It is tried, since permissions do not
 * tell of file systems that are mounted for reading, nor how it is with administrators.
 */
export function isReadOnlyPlace(path: string): boolean {
  try {
    Deno.openSync(path, { write: true }).close();
    Deno.removeSync(Deno.makeTempFileSync({ dir: dirname(path), prefix: "run.sqlite-" }));
    return false;
  } catch {
    return existsSync(path);
  }
}

/** A run's database that is only read. */
export interface ReadOnlyDatabase {
  db: DatabaseSync;
  /** Whether the file was written to since: what was read may then be neither the old nor the new. */
  hasChanged(): boolean;
}

/**
 * Opens a run's database where it cannot be written.
 *
 * SQLite reads a file with a write-ahead log only if it may keep its index of that log beside it. Where
 * there is no log, nobody has the file open, and it is read as one that does not change. Where there is
 * one, its index must be there too: then what another process writes is read as it is committed.
 *
 * @throws {UserError} for a log without its index, a file of an older version, or no run file.
 */
export function openReadOnly(path: string): ReadOnlyDatabase {
  const hasLog = hasContent(`${path}-wal`);
  const hasIndex = existsSync(`${path}-shm`);
  if (hasLog && !hasIndex) {
    throw new UserError(
      `Cannot read ${path}: it is in a place that cannot be written, and its latest rows are in ` +
        `run.sqlite-wal beside it. Copy the folder to a place that can be written, and read it there.`,
    );
  }
  const url = pathToFileURL(path);
  if (!hasIndex) url.searchParams.set("immutable", "1");
  const before = stateOf(path);
  const db = new DatabaseSync(url, { readOnly: true, timeout: 5000 });
  try {
    refuseOlderVersion(db, path);
  } catch (error) {
    db.close();
    throw error;
  }
  return { db, hasChanged: () => !hasIndex && stateOf(path) !== before };
}

function refuseOlderVersion(db: DatabaseSync, path: string): void {
  const number = (name: string) => Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
  const version = number("user_version");
  checkIdentity(path, { application: number("application_id"), version });
  if (version === RUN_FILE_VERSION) return;
  throw new UserError(
    `Cannot read ${path}: it is of version ${version} and is in a place that cannot be written, so ` +
      `that it cannot be brought to version ${RUN_FILE_VERSION}. Copy the folder to a place that can.`,
  );
}

/** Other bytes, or a log that was not there, would show here. */
function stateOf(path: string): string {
  const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${size} ${mtimeMs} ${hasContent(`${path}-wal`)}`;
}
