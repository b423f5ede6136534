import { IS_OUT } from "./batch/is_out.ts";
import { type AskedPromptsOptions, choosePrompts } from "./_choose_prompts.ts";
import type { RunFile } from "./run_file.ts";
import { type SameTexts, sameTexts } from "./_same_texts.ts";

/** The prompts that one generation asks: lists inside SQLite, so that they may be of any length. */
export interface AskedPrompts extends Disposable {
  readonly count: number;
  /**
   * Lists what has yet to be asked of a series. A prompt whose text another prompt of the run has,
   * too, is asked once; the answers already there to such texts are copied at once.
   */
  open(series: Series): OpenSeries;
  /** The same without writing anything to the run: no answer is copied yet. */
  look(series: Series): Omit<OpenSeries, "copyToSame">;
}

/** The n-th answers of one model. */
export interface Series {
  model: string;
  sample: number;
  /** Whether a row that failed counts as not there. */
  retryErrors: boolean;
}

/** What there is of a series, and what is not. */
export interface OpenSeries {
  /** The temporary table with the `position`s of the prompts to ask. */
  readonly table: string;
  /** Prompts with a row that is not asked again. */
  readonly done: number;
  /** Of those: failures. */
  readonly failed: number;
  /** Prompts that are out in a batch, and so not asked. */
  readonly inBatch: number;
  /** Prompts that took over the answer to the same text when the series was opened. */
  readonly reused: number;
  /** The prompts to ask, in the run's order; read a page at a time, as they are needed. */
  pending(): Generator<PendingPrompt>;
  /** Copies the outcome of a prompt just saved to the prompts with the same text. How many? */
  copyToSame(prompt: PendingPrompt): number;
}

/** A prompt that has yet to be asked. */
export interface PendingPrompt {
  prompt_id: string;
  input: string;
  position: number;
  /** Whether other prompts with the same text wait for its answer. */
  isAwaited: boolean;
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
  const { db } = run;
  const chosen = choosePrompts(run, options);
  const isAsked = chosen === null ? "TRUE" : `position IN (SELECT position FROM ${chosen})`;
  const count = db.prepare(`SELECT count(*) AS count FROM ${chosen ?? "prompts"}`).get()?.count;
  const texts = sameTexts(run, isAsked);
  const tables: string[] = [];
  const list = (series: Series, texts: SameTexts | null) => {
    const table = `temp.pending_${crypto.randomUUID().replaceAll("-", "")}`;
    tables.push(table);
    return openSeries(run, series, { table, isAsked, count: Number(count), texts });
  };
  return {
    count: Number(count),
    open: (series) => list(series, texts),
    look: (series) => list(series, null),
    [Symbol.dispose]() {
      texts?.[Symbol.dispose]();
      for (const table of tables) db.exec(`DROP TABLE ${table}`);
      if (chosen !== null) db.exec(`DROP TABLE ${chosen}`);
    },
  };
}

interface ListOptions {
  /** The temporary table to make. */
  table: string;
  /** Which prompts are asked, as a condition. */
  isAsked: string;
  /** How many those are. */
  count: number;
  texts: SameTexts | null;
}

function openSeries(run: RunFile, series: Series, options: ListOptions): OpenSeries {
  const { table, isAsked, count, texts } = options;
  const { db } = run;
  const { model, sample, retryErrors } = series;
  // Two indexes, both in the order of prompt_id, are read side by side; no text is touched.
  db.exec(`CREATE TABLE ${table} (position INTEGER PRIMARY KEY)`);
  const listed = db.prepare(
    `INSERT INTO ${table} SELECT position FROM prompts INDEXED BY prompts_by_id
     WHERE ${isAsked} AND (
       NOT EXISTS (SELECT 1 FROM responses WHERE responses.prompt_id = prompts.prompt_id
         AND model = $model AND sample = $sample)
       OR prompt_id IN (SELECT prompt_id FROM responses WHERE model = $model AND sample = $sample
         AND status = 'failed' AND ($retry OR error_kind IN (${ASKED_AGAIN}))))
     ORDER BY position`,
  ).run({ model, sample, retry: retryErrors ? 1 : 0 }).changes;
  const inBatch = db.prepare(
    `DELETE FROM ${table} WHERE position IN (SELECT position FROM prompts JOIN ${table} USING (position)
       WHERE ${IS_OUT})`,
  ).run({ model, sample }).changes;
  const failed = retryErrors ? 0 : countFailed(run, series, isAsked);
  const reused = texts === null ? 0 : texts.settle(table, { model, sample });

  const page = db.prepare(
    `SELECT position, prompt_id, input, ${texts?.isAwaited(table) ?? "0"} AS awaited
     FROM ${table} AS pending JOIN prompts USING (position)
     WHERE position > ? ORDER BY position LIMIT ${PAGE}`,
  );
  // Pages rather than one open cursor, which would keep the write-ahead log growing for hours.
  function* pending(): Generator<PendingPrompt> {
    for (let after = -1;;) {
      const rows = page.all(after);
      for (const { position, prompt_id, input, awaited } of rows) {
        yield {
          prompt_id: String(prompt_id),
          input: String(input),
          position: Number(position),
          isAwaited: awaited === 1,
        };
      }
      if (rows.length < PAGE) return;
      after = Number(rows.at(-1)?.position);
    }
  }

  return {
    table,
    done: count - Number(listed),
    failed,
    inBatch: Number(inBatch),
    reused,
    pending,
    copyToSame: (prompt) => texts?.copy(table, { ...prompt, model, sample }) ?? 0,
  };
}

/** Failures that stay as they are: they alone are looked up, in an index of their own. */
function countFailed(run: RunFile, { model, sample }: Series, isAsked: string): number {
  const row = run.db.prepare(
    `SELECT count(*) AS count FROM responses JOIN prompts USING (prompt_id)
     WHERE model = ? AND sample = ? AND status = 'failed'
     AND coalesce(error_kind, '') NOT IN (${ASKED_AGAIN}) AND ${isAsked}`,
  ).get(model, sample);
  return Number(row?.count);
}
