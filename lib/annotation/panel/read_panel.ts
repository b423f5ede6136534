import type { SQLOutputValue } from "node:sqlite";
import { UserError } from "../../base/user_error.ts";
import { isTechnique, type Technique } from "../../base/vocabulary.ts";
import type { RunFile } from "../../runs/run_file.ts";
import type { Panel, PanelAnswer, PanelRater } from "./panel.ts";

/** Options of {@linkcode readPanel}. */
export interface ReadPanelOptions {
  /** Whose annotations, in this order. Default: all that the run has, in its order. */
  judges?: readonly string[];
  /** Only these variants, from 0; `[0]` gives each judge one vote. Default: all. */
  variants?: readonly number[];
  /** Only answers of these models. Default: all. */
  models?: readonly string[];
}

/** The wanted judges, variants and models as JSON lists, or null for any. */
const WANTED = `a.judge IN (SELECT value FROM json_each(:judges))
  AND (:variants IS NULL OR a.variant IN (SELECT value FROM json_each(:variants)))
  AND (:models IS NULL OR a.model IN (SELECT value FROM json_each(:models)))`;

const RATERS = `SELECT a.judge, a.variant,
    count(*) FILTER (WHERE a.status = 'parsed') AS parsed,
    count(*) FILTER (WHERE a.status = 'unparsed') AS unparsed,
    count(*) FILTER (WHERE a.status = 'failed') AS failed
  FROM annotations a WHERE ${WANTED} GROUP BY a.judge, a.variant
  ORDER BY (SELECT key FROM json_each(:judges) WHERE value = a.judge), a.variant`;

const LABELS = `SELECT r.rowid AS answer, r.prompt_id, r.model, r.sample, p.dataset,
    CASE WHEN p.item IS NULL THEN 'prompt ' || p.prompt_id ELSE 'item ' || p.item END AS cluster,
    a.judge, a.variant, a.technique
  FROM annotations a JOIN responses r USING (prompt_id, model, sample)
    JOIN prompts p USING (prompt_id) JOIN models m ON m.model = r.model
  WHERE ${WANTED} ORDER BY m.rowid, p.position, r.sample`;

const RESPONSES = `SELECT count(*) AS count FROM responses
  WHERE :models IS NULL OR model IN (SELECT value FROM json_each(:models))`;

/**
 * Reads what judges said of a run's answers as a table of answers × raters, a rater being one judge
 * with one of its prompts.
 *
 * @throws {UserError} where the run has no annotations, none by a judge (in these variants, of these
 * models), or one with a technique that is none of the six.
 */
export function readPanel(run: RunFile, options: ReadPanelOptions = {}): Panel {
  const judges = chooseJudges(run, options.judges);
  const models = jsonOrNull(options.models);
  const wanted = {
    judges: JSON.stringify(judges),
    variants: jsonOrNull(options.variants),
    models,
  };
  const counted = run.db.prepare(RATERS).all(wanted);
  checkEveryJudge(judges, counted, run.path);
  const columns = new Map(counted.map((row, column) => [keyOf(row), column]));
  const answers: PanelAnswer[] = [];
  const labels: (Technique | null)[][] = [];
  let last: SQLOutputValue | undefined;
  for (const row of run.db.prepare(LABELS).iterate(wanted)) {
    if (row.answer !== last) {
      last = row.answer;
      answers.push(toAnswer(row));
      labels.push(Array<Technique | null>(columns.size).fill(null));
    }
    const column = columns.get(keyOf(row));
    const ofAnswer = labels.at(-1);
    if (column !== undefined && ofAnswer !== undefined) {
      ofAnswer[column] = toTechnique(row.technique, run.path);
    }
  }
  const responses = Number(run.db.prepare(RESPONSES).get({ models })?.count);
  return {
    raters: counted.map((row) => toRater(row, counted, answers.length)),
    answers,
    labels,
    notJudged: responses - answers.length,
  };
}

function chooseJudges(run: RunFile, wanted: readonly string[] | undefined): string[] {
  const known = run.db.prepare(
    "SELECT judge FROM judges WHERE judge IN (SELECT judge FROM annotations) ORDER BY rowid",
  ).all().map(({ judge }) => String(judge));
  if (known.length === 0) {
    throw new UserError(
      `Cannot read a panel from ${run.path}: it holds no annotations. Run 'deno task annotate' on ` +
        `it first.`,
    );
  }
  const unknown = wanted?.find((judge) => !known.includes(judge));
  if (unknown !== undefined) {
    throw new UserError(
      `Cannot read a panel from ${run.path}: no annotations by judge '${unknown}'. The run has ` +
        `${known.map((judge) => `'${judge}'`).join(", ")}.`,
    );
  }
  return [...new Set(wanted ?? known)];
}

function checkEveryJudge(
  judges: readonly string[],
  counted: readonly Record<string, SQLOutputValue>[],
  path: string,
): void {
  const absent = judges.find((judge) => !counted.some((row) => row.judge === judge));
  if (absent === undefined) return;
  throw new UserError(
    `Cannot read a panel from ${path}: judge '${absent}' has no annotations of these variants and ` +
      `models. Leave it out, or ask for others.`,
  );
}

function toRater(
  row: Record<string, SQLOutputValue>,
  all: readonly Record<string, SQLOutputValue>[],
  answers: number,
): PanelRater {
  const judge = String(row.judge);
  const variant = Number(row.variant);
  const isAlone = all.filter((other) => other.judge === judge).length === 1;
  const [parsed, unparsed, failed] = [row.parsed, row.unparsed, row.failed].map(Number);
  const counts = { parsed: parsed ?? 0, unparsed: unparsed ?? 0, failed: failed ?? 0 };
  return {
    name: isAlone ? judge : `${judge} #${variant + 1}`,
    judge,
    variant,
    ...counts,
    missing: answers - counts.parsed - counts.unparsed - counts.failed,
  };
}

function toAnswer(row: Record<string, SQLOutputValue>): PanelAnswer {
  return {
    prompt_id: String(row.prompt_id),
    model: String(row.model),
    sample: Number(row.sample),
    dataset: row.dataset === null ? null : String(row.dataset),
    cluster: String(row.cluster),
  };
}

function toTechnique(value: SQLOutputValue | undefined, path: string): Technique | null {
  if (value === null || value === undefined) return null;
  if (isTechnique(value)) return value;
  throw new UserError(
    `Cannot read a panel from ${path}: an annotation has technique '${value}', which is none of the ` +
      `six. Annotate it again.`,
  );
}

function keyOf({ judge, variant }: Record<string, SQLOutputValue>): string {
  return JSON.stringify([String(judge), Number(variant)]);
}

function jsonOrNull(list: readonly (string | number)[] | undefined): string | null {
  return list === undefined ? null : JSON.stringify(list);
}
