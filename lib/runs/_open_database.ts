import { DatabaseSync } from "node:sqlite";
import { UserError } from "../base/user_error.ts";
import { explainSqlite } from "./explain_sqlite.ts";
import { checkIdentity } from "./_identify_file.ts";
import { migrateRun, type Migration } from "./_migrate_run.ts";
import { isReadOnlyPlace, openReadOnly } from "./_open_read_only.ts";
import type { LockedRun } from "./run_lock.ts";
import { RUN_FILE_APPLICATION_ID, RUN_FILE_SCHEMA, RUN_FILE_VERSION } from "./schema.ts";

/** As much of the file is kept in memory at most: with SQLite's 2 MiB, indexes of a million crawl. */
const CACHE_KIB = 32 * 1024;

/** A run's database. */
export interface OpenedDatabase {
  db: DatabaseSync;
  /** What was done where the file was of an older version; otherwise null. */
  migrated: Migration | null;
  /** Whether it cannot be written. */
  isReadOnly: boolean;
  /** Whether what is being read was changed by another process in a way that the reading may miss. */
  hasChanged(): boolean;
}

/** Options of {@linkcode openDatabase}. */
export interface OpenDatabaseOptions {
  /** Whether it is only read, so that it may lie where it cannot be written. */
  toRead: boolean;
}

/**
 * Opens a run's database, makes its tables where there are none, and brings older ones up to date.
 *
 * @throws {UserError} where it cannot be opened or is no run file of this program.
 */
export function openDatabase(
  { folder, path }: LockedRun,
  { toRead }: OpenDatabaseOptions,
): OpenedDatabase {
  let db: DatabaseSync | undefined;
  try {
    if (toRead && isReadOnlyPlace(path)) {
      return { ...openReadOnly(path), migrated: null, isReadOnly: true };
    }
    db = new DatabaseSync(path, { timeout: 5000 });
    const migrated = prepareSchema(db, { folder, path });
    return { db, migrated, isReadOnly: false, hasChanged: () => false };
  } catch (error) {
    db?.close();
    const explained = explainSqlite(error, path);
    if (explained instanceof UserError) throw explained;
    throw new UserError(
      `Cannot use ${path}: ${reasonOf(error)}. Is it a run file? Choose another folder.`,
    );
  }
}

/**
 * 16 MiB of log rather than 4 before it is moved into the file: that waits for the disk, and took a
 * third of the time of many small commits.
 */
const LOG_PAGES = 4000;

function prepareSchema(db: DatabaseSync, run: LockedRun): Migration | null {
  // Before the log is switched on, so that the file itself says from its first instant what it is.
  if (isEmpty(db)) createTables(db);
  const version = pragma(db, "user_version");
  checkIdentity(run.path, { application: pragma(db, "application_id"), version });
  const migrated = version < RUN_FILE_VERSION ? migrateRun(db, run) : null;
  db.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
     PRAGMA cache_size = ${-CACHE_KIB}; PRAGMA wal_autocheckpoint = ${LOG_PAGES}`,
  );
  return migrated;
}

function isEmpty(db: DatabaseSync): boolean {
  return pragma(db, "schema_version") === 0;
}

function createTables(db: DatabaseSync): void {
  db.exec("BEGIN IMMEDIATE");
  // Asked again inside the transaction: another process may be making the same file.
  if (!isEmpty(db)) return db.exec("ROLLBACK");
  db.exec(`${RUN_FILE_SCHEMA}
    PRAGMA application_id = ${RUN_FILE_APPLICATION_ID};
    PRAGMA user_version = ${RUN_FILE_VERSION};`);
  const createdAt = JSON.stringify(new Date().toISOString());
  db.prepare("INSERT INTO manifest VALUES ('created_at', ?)").run(createdAt);
  db.exec("COMMIT");
}

function pragma(db: DatabaseSync, name: string): number {
  const row = db.prepare(`PRAGMA ${name}`).get();
  return Number(row?.[name] ?? 0);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replaceAll("\n", " ") : String(error);
}
