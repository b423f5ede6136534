import type { RunFile } from "../runs/run_file.ts";
import type { MissingRule } from "./judge.ts";

/** Which answers to judge. */
export interface JudgedAnswersOptions {
  missing: MissingRule;
  /** Only the first so many, in the run's order. Default: all. */
  limit?: number | undefined;
  /** Whether these are spread evenly over that order instead. Default: false. */
  spread?: boolean | undefined;
}

/** One judge's annotations of one variant. */
export interface AnnotationSeries {
  judge: string;
  variant: number;
  /** Whether an annotation that failed counts as not there. */
  retryErrors: boolean;
}

/** An answer that has yet to be judged. */
export interface PendingAnswer {
  prompt_id: string;
  model: string;
  sample: number;
  /** The prompt's position in the run. */
  position: number;
  input: string;
  /** The text to judge. */
  output: string;
}

/** The answers that a judge is to judge: a list inside SQLite, of any length. */
export interface JudgedAnswers extends Disposable {
  /** How many there are to judge in the run, those beyond the limit included. */
  readonly judgeable: number;
  /** How many of them one annotation covers: those up to the limit. */
  readonly count: number;
  /** Rows without text, by why: `failed`, and, where they are left out, `empty` and `filtered`. */
  readonly skipped: Readonly<Record<"empty" | "filtered" | "failed", number>>;
  /** How many have an annotation: of all in the run, and of those up to the limit. */
  countDone(series: AnnotationSeries): { inRun: number; upToLimit: number };
  /** Pages of those up to the limit that have none: first samples before second ones, then by prompt and model. */
  pending(series: AnnotationSeries): Generator<PendingAnswer[]>;
}

/** What stands for an answer without text, by the study's rule. */
const NO_RESPONSE = "No Response";

const PAGE = 512;
const KIND = `CASE WHEN status = 'failed' THEN 'failed'
  WHEN status = 'filtered' THEN 'filtered'
  WHEN status = 'empty' OR trim(coalesce(response, ''), ' ' || char(9, 10, 13)) = '' THEN 'empty'
  ELSE 'text' END`;

/** Draws up the list. Dispose of it when the annotation is over. */
export function judgedAnswers(run: RunFile, options: JudgedAnswersOptions): JudgedAnswers {
  const { missing, limit, spread = false } = options;
  const { db } = run;
  const kinds = countKinds(run);
  const wanted = missing === "skip" ? ["text"] : ["text", "empty", "filtered"];
  const table = `temp.judged_${crypto.randomUUID().replaceAll("-", "")}`;
  db.exec(`CREATE TABLE ${table} (n INTEGER PRIMARY KEY, prompt_id, model, sample, kind)`);
  const judgeable = wanted.reduce((sum, kind) => sum + (kinds.get(kind) ?? 0), 0);
  const last = Math.min(limit ?? judgeable, judgeable);
  // Of N in a row, those at i where i·L mod N < L are L, evenly apart: they come first.
  db.prepare(
    `WITH listed AS (
       SELECT prompt_id, model, sample, ${KIND} AS kind,
         row_number() OVER (ORDER BY sample, position, model) - 1 AS i
       FROM responses JOIN prompts USING (prompt_id)
       WHERE kind IN (SELECT value FROM json_each($wanted)))
     INSERT INTO ${table} (prompt_id, model, sample, kind)
     SELECT prompt_id, model, sample, kind FROM listed
     ORDER BY $spread AND (i * $last) % max($judgeable, 1) >= $last, i`,
  ).run({ wanted: JSON.stringify(wanted), spread: spread ? 1 : 0, last, judgeable });

  const done = `EXISTS (SELECT 1 FROM annotations AS a WHERE a.prompt_id = judged.prompt_id
    AND a.model = judged.model AND a.sample = judged.sample AND a.judge = $judge
    AND a.variant = $variant AND (a.status <> 'failed' OR NOT $retry))`;
  const countDone = db.prepare(
    `SELECT count(*) AS inRun, count(*) FILTER (WHERE n <= $last) AS upToLimit
     FROM ${table} AS judged WHERE ${done}`,
  );
  const page = db.prepare(
    `SELECT n, judged.prompt_id, judged.model, judged.sample, kind, position, input, response
     FROM ${table} AS judged JOIN prompts USING (prompt_id)
     JOIN responses USING (prompt_id, model, sample)
     WHERE n > $after AND n <= $last AND NOT ${done} ORDER BY n LIMIT ${PAGE}`,
  );
  const keyOf = ({ judge, variant, retryErrors }: AnnotationSeries) => ({
    judge,
    variant,
    retry: retryErrors ? 1 : 0,
    last,
  });

  function* pending(series: AnnotationSeries): Generator<PendingAnswer[]> {
    for (let after = 0;;) {
      const rows = page.all({ ...keyOf(series), after });
      if (rows.length > 0) yield rows.map(toAnswer);
      if (rows.length < PAGE) return;
      after = Number(rows.at(-1)?.n);
    }
  }

  const count = (name: string) => kinds.get(name) ?? 0;
  return {
    judgeable,
    count: last,
    skipped: {
      empty: missing === "skip" ? count("empty") : 0,
      filtered: missing === "skip" ? count("filtered") : 0,
      failed: count("failed"),
    },
    countDone(series) {
      const { inRun, upToLimit } = countDone.get(keyOf(series)) ?? {};
      return { inRun: Number(inRun), upToLimit: Number(upToLimit) };
    },
    pending,
    [Symbol.dispose]: () => db.exec(`DROP TABLE ${table}`),
  };
}

function countKinds(run: RunFile): ReadonlyMap<string, number> {
  const sql = `SELECT ${KIND} AS kind, count(*) AS count FROM responses GROUP BY 1`;
  return new Map(run.statement(sql).all().map((row) => [String(row.kind), Number(row.count)]));
}

function toAnswer(row: Record<string, unknown>): PendingAnswer {
  return {
    prompt_id: String(row.prompt_id),
    model: String(row.model),
    sample: Number(row.sample),
    position: Number(row.position),
    input: String(row.input),
    output: row.kind === "text" ? String(row.response) : NO_RESPONSE,
  };
}
