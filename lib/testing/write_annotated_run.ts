import { openRun } from "../runs/run_file.ts";

/** One answer of a run that a test makes up, with what was said of it. */
export interface MadeUpAnswer {
  model: string;
  dataset: string | null;
  /** Null where the item is not known. */
  item: string | null;
  /** Tells the prompts of one item apart. Default: 0. */
  format?: number;
  /** Default: 0. */
  sample?: number;
  /** Default: `answered`. */
  status?: string;
  expected?: string | null;
  /** One judgement per variant: a technique, or `unparsed`, or `failed`. Default: none. */
  judged?: readonly string[];
}

/** Options of {@linkcode writeAnnotatedRun}. */
export interface MadeUpRun {
  answers: readonly MadeUpAnswer[];
  /** Default: `rules`. */
  judge?: string;
  /** Whether the models are marked as simulated. Default: false. */
  simulated?: boolean;
  /** Whether the judge is. Default: false. */
  simulatedJudge?: boolean;
}

/** Writes (or adds to) a run file in `folder`, for tests of what reads one. */
export function writeAnnotatedRun(folder: string, run: MadeUpRun): void {
  const { answers, judge = "rules", simulated = false, simulatedJudge = false } = run;
  using file = openRun(folder, { create: true });
  const { db } = file;
  const addPrompt = db.prepare(
    `INSERT OR IGNORE INTO prompts (prompt_id, position, dataset, item, format, input, input_hash, expected)
     VALUES (?, (SELECT count(*) FROM prompts), ?, ?, ?, 'made up', '', ?)`,
  );
  const addModel = db.prepare(
    "INSERT OR IGNORE INTO models (model, spec, simulated) VALUES (?, '{}', ?)",
  );
  const addResponse = db.prepare(
    `INSERT OR IGNORE INTO responses (prompt_id, model, sample, status, response, attempts, created_at)
     VALUES (?, ?, ?, ?, 'made up', 1, '2000-01-01T00:00:00Z')`,
  );
  const addAnnotation = db.prepare(
    `INSERT INTO annotations (prompt_id, model, sample, judge, variant, status, technique, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, '2000-01-01T00:00:00Z')`,
  );
  db.exec("BEGIN");
  db.prepare("INSERT OR IGNORE INTO judges VALUES (?, '{}', ?)").run(judge, Number(simulatedJudge));
  let unnamed = 0;
  for (const answer of answers) {
    const { model, dataset, item, format = 0, sample = 0, judged = [] } = answer;
    const prompt = `${dataset}/${item ?? `unnamed_${unnamed++}`}/${format}`;
    addPrompt.run(prompt, dataset, item, format, answer.expected ?? null);
    addModel.run(model, Number(simulated));
    addResponse.run(prompt, model, sample, answer.status ?? "answered");
    judged.forEach((word, variant) => {
      const failed = word === "unparsed" || word === "failed";
      const [status, technique] = failed ? [word, null] : ["parsed", word];
      addAnnotation.run(prompt, model, sample, judge, variant, status, technique);
    });
  }
  db.exec("COMMIT");
}
