import type pl from "nodejs-polars";
import { UserError } from "../../base/user_error.ts";
import { distinctTexts } from "./_decode_field.ts";

/** Options of {@linkcode chooseDataJudge}. */
export interface ChooseDataJudgeOptions {
  path: string;
  /** The judge that the user named, if any. */
  wanted: string | undefined;
}

/**
 * Whose annotations in a file count: null for all, where the file names no judges or only one.
 *
 * @throws {UserError} where there are several and none is named, or none of that name.
 */
export function chooseDataJudge(
  answers: pl.DataFrame,
  { path, wanted }: ChooseDataJudgeOptions,
): string | null {
  const judges = judgesIn(answers);
  if (judges.length === 0) return null;
  const list = judges.slice(0, 10).map((name) => `'${name}'`).join(", ");
  if (wanted !== undefined) {
    if (judges.includes(wanted)) return wanted;
    throw new UserError(
      `Cannot analyze ${path}: no annotations by judge '${wanted}'. The file has ${list}.`,
    );
  }
  if (judges.length === 1) return null;
  throw new UserError(
    `Cannot analyze ${path}: it has annotations by several judges (${list}). Name one of them.`,
  );
}

/** The judges that a file names, sorted. */
export function judgesIn(answers: pl.DataFrame): string[] {
  const names = distinctTexts(answers, "judge").map(({ text }) => text.trim());
  return [...new Set(names)].filter((name) => name !== "").sort();
}
