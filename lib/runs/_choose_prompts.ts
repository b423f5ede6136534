import { allocateSample } from "../base/allocate_sample.ts";
import { hashedUniform } from "../base/hashed_uniform.ts";
import { UserError } from "../base/user_error.ts";
import type { RunFile } from "./run_file.ts";

/** Which of the run's prompts to ask. What is given applies in the order in which it stands here. */
export interface AskedPromptsOptions {
  /** Only prompts with these ids. Default: all. */
  promptIds?: readonly string[];
  /** Only prompts of these datasets. Default: all. */
  datasets?: readonly string[];
  /** A random sample of them. Default: all. */
  stratified?: StratifiedSample;
  /** Only the first so many of them, in the run's order. Default: all. */
  limit?: number;
}

/**
 * A random sample in which each task (each dataset, where prompts have no task) has its share.
 *
 * The same seed draws the same prompts from the same ones, and for a larger count the same and
 * further ones.
 */
export interface StratifiedSample {
  /** How many prompts; at least 1. */
  count: number;
  seed: number;
}

/**
 * Lists the prompts that are chosen in a temporary table of `position`s.
 *
 * @returns The table's name, or null where all are chosen; drop it after use.
 * @throws {UserError} for a dataset that the run has not, and a count below 1.
 */
export function choosePrompts(run: RunFile, options: AskedPromptsOptions): string | null {
  const { promptIds, datasets, stratified, limit } = options;
  if (Object.values({ promptIds, datasets, stratified, limit }).every((it) => it === undefined)) {
    return null;
  }
  if (datasets !== undefined) checkDatasets(run, datasets);
  const table = `temp.chosen_${crypto.randomUUID().replaceAll("-", "")}`;
  run.db.exec(`CREATE TABLE ${table} (position INTEGER PRIMARY KEY)`);
  const conditions = [
    promptIds && "prompt_id IN (SELECT value FROM json_each($promptIds))",
    datasets && "dataset IN (SELECT value FROM json_each($datasets))",
  ].filter((condition) => condition !== undefined);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  run.db.prepare(`INSERT INTO ${table} SELECT position FROM prompts ${where} ORDER BY position`)
    .run({
      ...(promptIds && { promptIds: JSON.stringify(promptIds) }),
      ...(datasets && { datasets: JSON.stringify(datasets) }),
    });
  if (stratified !== undefined) keepSample(run, table, stratified);
  if (limit !== undefined) {
    run.db.prepare(
      `DELETE FROM ${table} WHERE position NOT IN
       (SELECT position FROM ${table} ORDER BY position LIMIT ?)`,
    ).run(limit);
  }
  return table;
}

function checkDatasets(run: RunFile, datasets: readonly string[]): void {
  const rows = run.statement(
    "SELECT dataset FROM prompts WHERE dataset IS NOT NULL GROUP BY 1 ORDER BY min(position)",
  ).all();
  const known = rows.map(({ dataset }) => String(dataset));
  const unknown = datasets.find((dataset) => !known.includes(dataset));
  if (unknown === undefined) return;
  throw new UserError(
    `Cannot ask prompts of dataset '${unknown}': ${run.path} has ${
      known.length === 0 ? "prompts without datasets only" : `those of ${known.join(", ")}`
    }. Name one of them, or add its prompts first.`,
  );
}

function keepSample(run: RunFile, table: string, { count, seed }: StratifiedSample): void {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UserError(
      `Cannot draw prompts: expected a count of at least 1 but found ${count}. Correct it.`,
    );
  }
  const { db } = run;
  db.function(
    "draw_of",
    { deterministic: true },
    (id) => hashedUniform("stratified", seed, String(id)),
  );
  const drawn = `${table}_drawn`;
  db.exec(
    `CREATE TABLE ${drawn} AS SELECT position, coalesce(task, dataset, '') AS stratum,
       draw_of(prompt_id) AS draw
     FROM ${table} JOIN prompts USING (position);
     DELETE FROM ${table}`,
  );
  const sizes = db.prepare(`SELECT stratum, count(*) AS size FROM ${drawn} GROUP BY 1 ORDER BY 1`)
    .all();
  const shares = allocateSample(sizes.map(({ size }) => Number(size)), { count });
  const keep = db.prepare(
    `INSERT INTO ${table} SELECT position FROM ${drawn} WHERE stratum = ?
     ORDER BY draw, position LIMIT ?`,
  );
  sizes.forEach(({ stratum }, index) => keep.run(String(stratum), shares[index] ?? 0));
  db.exec(`DROP TABLE ${drawn}`);
}
