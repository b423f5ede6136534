import { IS_OUT } from "./batch/is_out.ts";
import type { RunFile } from "./run_file.ts";

/** Which of the run's prompts to ask. */
export interface AskedPromptsOptions {
  /** Only prompts with these ids. Default: all. */
  promptIds?: readonly string[];
  /** Only the first so many of them, in the run's order. Default: all. */
  limit?: number;
}

/** The prompts that one generation asks: a list inside SQLite, so that it may be of any length. */
export interface AskedPrompts extends Disposable {
  readonly count: number;
  /**
   * How many of them have a row that is not asked again, how many of those are failures, and how
   * many of the others are out in a batch.
   */
  countDone(series: Series): { done: number; failed: number; inBatch: number };
  /**
   * Those without such a row that are not out in a batch, in the run's order; read a page at a time,
   * as they are needed.
   */
  pending(series: Series): Generator<PendingPrompt>;
}

/** The n-th answers of one model. */
export interface Series {
  model: string;
  sample: number;
  /** Whether a row that failed counts as not there. */
  retryErrors: boolean;
}

/** A prompt that has yet to be asked. */
export interface PendingPrompt {
  prompt_id: string;
  input: string;
}

const PAGE = 256;

/**
 * Failures that say nothing of the prompt: no key or a refused one, no such model, no money, no
 * connection, a batch that ended before its turn. Nothing was answered, so that these are asked
 * again by themselves.
 */
const ASKED_AGAIN = "'missing_key', 'http_401', 'http_403', 'http_404', 'quota', 'connection', " +
  "'batch_expired', 'batch_cancelled', 'batch_failed', 'batch_missing'";

/** Draws up the list. Dispose of it when the asking is over. */
export function askedPrompts(run: RunFile, options: AskedPromptsOptions = {}): AskedPrompts {
  const { promptIds, limit } = options;
  const { db } = run;
  const table = `temp.asked_${crypto.randomUUID().replaceAll("-", "")}`;
  const chosen = promptIds === undefined
    ? ""
    : "WHERE prompt_id IN (SELECT value FROM json_each($ids))";
  db.exec(`CREATE TABLE ${table} (position INTEGER PRIMARY KEY)`);
  db.prepare(
    `INSERT INTO ${table} SELECT position FROM prompts ${chosen} ORDER BY position LIMIT $limit`,
  ).run({ ...(promptIds && { ids: JSON.stringify(promptIds) }), limit: limit ?? -1 });

  const hasRow = `EXISTS (SELECT 1 FROM responses WHERE responses.prompt_id = prompts.prompt_id
    AND model = $model AND sample = $sample
    AND (status <> 'failed' OR (NOT $retry AND coalesce(error_kind, '') NOT IN (${ASKED_AGAIN}))))`;
  const joined = `FROM ${table} AS asked JOIN prompts USING (position)`;
  const countAll = db.prepare(`SELECT count(*) AS count FROM ${table}`);
  const countDone = db.prepare(`SELECT count(*) AS done,
      count(*) FILTER (WHERE EXISTS (SELECT 1 FROM responses WHERE status = 'failed'
        AND responses.prompt_id = prompts.prompt_id AND model = $model AND sample = $sample))
        AS failed
    ${joined} WHERE ${hasRow}`);
  const countOut = db.prepare(`SELECT count(*) AS out ${joined} WHERE NOT ${hasRow} AND ${IS_OUT}`);
  // Pages rather than one open cursor, which would keep the write-ahead log growing for hours.
  const page = db.prepare(
    `SELECT asked.position, prompt_id, input ${joined}
     WHERE asked.position > $after AND NOT ${hasRow} AND NOT ${IS_OUT}
     ORDER BY asked.position LIMIT ${PAGE}`,
  );
  const keyOf = ({ model, sample, retryErrors }: Series) => ({
    model,
    sample,
    retry: retryErrors ? 1 : 0,
  });

  function* pending(series: Series): Generator<PendingPrompt> {
    for (let after = -1;;) {
      const rows = page.all({ ...keyOf(series), after });
      for (const { prompt_id, input } of rows) {
        yield { prompt_id: String(prompt_id), input: String(input) };
      }
      if (rows.length < PAGE) return;
      after = Number(rows.at(-1)?.position);
    }
  }

  return {
    count: Number(countAll.get()?.count),
    countDone(series) {
      const { done, failed } = countDone.get(keyOf(series)) ?? {};
      const inBatch = Number(countOut.get(keyOf(series))?.out);
      return { done: Number(done), failed: Number(failed), inBatch };
    },
    pending,
    [Symbol.dispose]: () => db.exec(`DROP TABLE ${table}`),
  };
}
