import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { basename, dirname, join } from "node:path";
import { hashOfInput } from "./hash_of_input.ts";
import { lockRun } from "./lock_run.ts";
import { RUN_FILE_VERSION, TABLES_OF_VERSION_2 } from "./schema.ts";

/** How a run file of one version becomes one of the next: `STEPS.get(1)` makes version 2. */
const STEPS: ReadonlyMap<number, (db: DatabaseSync) => void> = new Map([[1, fromVersion1]]);

/** The versions that can be brought up to date. */
export function canMigrate(version: number): boolean {
  return version >= 1 && version < RUN_FILE_VERSION;
}

/**
 * Brings a run file of an earlier version up to date, as a whole or not at all. Before that a copy of
 * it is made beside it (`run.v1.sqlite`), which nothing ever writes over.
 *
 * @returns The copy's path.
 * @throws {UserError} where another process holds the run.
 */
export function migrateRun(db: DatabaseSync, path: string): string {
  using _lock = lockRun({ folder: dirname(path), path }, "bringing the file up to date");
  const version = Number(db.prepare("PRAGMA user_version").get()?.user_version);
  const copy = copyRun(db, { path, version });
  db.exec("BEGIN IMMEDIATE");
  try {
    for (let from = version; from < RUN_FILE_VERSION; from++) STEPS.get(from)?.(db);
    db.exec(`PRAGMA user_version = ${RUN_FILE_VERSION}`);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
  return copy;
}

/** A copy under its final name is whole: it is made under another one. */
function copyRun(
  db: DatabaseSync,
  { path, version }: { path: string; version: number },
): string {
  const stem = `${basename(path, ".sqlite")}.v${version}`;
  const nameOf = (n: number) => join(dirname(path), `${stem}${n === 1 ? "" : `-${n}`}.sqlite`);
  let number = 1;
  while (existsSync(nameOf(number))) number++;
  const part = `${nameOf(number)}.part`;
  if (existsSync(part)) Deno.removeSync(part);
  db.prepare("VACUUM INTO ?").run(part);
  Deno.renameSync(part, nameOf(number));
  return nameOf(number);
}

function fromVersion1(db: DatabaseSync): void {
  db.exec(`
    ALTER TABLE prompts ADD COLUMN input_hash TEXT NOT NULL DEFAULT '';
    ALTER TABLE models ADD COLUMN series_of TEXT;
    ALTER TABLE responses ADD COLUMN cached_input_tokens INTEGER;
    ALTER TABLE responses ADD COLUMN reasoning_tokens INTEGER;
    ALTER TABLE responses ADD COLUMN system_fingerprint TEXT;
    ALTER TABLE responses ADD COLUMN choices INTEGER;
    ALTER TABLE responses ADD COLUMN tool_calls TEXT;
    ALTER TABLE responses ADD COLUMN origin TEXT NOT NULL DEFAULT 'asked'
      CHECK (origin IN ('asked', 'batch', 'import', 'reuse'));
    ALTER TABLE responses ADD COLUMN origin_ref TEXT;
    UPDATE responses SET origin = 'import' WHERE model IN
      (SELECT model FROM models WHERE json_extract(spec, '$.imported'));
    ${TABLES_OF_VERSION_2}`);
  const update = db.prepare("UPDATE prompts SET input_hash = ? WHERE rowid = ?");
  const page = db.prepare(
    "SELECT rowid, input FROM prompts WHERE rowid > ? ORDER BY rowid LIMIT 1000",
  );
  for (let after = -1;;) {
    const rows = page.all(after);
    for (const { rowid, input } of rows) update.run(hashOfInput(String(input)), Number(rowid));
    if (rows.length === 0) return;
    after = Number(rows.at(-1)?.rowid);
  }
}
