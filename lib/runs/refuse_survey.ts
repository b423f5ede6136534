import { UserError } from "../base/user_error.ts";
import { readManifest } from "./manifest.ts";
import type { RunFile } from "./run_file.ts";

/**
 * Refuses a run that holds a survey: its answers are letters of options, which have no technique.
 *
 * @param what What was to be done: `annotate`, `analyze`.
 * @throws {UserError} for a survey's run.
 */
export function refuseSurvey(run: RunFile, what: string): void {
  if (readManifest(run).survey === undefined) return;
  throw new UserError(
    `Cannot ${what} ${run.path}: it holds answers to a survey, which have no technique. ` +
      `Use deno task survey --run.`,
  );
}
