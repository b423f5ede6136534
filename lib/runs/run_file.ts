import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { UserError } from "../base/user_error.ts";
import { explainSqlite } from "./explain_sqlite.ts";
import { canMigrate, migrateRun } from "./migrate_run.ts";
import { watchPlace } from "./_watch_place.ts";
import { RUN_FILE_APPLICATION_ID, RUN_FILE_SCHEMA, RUN_FILE_VERSION } from "./schema.ts";

/** An open run: a folder with one SQLite file. Close it, or declare it with `using`. */
export interface RunFile extends Disposable {
  /** The run's folder. */
  readonly folder: string;
  /** The SQLite file in it. */
  readonly path: string;
  readonly db: DatabaseSync;
  /** The statement of a fixed SQL text, prepared once per open run. Not for text built from data. */
  statement(sql: string): StatementSync;
  /**
   * Does something as a whole or not at all; inside another transaction, as a part of that one.
   * `work` must not await.
   */
  transaction<T>(work: () => T): T;
  /**
   * Makes sure, once a second at most, that what is written still goes into the file of that name: a
   * file that was removed takes writes without a word, and they are gone when it is closed.
   *
   * @throws {UserError} where the file is gone, or another stands in its place.
   */
  checkPlace(): void;
  /**
   * Moves what is in the write-ahead log into the file, as far as no other process is reading, so
   * that `run.sqlite` alone is the whole run: a notebook's kernel may be killed without closing it.
   * Inside a transaction it does nothing.
   */
  checkpoint(): void;
}

/** Options of {@linkcode openRun}. */
export interface OpenRunOptions {
  /** Whether to make the folder and the file where there is none. Default: false. */
  create?: boolean;
  /** Told, in one line, where a file of an earlier version was brought up to date. Default: prints. */
  say?: (line: string) => void;
}

/**
 * Opens `folder/run.sqlite` (write-ahead log, so that each commit survives a killed process).
 *
 * A run file of an earlier version is brought up to date; a copy of it is kept beside it.
 *
 * @throws {UserError} where there is no run file (and `create` is not set), the folder cannot be
 * written, the file is no run file, or its version is later than this program's.
 */
export function openRun(
  folder: string,
  { create = false, say = console.error }: OpenRunOptions = {},
): RunFile {
  const path = join(folder, "run.sqlite");
  if (!create && !existsSync(path)) {
    throw new UserError(
      `Cannot open ${path}: there is no such run. Generate or import answers into it first.`,
    );
  }
  const db = openDatabase(folder, path);
  try {
    const copy = prepareSchema(db, path);
    if (copy !== null) say(`Brought ${path} up to date; as it was, it is kept as ${copy}`);
  } catch (error) {
    db.close();
    throw error;
  }
  const statements = new Map<string, StatementSync>();
  return {
    folder,
    path,
    db,
    statement(sql) {
      const statement = statements.get(sql) ?? db.prepare(sql);
      statements.set(sql, statement);
      return statement;
    },
    transaction(work) {
      try {
        return inTransaction(db, work);
      } catch (error) {
        throw explainSqlite(error, path);
      }
    },
    checkPlace: watchPlace(path),
    checkpoint() {
      if (!db.isTransaction) db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    },
    [Symbol.dispose]: () => db.close(),
  };
}

function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    // A full disk makes SQLite roll back by itself, and a second time would be an error.
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function openDatabase(folder: string, path: string): DatabaseSync {
  try {
    Deno.mkdirSync(folder, { recursive: true });
    return new DatabaseSync(path, { timeout: 5000 });
  } catch (error) {
    throw new UserError(`Cannot open ${path}: ${reasonOf(error)}. Check the folder's permissions.`);
  }
}

/** @returns The copy that was kept of a file of an earlier version, or null. */
function prepareSchema(db: DatabaseSync, path: string): string | null {
  try {
    const version = isEmpty(db) ? RUN_FILE_VERSION : checkIdentity(db, path);
    const copy = version === RUN_FILE_VERSION ? null : migrateRun(db, path);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
    // Asked again inside the transaction: another process may be making the same file.
    if (isEmpty(db)) inTransaction(db, () => isEmpty(db) && createTables(db));
    return copy;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `Cannot use ${path}: ${reasonOf(error)}. Is it a run file? Choose another folder.`,
    );
  }
}

function isEmpty(db: DatabaseSync): boolean {
  return pragma(db, "schema_version") === 0;
}

function createTables(db: DatabaseSync): void {
  db.exec(`${RUN_FILE_SCHEMA}
    PRAGMA application_id = ${RUN_FILE_APPLICATION_ID};
    PRAGMA user_version = ${RUN_FILE_VERSION};`);
  const createdAt = JSON.stringify(new Date().toISOString());
  db.prepare("INSERT INTO manifest VALUES ('created_at', ?)").run(createdAt);
}

/** @returns The file's version. */
function checkIdentity(db: DatabaseSync, path: string): number {
  if (pragma(db, "application_id") !== RUN_FILE_APPLICATION_ID) {
    throw new UserError(
      `Cannot use ${path}: it is a SQLite file, but no run file. Choose another folder.`,
    );
  }
  const version = pragma(db, "user_version");
  if (version !== RUN_FILE_VERSION && !canMigrate(version)) {
    throw new UserError(
      `Cannot use ${path}: expected a run file of version ${RUN_FILE_VERSION} but found ` +
        `${version}. Use the program's version that wrote it, or choose another folder.`,
    );
  }
  return version;
}

function pragma(db: DatabaseSync, name: string): number {
  const row = db.prepare(`PRAGMA ${name}`).get();
  return Number(row?.[name] ?? 0);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replaceAll("\n", " ") : String(error);
}
