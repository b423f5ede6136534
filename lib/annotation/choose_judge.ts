import { UserError } from "../base/user_error.ts";
import type { RunFile } from "../runs/run_file.ts";

/** Options of {@linkcode chooseJudge}. */
export interface ChooseJudgeOptions {
  /** The judge that the user named, if any. */
  wanted?: string | undefined;
  /** What the judge is wanted for, as an error says it: `analyze`. */
  to: string;
}

const JUDGES = `SELECT judge, json_extract(spec, '$.kind') = 'person' AS isPerson FROM judges
  WHERE judge IN (SELECT judge FROM annotations) ORDER BY rowid`;

/**
 * Whose annotations to use: the judge named, or the run's only one. People who coded some answers by
 * hand are taken only where they are named.
 *
 * @throws {UserError} where there is no annotation, no such judge, or several and none is named.
 */
export function chooseJudge(run: RunFile, { wanted, to }: ChooseJudgeOptions): string {
  const rows = run.statement(JUDGES).all();
  const judges = rows.map(({ judge }) => String(judge));
  const models = rows.filter(({ isPerson }) => isPerson !== 1).map(({ judge }) => String(judge));
  const [only] = models.length > 0 ? models : judges;
  if (only === undefined) {
    throw new UserError(
      `Cannot ${to} ${run.path}: it holds no annotations. Run 'deno task annotate' on it first.`,
    );
  }
  const list = judges.map((name) => `'${name}'`).join(", ");
  if (wanted !== undefined) {
    if (judges.includes(wanted)) return wanted;
    throw new UserError(
      `Cannot ${to} ${run.path}: no annotations by judge '${wanted}'. The run has ${list}.`,
    );
  }
  if (models.length <= 1) return only;
  throw new UserError(
    `Cannot ${to} ${run.path}: it has annotations by several judges (${list}). Name one of them.`,
  );
}
