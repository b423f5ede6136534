import type { CodedVerdicts } from "./bootstrap/code_verdicts.ts";
import { type Levels, numberAnew } from "./bootstrap/cross_levels.ts";

/** Numbers a column's values among the answers with a technique; null is a value, too. */
export function codeLevels(coded: CodedVerdicts, column: string): Levels {
  const { codes, count } = coded.encode(column);
  // Numbers are those of all answers: where some are left out, their values may not be there.
  return coded.answers.rows === codes.length ? { codes, count } : numberAnew({ codes, count });
}
