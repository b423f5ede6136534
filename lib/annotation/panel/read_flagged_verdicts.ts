import type { SQLOutputValue } from "node:sqlite";
import { isTechnique, TECHNIQUES } from "../../base/vocabulary.ts";
import type { RunFile } from "../../runs/run_file.ts";
import { flagsOf } from "../_read_flags.ts";
import type { FlaggedVerdict } from "./flag_patterns.ts";

/** Options of {@linkcode readFlaggedVerdicts}. */
export interface ReadFlaggedVerdictsOptions {
  /** Whose annotations. Their flags mean different things, so that one judge is read at a time. */
  judge: string;
  /** Only answers of these models. Default: all. */
  models?: readonly string[];
}

/** A judge's verdicts with their flags, and how many there are not. */
export interface FlaggedVerdicts {
  /** One per annotation to which the judge replied, all variants, in the run's order. */
  verdicts: FlaggedVerdict[];
  /** Annotations to which it gave no reply: there are no flags. */
  failed: number;
}

const ANNOTATIONS = `SELECT a.status, a.technique,
    ${TECHNIQUES.map((technique) => `a.flag_${technique}`).join(", ")}
  FROM annotations a JOIN prompts p USING (prompt_id) JOIN models m ON m.model = a.model
  WHERE a.judge = :judge
    AND (:models IS NULL OR a.model IN (SELECT value FROM json_each(:models)))
  ORDER BY m.rowid, p.position, a.sample, a.variant`;

/** Reads the final answers and flags that a judge gave, for `flagPatterns`; none where it gave none. */
export function readFlaggedVerdicts(
  run: RunFile,
  { judge, models }: ReadFlaggedVerdictsOptions,
): FlaggedVerdicts {
  const result: FlaggedVerdicts = { verdicts: [], failed: 0 };
  const wanted = { judge, models: models === undefined ? null : JSON.stringify(models) };
  for (const row of run.db.prepare(ANNOTATIONS).iterate(wanted)) {
    if (row.status === "failed") result.failed++;
    else result.verdicts.push(toVerdict(row));
  }
  return result;
}

function toVerdict(row: Record<string, SQLOutputValue>): FlaggedVerdict {
  return {
    technique: isTechnique(row.technique) ? row.technique : null,
    flags: flagsOf((technique) => {
      const flag = row[`flag_${technique}`];
      return flag === null || flag === undefined ? null : flag === 1;
    }),
  };
}
