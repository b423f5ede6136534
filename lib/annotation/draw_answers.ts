import { hashedUniform } from "../base/hashed_uniform.ts";
import type { RunFile } from "../runs/run_file.ts";

/** One answer of a run, with what a judge said of it where one was named. */
export interface DrawnAnswer {
  prompt_id: string;
  model: string;
  sample: number;
  dataset: string | null;
  input: string;
  /** The answer's text: text by a model, to be escaped wherever it is shown. */
  response: string;
  /** The judge's verdict; null where there is none. */
  technique: string | null;
  /** The judge's reply as it came, or null. */
  raw: string | null;
  /** Why there is no technique, or which rule fired. */
  note: string | null;
}

/** Options of {@linkcode drawAnswers}. */
export interface DrawAnswersOptions {
  /** What the answers are grouped by before the draw. `technique` needs a judge. */
  by: "dataset" | "model" | "technique";
  /** Whose annotation (its first variant) comes with each answer. Default: nobody's. */
  judge?: string;
  /** Only answers whose annotation has this status. Default: any. */
  status?: "parsed" | "unparsed" | "failed";
  /** How many answers of each group, or all where there are fewer. Default: 1. */
  each?: number;
  /** Another seed draws other answers. Default: 1. */
  seed?: number;
}

const CANDIDATES = `
  SELECT r.rowid AS answer, r.prompt_id, r.model, r.sample,
    CASE :by WHEN 'model' THEN r.model WHEN 'dataset' THEN p.dataset ELSE a.technique END AS grp
  FROM responses r JOIN prompts p USING (prompt_id)
  LEFT JOIN annotations a ON a.prompt_id = r.prompt_id AND a.model = r.model
    AND a.sample = r.sample AND a.judge = :judge AND a.variant = 0
  WHERE r.response IS NOT NULL AND (:status IS NULL OR a.status = :status)
  ORDER BY p.position, r.model, r.sample`;

const ANSWER = `
  SELECT r.prompt_id, r.model, r.sample, p.dataset, p.input, r.response,
    a.technique, a.raw, a.note
  FROM responses r JOIN prompts p USING (prompt_id)
  LEFT JOIN annotations a ON a.prompt_id = r.prompt_id AND a.model = r.model
    AND a.sample = r.sample AND a.judge = :judge AND a.variant = 0
  WHERE r.rowid = :answer`;

/**
 * Draws answers to read: the same number from each group, the same ones each time for one seed.
 *
 * @returns The drawn answers, group by group in the order in which groups first appear.
 */
export function drawAnswers(run: RunFile, options: DrawAnswersOptions): DrawnAnswer[] {
  const { by, judge = null, status = null, each = 1, seed = 1 } = options;
  const candidates = run.statement(CANDIDATES).all({ by, judge, status });
  const lots = candidates.map(({ answer, grp, prompt_id, model, sample }) => ({
    answer: Number(answer),
    group: String(grp),
    lot: hashedUniform("draw answers", seed, String(prompt_id), String(model), Number(sample)),
  }));
  return [...Map.groupBy(lots, ({ group }) => group).values()].flatMap((group) =>
    group.sort((a, b) => a.lot - b.lot).slice(0, each).map(({ answer }) =>
      readAnswer(run, { answer, judge })
    )
  );
}

function readAnswer(
  run: RunFile,
  key: { answer: number; judge: string | null },
): DrawnAnswer {
  const row = run.statement(ANSWER).get(key) ?? {};
  const text = (name: string) => row[name] === null ? null : String(row[name]);
  return {
    prompt_id: String(row.prompt_id),
    model: String(row.model),
    sample: Number(row.sample),
    dataset: text("dataset"),
    input: String(row.input),
    response: String(row.response),
    technique: text("technique"),
    raw: text("raw"),
    note: text("note"),
  };
}
