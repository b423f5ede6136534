import { SHARD_IS_OUT } from "./batch/is_out.ts";
import type { RunFile } from "./run_file.ts";

/** The prompts of a run without a response, whose place those that are given take. */
export interface UnansweredPrompts extends Disposable {
  /** Notes a prompt that is given. */
  keep(promptId: string): void;
  /** Whether a prompt has no response, so that it may be changed. */
  isFree(promptId: string): boolean;
  /** Whether what follows would change anything. */
  isChange(): boolean;
  /**
   * Removes those that were not given.
   *
   * @param firstNew The position of the first prompt that is new; they close up.
   * @returns How many were removed.
   */
  removeOthers(firstNew: number): number;
  /** Where the run has no response at all, puts the prompts in the order given. @returns Whether any moved. */
  putInOrder(): boolean;
}

// A prompt that is out in a batch will have a response: the text that was sent must stay.
const OUT = `FROM batch_requests JOIN batch_shards USING (shard) WHERE ${SHARD_IS_OUT}`;
const HAS_RESPONSE = `SELECT 1 FROM responses WHERE prompt_id = ?1
  UNION ALL SELECT 1 ${OUT} AND prompt_id = ?1`;
const ANY_RESPONSE = `SELECT 1 FROM responses UNION ALL SELECT 1 ${OUT} LIMIT 1`;

/** Begins to replace them: a list inside SQLite of what is given. Dispose of it after use. */
export function unansweredPrompts(run: RunFile): UnansweredPrompts {
  const { db } = run;
  const table = `temp.given_${crypto.randomUUID().replaceAll("-", "")}`;
  db.exec(`CREATE TABLE ${table} (place INTEGER PRIMARY KEY, prompt_id TEXT NOT NULL UNIQUE)`);
  const keep = db.prepare(`INSERT OR IGNORE INTO ${table} (prompt_id) VALUES (?)`);
  const others = `FROM prompts WHERE prompt_id NOT IN (SELECT prompt_id FROM ${table})
    AND NOT EXISTS (SELECT 1 FROM responses WHERE responses.prompt_id = prompts.prompt_id)
    AND NOT EXISTS (SELECT 1 ${OUT} AND batch_requests.prompt_id = prompts.prompt_id)`;
  // Places count from 1.
  const misplaced = `SELECT 1 FROM prompts JOIN ${table} USING (prompt_id)
    WHERE position <> place - 1 LIMIT 1`;
  const isOutOfOrder = () =>
    run.statement(ANY_RESPONSE).get() === undefined && db.prepare(misplaced).get() !== undefined;

  return {
    keep: (promptId) => void keep.run(promptId),
    isFree: (promptId) => run.statement(HAS_RESPONSE).get(promptId) === undefined,
    isChange: () => db.prepare(`SELECT 1 ${others} LIMIT 1`).get() !== undefined || isOutOfOrder(),
    removeOthers(firstNew) {
      const removed = Number(db.prepare(`DELETE ${others}`).run().changes);
      if (removed === 0) return 0;
      const last = db.prepare("SELECT max(position) AS last FROM prompts WHERE position < ?")
        .get(firstNew)?.last;
      const gap = firstNew - 1 - Number(last ?? -1);
      if (gap > 0) {
        db.prepare("UPDATE prompts SET position = position - ? WHERE position >= ?")
          .run(gap, firstNew);
      }
      return removed;
    },
    putInOrder() {
      if (!isOutOfOrder()) return false;
      // Positions are unique: they are first taken below zero, where none is in the way.
      db.exec(`UPDATE prompts SET position =
          (SELECT -place FROM ${table} AS given WHERE given.prompt_id = prompts.prompt_id);
        UPDATE prompts SET position = -1 - position`);
      return true;
    },
    [Symbol.dispose]: () => db.exec(`DROP TABLE ${table}`),
  };
}
