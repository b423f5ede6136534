import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { UserError } from "../base/user_error.ts";
import { explainSqlite } from "./explain_sqlite.ts";
import { identifyFile } from "./_identify_file.ts";
import type { Migration } from "./_migrate_run.ts";
import { openDatabase } from "./_open_database.ts";
import { watchPlace } from "./_run_place.ts";

/** An open run: a folder with one SQLite file. Close it, or declare it with `using`. */
export interface RunFile extends Disposable {
  /** The run's folder. */
  readonly folder: string;
  /** The SQLite file in it. */
  readonly path: string;
  readonly db: DatabaseSync;
  /** What was done where the file was of an older version; otherwise null. */
  readonly migrated: Migration | null;
  /**
   * The statement of a fixed SQL text, prepared once per open run. Not for text built from data.
   *
   * @throws {UserError} where the file is no longer where it was: looked up once a second at most.
   */
  statement(sql: string): StatementSync;
  /**
   * Does something as a whole or not at all; inside another transaction, as a part of that one.
   * `work` must not await.
   */
  transaction<T>(work: () => T): T;
  /** The same for work that awaits; until it is done, all that is written is a part of it. */
  longTransaction<T>(work: () => Promise<T>): Promise<T>;
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
  /**
   * Whether it is only read: then it may lie on a read-only medium or in a folder that this user may not
   * write. Default: false.
   */
  toRead?: boolean;
  /** Told in one line what was done to the file, or what happened to it. Default: prints it. */
  say?: (line: string) => void;
  /** The time in milliseconds, from any start. Default: `performance.now`. */
  now?: () => number;
}

/**
 * Opens `folder/run.sqlite` (write-ahead log, so that each commit survives a killed process). A file
 * of an older version is brought to the present one; a copy of it is kept, see `migrated`.
 *
 * @throws {UserError} where there is no run file (and `create` is not set), the folder cannot be
 * written (and `toRead` is not set), the file is no run file or damaged, or its version is newer than
 * this program's. The file is left as it is then.
 */
export function openRun(folder: string, options: OpenRunOptions = {}): RunFile {
  const { create = false, toRead = false, now = () => performance.now() } = options;
  const { say = console.error } = options;
  const path = join(folder, "run.sqlite");
  if (!create && !existsSync(path)) {
    throw new UserError(
      `Cannot open ${path}: there is no such run. Generate or import answers into it first.`,
    );
  }
  if (!toRead) makeFolder(folder, path);
  identifyFile(path);
  const { db, migrated, isReadOnly, hasChanged } = openDatabase({ folder, path }, { toRead });
  if (migrated !== null) {
    say(
      `Brought ${path} from version ${migrated.version} up to date; as it was, it is kept as ` +
        `${migrated.copy} beside it`,
    );
  }
  const statements = new Map<string, StatementSync>();
  const checkPlace = watchPlace(path, now);
  return {
    folder,
    path,
    db,
    migrated,
    statement(sql) {
      checkPlace();
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
    async longTransaction(work) {
      try {
        return await inLongTransaction(db, work);
      } catch (error) {
        throw explainSqlite(error, path);
      }
    },
    checkpoint() {
      if (!db.isTransaction && !isReadOnly) db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    },
    [Symbol.dispose]() {
      if (hasChanged()) say(`${path} was written to while it was read: read it again`);
      db.close();
    },
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
    undo(db);
    throw error;
  }
}

async function inLongTransaction<T>(db: DatabaseSync, work: () => Promise<T>): Promise<T> {
  if (db.isTransaction) return await work();
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = await work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    undo(db);
    throw error;
  }
}

function undo(db: DatabaseSync): void {
  // A full disk makes SQLite roll back by itself, and a second time would be an error.
  if (db.isTransaction) db.exec("ROLLBACK");
}

function makeFolder(folder: string, path: string): void {
  try {
    Deno.mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot open ${path}: ${reason}. Check the folder's permissions.`);
  }
}
