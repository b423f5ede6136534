import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { hashOfInput } from "./hash_of_input.ts";
import { type LockedRun, lockRun } from "./run_lock.ts";
import { RUN_FILE_SCHEMA, RUN_FILE_VERSION } from "./schema.ts";

/** What the tables of one version lack for the next one's. */
interface MigrationStep {
  /** The version that it starts from. */
  from: number;
  /** By table and column: the SQL expression, over the old row, of a column that cannot be empty. */
  fills: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A new version adds its own; columns that may be empty or have a default need no entry. */
const STEPS: readonly MigrationStep[] = [
  {
    from: 1,
    fills: {
      prompts: { input_hash: "input_hash(input)" },
      // What was imported cost nothing here.
      responses: {
        origin: `CASE WHEN model IN (SELECT model FROM old_models
          WHERE json_extract(spec, '$.imported')) THEN 'import' ELSE 'asked' END`,
      },
    },
  },
];

/** What became of a run file of an older version. */
export interface Migration {
  /** The version that the file had. */
  version: number;
  /** The copy of it that was kept, in the run's folder. */
  copy: string;
}

/**
 * Brings a run file of an older version to the present one, in one transaction, after a copy of it
 * was made beside it. Killed at any instant, the file is whole and of the old version still.
 *
 * @returns What was done, or null where another process has done it meanwhile.
 * @throws {UserError} where another task holds the run.
 */
export function migrateRun(db: DatabaseSync, run: LockedRun): Migration | null {
  using _lock = lockRun(run, "migrate");
  const version = versionOf(db);
  if (version >= RUN_FILE_VERSION) return null;
  const copy = keepCopy(db, run.folder, version);
  db.function("input_hash", { deterministic: true }, (input) => hashOfInput(String(input)));
  // Tables are renamed and dropped, which would take along what refers to them.
  db.exec("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; BEGIN IMMEDIATE");
  try {
    rebuild(db, version);
    db.exec(`PRAGMA user_version = ${RUN_FILE_VERSION}; COMMIT`);
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  } finally {
    db.exec("PRAGMA legacy_alter_table = OFF; PRAGMA foreign_keys = ON");
  }
  return { version, copy: basename(copy) };
}

/** Copies the whole database into a file of its own, which appears once it is complete. */
function keepCopy(db: DatabaseSync, folder: string, version: number): string {
  let copy = join(folder, `run.v${version}.sqlite`);
  for (let n = 2; existsSync(copy); n++) copy = join(folder, `run.v${version}-${n}.sqlite`);
  const part = `${copy}.part`;
  try {
    removePart(part);
    db.prepare("VACUUM INTO ?").run(part);
    Deno.renameSync(part, copy);
  } catch (error) {
    removePart(part);
    throw error;
  }
  return copy;
}

/** With its journal, which SQLite would play back into another file of the name. */
function removePart(part: string): void {
  for (const path of [`${part}-journal`, part]) if (existsSync(path)) Deno.removeSync(path);
}

function rebuild(db: DatabaseSync, version: number): void {
  const present = presentTables();
  const before = new Map<string, string[]>();
  for (const table of present.keys()) {
    const columns = columnsOf(db, table);
    if (columns.length === 0) continue;
    before.set(table, columns);
    const indexes = db.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
    ).all(table);
    for (const { name } of indexes) db.exec(`DROP INDEX ${quoted(String(name))}`);
    db.exec(`ALTER TABLE ${table} RENAME TO old_${table}`);
  }
  db.exec(RUN_FILE_SCHEMA);
  for (const [table, old] of before) {
    const fills = fillsOf(table, version);
    const columns = (present.get(table) ?? [])
      .filter((column) => old.includes(column) || fills[column] !== undefined);
    const values = columns.map((column) => fills[column] ?? column);
    db.exec(
      `INSERT INTO ${table} (${columns}) SELECT ${values} FROM old_${table} ORDER BY rowid`,
    );
  }
  for (const table of before.keys()) db.exec(`DROP TABLE old_${table}`);
  const [broken] = db.prepare("PRAGMA foreign_key_check").all();
  if (broken !== undefined) {
    throw new Error(`a row of '${broken.table}' refers to one of '${broken.parent}' that is gone`);
  }
}

function fillsOf(table: string, version: number): Readonly<Record<string, string>> {
  const steps = STEPS.filter(({ from }) => from >= version);
  return Object.assign({}, ...steps.map(({ fills }) => fills[table] ?? {}));
}

/** The tables of the present version with their columns. */
function presentTables(): Map<string, string[]> {
  using db = new DatabaseSync(":memory:");
  db.exec(RUN_FILE_SCHEMA);
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  return new Map(tables.map(({ name }) => [String(name), columnsOf(db, String(name))]));
}

function columnsOf(db: DatabaseSync, table: string): string[] {
  return db.prepare("SELECT name FROM pragma_table_info(?)").all(table)
    .map(({ name }) => String(name));
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()?.user_version);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
