import pl from "nodejs-polars";
import { decodeField } from "./_decode_field.ts";
import { chooseDataJudge } from "./_choose_data_judge.ts";
import { fieldReaders } from "./_field_readers.ts";
import { markDuplicates } from "./_mark_duplicates.ts";
import type { OpenTable } from "./_open_table.ts";
import type { ProblemList } from "./_problems.ts";
import type { PromptIndex } from "./_prompt_index.ts";
import type { RawAnswers } from "./_raw_answers.ts";

/** Options of {@linkcode readAnswers}. */
export interface ReadAnswersOptions {
  table: OpenTable;
  index: PromptIndex;
  /** Gets a number for each reason to leave answers out. */
  problems: ProblemList;
  /** Whose annotations count, where the file has several judges'. */
  judge: string | undefined;
}

/** Answers whose fields were read. */
export interface ReadAnswers {
  /**
   * The raw answers with `<field>_value` for each field, and `problem`, the number of the first
   * reason to leave the answer out; null where there is none. `prompt_value` is a place in the
   * index, `model_value` one in `models`.
   */
  frame: pl.DataFrame;
  /** The models' names. */
  models: readonly string[];
}

/** In the order in which problems are told: the first one counts. */
const FIELDS = ["judge", "model", "prompt", "technique", "sample", "status", "verdict"] as const;

/**
 * Reads every field of raw answers.
 *
 * @throws {UserError} where the file has several judges and none is named.
 */
export function readAnswers(raw: RawAnswers, options: ReadAnswersOptions): ReadAnswers {
  const { table, index, problems } = options;
  const judge = chooseDataJudge(raw.frame, { path: table.path, wanted: options.judge });
  const { models, texts, integers } = fieldReaders({ index, judge, layout: raw.layout });
  let { frame } = raw;
  for (const field of ["prompt", "model", "sample"] as const) {
    frame = decodeField(frame, field, { type: "integer", problems, read: integers[field] });
  }
  for (const field of ["judge", "technique", "status", "verdict"] as const) {
    frame = decodeField(frame, field, { type: "text", problems, read: texts[field] });
  }
  const problem = FIELDS.reduce(
    (first, field) => first.fillNull(pl.col(`${field}_problem`)),
    pl.col("ragged_problem"),
  );
  const marked = frame.join(raggedRows(table, problems), { on: "row", how: "left" })
    .withColumns(problem.alias("problem"))
    .drop("ragged_problem", ...FIELDS.map((field) => `${field}_problem`));
  const ownPrompts = index.prompts.flatMap(({ prompt_id }, i) => prompt_id === null ? [i] : []);
  return { frame: markDuplicates(marked, { problems, ownPrompts }), models };
}

function raggedRows({ ragged }: OpenTable, problems: ProblemList): pl.DataFrame {
  const problem = { reason: "wrong number of fields in the row", field: null };
  return pl.DataFrame([
    pl.Series("row", [...ragged.keys()], pl.UInt32),
    pl.Series("ragged_problem", [...ragged].map(() => problems.numberOf(problem)), pl.Int64),
  ]);
}
