import { basename } from "node:path";
import pl from "nodejs-polars";
import { UserError } from "../../base/user_error.ts";
import type { Simulation } from "../simulation.ts";
import type { AnnotatedData, SourceReport } from "./annotated_data.ts";
import { doubtScale, refuseScaleFromZero } from "./_check_scale.ts";
import { judgesIn } from "./_choose_data_judge.ts";
import { dataFrames, type FramesOfAnswers } from "./_data_frames.ts";
import { checkDataMap, type DataMap, listColumns, ownNamesMap } from "./data_columns.ts";
import { type OpenTable, openTable } from "./_open_table.ts";
import { leftOutRows, listProblems } from "./_problems.ts";
import { promptIndex } from "./_prompt_index.ts";
import { longAnswers, type RawAnswers, wideAnswers } from "./_raw_answers.ts";
import { readAnswers } from "./_usable_answers.ts";
import { wideColumns } from "./_wide_columns.ts";

/** Options of {@linkcode readAnnotatedData}. */
export interface ReadAnnotatedDataOptions {
  /** Which columns hold what. Default: the published layout, or columns that are called as ours. */
  map?: DataMap;
  /** Whose annotations, where the file has several judges'. */
  judge?: string;
}

/** What the annotations of a file are called that names no judge. */
const UNNAMED_JUDGE = "the file\u2019s annotations";

/**
 * Reads answers that someone annotated: the published annotated data set (a row per prompt, two columns
 * per model), or any table with a row per answer; CSV, Parquet or JSONL.
 *
 * What cannot be used is counted by reason in the report, and left out. An answer without an annotation
 * is an answer that was not judged.
 *
 * @throws {UserError} where the columns are not known, nothing can be used, codes seem to count from 0,
 * or the file has several judges and none is named.
 */
export async function readAnnotatedData(
  path: string,
  { map, judge }: ReadAnnotatedDataOptions = {},
): Promise<AnnotatedData> {
  const table = await openTable(path);
  const { raw, unmatchedColumns } = await readRaw(table, map);
  refuseScaleFromZero(raw.frame, { path, column: raw.columns.technique ?? "…_Annotation" });
  const problems = listProblems();
  const isPublished = raw.layout === "wide";
  const index = promptIndex(raw.frame, { isPublished, ownDatasets: !isPublished });
  const answers = readAnswers(raw, { table, index, problems, judge });
  const bad = answers.frame.filter(pl.col("problem").isNotNull());
  const leftOut = await leftOutRows(bad, { problems, raw, table });
  const [rows, used] = [raw.frame.height, raw.frame.height - bad.height];
  if (used === 0) throw nothingUsable(path, leftOut);
  const name = judge ?? judgesIn(raw.frame)[0] ?? UNNAMED_JUDGE;
  const frames = dataFrames(answers, { prompts: index.prompts, judge: name });
  const report: SourceReport = {
    ...{ path, layout: raw.layout, rows, used, leftOut, unmatchedColumns },
    matchedColumns: Object.fromEntries(Object.entries(raw.columns)),
    prompts: frames.promptCount,
    items: countItems(frames),
    warnings: doubtScale(frames.annotations),
  };
  const simulated = whatIsSimulated(raw.frame);
  return {
    frames: { kind: "file", name: basename(path), judge: name, simulated, ...frames },
    report,
  };
}

interface RawTable {
  raw: RawAnswers;
  unmatchedColumns: readonly string[];
}

async function readRaw(table: OpenTable, given: DataMap | undefined): Promise<RawTable> {
  const { path, columns } = table;
  const wide = given === undefined ? wideColumns(columns, path) : null;
  if (wide !== null) {
    return { raw: await wideAnswers(table, wide), unmatchedColumns: wide.unmatched };
  }
  const map = given ?? ownNamesMap(columns);
  if (map === null) {
    throw new UserError(
      `Cannot analyze ${path}: expected the published layout (Task, Input Number, Format, ` +
        `<Model>_Annotation), or columns called as ours, but found ${
          listColumns(columns)
        }. Say which ` +
        `is which: --map model=…,dataset=…,item=…,format=…,technique=….`,
    );
  }
  checkDataMap(map, { path, columns });
  const taken = new Set(Object.values(map));
  return {
    raw: await longAnswers(table, map),
    unmatchedColumns: columns.filter((name) => !taken.has(name)),
  };
}

function nothingUsable(path: string, leftOut: SourceReport["leftOut"]): UserError {
  const [first] = leftOut;
  const why = first === undefined
    ? "it has no answers"
    : `none of its answers can be used: ${first.reason} (${first.count} times, such as ` +
      `${first.examples[0]})`;
  return new UserError(`Cannot analyze ${path}: ${why}. Correct the file, or --map other columns.`);
}

function countItems({ responses }: FramesOfAnswers): number {
  return responses.select(pl.col("cluster").cast(pl.Utf8)).unique().height;
}

/** What the file itself says of it; an empty cell says that nothing is. */
function whatIsSimulated(raw: pl.DataFrame): Simulation | null {
  const isTrue = (column: string) =>
    pl.col(column).cast(pl.Utf8).str.strip().str.toLowerCase().isIn(["true", "1"]);
  const [counts = {}] = raw.select(
    isTrue("simulated").cast(pl.Int64).sum().alias("made"),
    isTrue("judge_simulated").cast(pl.Int64).sum().alias("judged"),
  ).toRecords();
  const [made, isJudge] = [Number(counts.made), Number(counts.judged) > 0];
  if (made === raw.height) return "models";
  if (made > 0) return isJudge ? "some_models_and_judge" : "some_models";
  return isJudge ? "judge" : null;
}
