import { DatabaseSync } from "node:sqlite";
import type { ImportedRow } from "./_import_rows.ts";
import { explainSqlite } from "./explain_sqlite.ts";

/** Where a prompt comes up first: with its text, or else without. */
export interface FirstPlace {
  prompt_id: string;
  /** File and line. */
  where: string;
  /** Of the text; null where no row gives it. */
  hash: string | null;
}

/**
 * Rows that wait to be imported, in a temporary file that SQLite deletes by itself: they may be more
 * than fit into memory.
 */
export interface StagedRows extends Disposable {
  /** How many there are. */
  readonly count: number;
  /** @param file The number of its file, from 0. */
  add(row: ImportedRow, file: number): void;
  /** The rows in the order in which they were added, each with the number of its file. */
  rows(): Generator<{ file: number; row: ImportedRow }>;
  firstPlace(prompt_id: string): FirstPlace | undefined;
  setFirstPlace(place: FirstPlace): void;
  /** The first places of prompts whose text no row gives. */
  withoutText(): Generator<FirstPlace>;
}

const TABLES = `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
  CREATE TABLE staged (n INTEGER PRIMARY KEY, file INTEGER NOT NULL, row TEXT NOT NULL);
  CREATE TABLE places (n INTEGER PRIMARY KEY, prompt_id TEXT NOT NULL UNIQUE,
    place TEXT NOT NULL, hash TEXT);
  BEGIN`;
const PLACE_COLUMNS = `prompt_id, place AS "where", hash`;

/** Begins with no rows. Dispose of it when the import is over. */
export function stageRows(): StagedRows {
  const db = new DatabaseSync("");
  db.exec(TABLES);
  const insert = db.prepare("INSERT INTO staged (file, row) VALUES (?, ?)");
  const select = db.prepare(`SELECT ${PLACE_COLUMNS} FROM places WHERE prompt_id = ?`);
  const put = db.prepare(
    `INSERT INTO places (prompt_id, place, hash) VALUES ($prompt_id, $where, $hash)
     ON CONFLICT DO UPDATE SET place = $where, hash = $hash`,
  );
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(row, file) {
      // JSON keeps what SQLite's texts do not: NUL characters, and halves of surrogate pairs.
      tryToWrite(() => insert.run(file, JSON.stringify(row)));
      count++;
    },
    *rows() {
      const staged = db.prepare("SELECT file, row FROM staged ORDER BY n").iterate();
      for (const { file, row } of staged) {
        yield { file: Number(file), row: JSON.parse(String(row)) };
      }
    },
    firstPlace(prompt_id) {
      const place = select.get(prompt_id);
      return place === undefined ? undefined : toPlace(place);
    },
    setFirstPlace: ({ prompt_id, where, hash }) =>
      tryToWrite(() => put.run({ prompt_id, where, hash })),
    *withoutText() {
      const sql = `SELECT ${PLACE_COLUMNS} FROM places WHERE hash IS NULL ORDER BY n`;
      for (const place of db.prepare(sql).iterate()) yield toPlace(place);
    },
    [Symbol.dispose]: () => db.close(),
  };
}

function toPlace({ prompt_id, where, hash }: Record<string, unknown>): FirstPlace {
  return {
    prompt_id: String(prompt_id),
    where: String(where),
    hash: hash === null ? null : String(hash),
  };
}

function tryToWrite(write: () => void): void {
  try {
    write();
  } catch (error) {
    throw explainSqlite(error, "the folder for temporary files (TMPDIR)");
  }
}
