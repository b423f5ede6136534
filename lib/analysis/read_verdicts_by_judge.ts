import type pl from "nodejs-polars";
import { formatCell } from "../base/format_cell.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { readAnnotations, readRun, type RunFrames } from "./read_run.ts";
import { settleVerdicts } from "./settle_verdicts.ts";

/** What each of a run's judges said. */
export interface JudgesVerdicts {
  /** One row per answer, by {@linkcode settleVerdicts}, by judge in the order in which they began. */
  verdicts: ReadonlyMap<string, pl.DataFrame>;
  /** Judges of the run that are left out. */
  left_out: readonly LeftOutJudge[];
}

/** A judge whose verdicts are not compared with the others'. */
export interface LeftOutJudge {
  judge: string;
  /** How many answers this judge judged. */
  answers: number;
  /** Why, in words that follow “left out:”. */
  reason: string;
}

/** A judge of a smaller part of the answers than this is left out. */
const LEAST_JUDGED = 0.95;

/**
 * Reads what each judge of a run says, to compare judges over whole tables.
 *
 * Shares can be compared only where judges judged the same answers: judges with less than 95 % of the
 * answers that the one with the most judged are left out, and so are people, who code samples.
 *
 * @param frames The run as `readRun` gives it, for any judge: its responses are those of all. Default: it
 * is read.
 * @throws {UserError} as `readRun` does.
 */
export function readVerdictsByJudge(folder: string, frames?: RunFrames): JudgesVerdicts {
  using run = openRun(folder, { toRead: true });
  const judges = listJudges(run);
  const [first] = judges;
  if (first === undefined) return { verdicts: new Map(), left_out: [] };
  const known = frames ?? readRun(folder, { judge: first.judge });
  const most = Math.max(0, ...judges.map(({ isPerson, answers }) => isPerson ? 0 : answers));
  const verdicts = new Map<string, pl.DataFrame>();
  const left_out: LeftOutJudge[] = [];
  for (const { judge, isPerson, answers } of judges) {
    if (isPerson) left_out.push({ judge, answers, reason: "a person, who coded a sample" });
    else if (answers < LEAST_JUDGED * most) {
      left_out.push({ judge, answers, reason: `another judge judged ${formatCell(most)} answers` });
    } else {
      const annotations = judge === known.judge ? known.annotations : readAnnotations(run, judge);
      verdicts.set(judge, settleVerdicts({ annotations, responses: known.responses }));
    }
  }
  return { verdicts, left_out };
}

interface ListedJudge {
  judge: string;
  isPerson: boolean;
  answers: number;
}

function listJudges(run: RunFile): ListedJudge[] {
  return run.db.prepare(
    `SELECT j.judge, json_extract(j.spec, '$.kind') = 'person' AS isPerson,
       (SELECT count(*) FROM (
         SELECT DISTINCT prompt_id, model, sample FROM annotations a WHERE a.judge = j.judge
       )) AS answers
     FROM judges j WHERE j.judge IN (SELECT judge FROM annotations) ORDER BY j.rowid`,
  ).all().map(({ judge, isPerson, answers }) => ({
    ...{ judge: String(judge), isPerson: isPerson === 1, answers: Number(answers) },
  }));
}
