import { existsSync } from "node:fs";
import { projectPath, userPath } from "../../base/project_paths.ts";
import { UserError } from "../../base/user_error.ts";
import { readRun, type RunFrames } from "../read_run.ts";
import { type JudgesVerdicts, readVerdictsByJudge } from "../read_verdicts_by_judge.ts";
import type { LeftOutRow } from "./annotated_data.ts";
import type { DataMap } from "./data_columns.ts";
import { readAnnotatedData } from "./read_annotated_data.ts";

/** Options of {@linkcode readSource}. */
export interface ReadSourceOptions {
  /** The run's folder. */
  run: string;
  /** Whose annotations, where there are several judges. Default: the only judge. */
  judge?: string;
  /**
   * In place of the run: a file of annotated answers, or `annotations`, which is the paper's own data
   * set as `deno task data annotations` fetches it. Default: null, the run.
   */
  data?: string | null;
  /** Which columns of the file hold what; see {@linkcode readAnnotatedData}. */
  map?: DataMap;
}

/** Annotated answers, wherever they are from. */
export interface AnnotationSource {
  frames: RunFrames;
  /** Verdicts of a run's judges, and who of them is left out. */
  judges?: JudgesVerdicts;
  /** What of a file could not be used. */
  leftOut: readonly LeftOutRow[];
}

/**
 * Reads the annotated answers of a run, or of a file in its place.
 *
 * @throws {UserError} as {@linkcode readRun} and {@linkcode readAnnotatedData} do, and where the paper's
 * data set was not fetched.
 */
export async function readSource(options: ReadSourceOptions): Promise<AnnotationSource> {
  const { run, judge, data = null, map } = options;
  if (data !== null) {
    const { frames, report } = await readAnnotatedData(dataFile(data), {
      ...(map === undefined ? {} : { map }),
    });
    return { frames, leftOut: report.leftOut };
  }
  const frames = readRun(run, judge === undefined ? {} : { judge });
  return { frames, judges: readVerdictsByJudge(run, frames), leftOut: [] };
}

function dataFile(nameOrPath: string): string {
  if (nameOrPath !== "annotations") return userPath(nameOrPath);
  const path = projectPath("data", "cache", "annotations", "annotations.parquet");
  if (existsSync(path)) return path;
  throw new UserError(
    "Cannot analyze the paper's annotations: they were not fetched. Run 'deno task data annotations'.",
  );
}
