import type { RunFile } from "./run_file.ts";
import { ANSWER_COLUMNS } from "./save_response.ts";

/**
 * The asked prompts whose text is that of another prompt of the run. One model's answers to them are
 * asked for once, and copied to the others as rows of origin `reuse`.
 */
export interface SameTexts extends Disposable {
  /**
   * Copies the answers already there, and leaves of those still pending with one text the first.
   *
   * @param pending The table of the positions that have yet to be asked.
   * @returns How many prompts took over an answer.
   */
  settle(pending: string, series: { model: string; sample: number }): number;
  /** Whether a pending prompt has others waiting for it, as SQL over `pending.position`. */
  isAwaited(pending: string): string;
  /** Copies what was saved for a prompt to those that wait for it. @returns How many there are. */
  copy(pending: string, saved: SavedPrompt): number;
}

/** A prompt whose outcome was just saved. */
export interface SavedPrompt {
  prompt_id: string;
  position: number;
  model: string;
  sample: number;
}

const REPEATED = "SELECT input_hash FROM prompts GROUP BY input_hash HAVING count(*) > 1";
const TO = "prompt_id, model, sample, origin, origin_ref, created_at";

/** Finds them. @returns Null where no text is there twice; dispose of it after use. */
export function sameTexts(run: RunFile, isAsked: string): SameTexts | null {
  const { db } = run;
  if (run.statement(`${REPEATED} LIMIT 1`).get() === undefined) return null;
  const texts = `temp.texts_${crypto.randomUUID().replaceAll("-", "")}`;
  const waiting = `${texts}_waiting`;
  db.exec(`
    CREATE TABLE ${texts} (position INTEGER PRIMARY KEY, input_hash TEXT NOT NULL);
    INSERT INTO ${texts} SELECT position, input_hash FROM prompts
      WHERE input_hash IN (${REPEATED}) AND ${isAsked};
    CREATE TABLE ${waiting} (series TEXT, leader INTEGER, position INTEGER,
      PRIMARY KEY (series, leader, position)) WITHOUT ROWID;
  `);

  function settle(pending: string, { model, sample }: { model: string; sample: number }): number {
    return run.transaction(() => {
      const found = `${texts}_found`;
      db.exec(`CREATE TABLE ${found} (position INTEGER PRIMARY KEY, donor TEXT)`);
      db.prepare(`INSERT INTO ${found} SELECT t.position, min(p.prompt_id)
        FROM ${texts} t JOIN prompts p USING (input_hash)
          JOIN responses r ON r.prompt_id = p.prompt_id AND r.model = ? AND r.sample = ?
        WHERE t.position IN (SELECT position FROM ${pending}) AND r.status <> 'failed'
        GROUP BY t.position`).run(model, sample);
      const copied = copyRows(run, { from: found, model, sample });
      db.exec(`DELETE FROM ${pending} WHERE position IN (SELECT position FROM ${found});
        DROP TABLE ${found}`);
      db.prepare(`INSERT INTO ${waiting}
        SELECT ?, first, position FROM (
          SELECT position, min(position) OVER (PARTITION BY input_hash) AS first FROM ${texts}
          WHERE position IN (SELECT position FROM ${pending})
        ) WHERE position > first`).run(pending);
      db.prepare(`DELETE FROM ${pending} WHERE position IN
        (SELECT position FROM ${waiting} WHERE series = ?)`).run(pending);
      return copied;
    });
  }

  return {
    settle,
    isAwaited: (pending) =>
      `EXISTS (SELECT 1 FROM ${waiting} WHERE series = '${pending}' AND leader = pending.position)`,
    copy(pending, { prompt_id, position, model, sample }) {
      const found = `(SELECT position, $donor AS donor FROM ${waiting}
        WHERE series = '${pending}' AND leader = $leader)`;
      const values = { donor: prompt_id, leader: position };
      return copyRows(run, { from: found, model, sample, values });
    },
    [Symbol.dispose]() {
      db.exec(`DROP TABLE ${waiting}; DROP TABLE ${texts}`);
    },
  };
}

interface CopyOptions {
  /** A table of `position` and `donor`: which prompt takes over the answer to which. */
  from: string;
  model: string;
  sample: number;
  /** The values of the parameters in `from`. Default: it has none. */
  values?: { donor: string; leader: number };
}

/** An answer that is there stands; a failure gives way, with what a judge said of it. */
function copyRows(run: RunFile, { from, model, sample, values }: CopyOptions): number {
  const key = { model, sample, ...values };
  const copied = ANSWER_COLUMNS.map((column) => `r.${column}`).join(", ");
  const updated = [...ANSWER_COLUMNS, "origin", "origin_ref", "created_at"]
    .map((column) => `${column} = excluded.${column}`).join(", ");
  return run.transaction(() => {
    run.db.prepare(
      `DELETE FROM annotations WHERE (prompt_id, model, sample) IN (
         SELECT prompt_id, model, sample FROM ${from} JOIN prompts USING (position)
           JOIN responses USING (prompt_id)
         WHERE model = $model AND sample = $sample AND status = 'failed')`,
    ).run(key);
    return Number(
      run.db.prepare(
        `INSERT INTO responses (${TO}, ${ANSWER_COLUMNS.join(", ")})
       SELECT p.prompt_id, r.model, r.sample, 'reuse', r.prompt_id, r.created_at, ${copied}
       FROM ${from} AS f JOIN prompts p USING (position)
         JOIN responses r ON r.prompt_id = f.donor AND r.model = $model AND r.sample = $sample
       WHERE true
       ON CONFLICT (prompt_id, model, sample) DO UPDATE SET ${updated}
       WHERE responses.status = 'failed'`,
      ).run(key).changes,
    );
  });
}
