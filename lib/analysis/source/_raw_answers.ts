import pl from "nodejs-polars";
import { collectTexts, type OpenTable, ROW } from "./_open_table.ts";
import type { DataMap } from "./data_columns.ts";
import type { WideColumns, WideModel } from "./_wide_columns.ts";

/** What a prompt is made of in a file, in the order in which {@linkcode RawAnswers} joins them. */
export const PROMPT_FIELDS = [
  "prompt_id",
  "dataset",
  "task",
  "item",
  "format",
  "viewpoint",
  "style",
  "expected",
  "prompt",
] as const;

/** What else is said of an answer, each a column of {@linkcode RawAnswers}. */
export const ANSWER_FIELDS = [
  "model",
  "technique",
  "sample",
  "status",
  "verdict",
  "judge",
  "simulated",
  "judge_simulated",
] as const;

/** One of {@linkcode PROMPT_FIELDS}. */
export type PromptField = typeof PROMPT_FIELDS[number];

/** One of {@linkcode ANSWER_FIELDS}. */
export type AnswerField = typeof ANSWER_FIELDS[number];

/** What parts the fields of a prompt. */
export const UNIT_SEPARATOR = "\u001f";

/** The answers of a file as they stand there. */
export interface RawAnswers {
  layout: "wide" | "long";
  /**
   * One row per answer, its texts as categoricals (a number each, however long they are): `row`,
   * `prompt` (the fields joined; of the prompt's text a hash), the answer's fields, `text_status`
   * (`answered`, `empty`, `filtered`; empty where there is no text column) and `text_hash`.
   */
  frame: pl.DataFrame;
  /** The file's columns by field; a field without one is empty in each row. */
  columns: Readonly<Partial<Record<PromptField | AnswerField | "response" | "id", string>>>;
}

/** The answers of a file with a row per answer. */
export async function longAnswers(table: OpenTable, map: DataMap): Promise<RawAnswers> {
  const scan = await table.scan([...new Set(Object.values(map))]);
  const frame = scan.select(
    pl.col(ROW).alias("row"),
    promptKey(map),
    ...ANSWER_FIELDS.map((field) => category(textColumn(map[field])).alias(field)),
    ...textColumns(map.response ?? null, pl.lit(null)),
  );
  return { layout: "long", columns: map, frame: withoutBlank(collect(frame, table), table) };
}

/**
 * The answers of a file in the published layout: each model's cells as rows. A cell without answer
 * and without annotation is no answer.
 */
export async function wideAnswers(table: OpenTable, wide: WideColumns): Promise<RawAnswers> {
  const { task, number, format, id, input, models } = wide;
  const keys = [task, number, format, id, input].filter((name) => name !== null);
  const ofModels = models.flatMap(({ annotation, generation }) =>
    generation === null ? [annotation] : [annotation, generation]
  );
  const scan = await table.scan([...new Set([...keys, ...ofModels])]);
  const map = { task, item: number, format, ...(input === null ? {} : { prompt: input }) };
  const all = scan.select(
    pl.col(ROW).alias("row"),
    promptKey(map),
    category(textColumn(id ?? undefined)).alias("sample"),
    ...models.flatMap(({ annotation, generation }, index) => [
      category(pl.col(annotation)).alias(`technique ${index}`),
      ...textColumns(generation, noResponse(generation)).map((column, i) =>
        column.alias(`${i === 0 ? "text_status" : "text_hash"} ${index}`)
      ),
    ]),
  );
  const rows = withoutBlank(collect(all, table), table);
  const frame = pl.concat(models.map((model, index) => answersOf(rows, { model, index })));
  return { layout: "wide", frame, columns: wideFields(wide) };
}

function wideFields({ task, number, format, id, input }: WideColumns): RawAnswers["columns"] {
  return {
    ...{ task, item: number, format },
    ...(id === null ? {} : { id }),
    ...(input === null ? {} : { prompt: input }),
  };
}

interface CellsOfModel {
  model: WideModel;
  index: number;
}

function answersOf(rows: pl.DataFrame, { model, index }: CellsOfModel): pl.DataFrame {
  const empty = category(pl.lit(""));
  const answers = rows.select(
    ...["row", "prompt"].map((name) => pl.col(name)),
    ...ANSWER_FIELDS.map((field) => {
      if (field === "model") return category(pl.lit(model.model)).alias(field);
      if (field === "technique") return pl.col(`technique ${index}`).alias(field);
      return field === "sample" ? pl.col(field) : empty.alias(field);
    }),
    pl.col(`text_status ${index}`).alias("text_status"),
    pl.col(`text_hash ${index}`).alias("text_hash"),
  );
  if (model.generation === null) return answers;
  const isAnnotated = pl.col("technique").cast(pl.Utf8).str.strip().neq(pl.lit(""));
  return answers.filter(isAnnotated.or(pl.col("text_status").neq(pl.lit("empty"))));
}

function collect(frame: pl.LazyDataFrame, { path }: OpenTable): pl.DataFrame {
  return collectTexts(frame, path);
}

function withoutBlank(frame: pl.DataFrame, { blank }: OpenTable): pl.DataFrame {
  if (blank.length === 0) return frame;
  const rows = pl.DataFrame({ row: pl.Series("row", [...blank], pl.UInt32) });
  return frame.join(rows, { on: "row", how: "anti" });
}

function promptKey(map: DataMap): pl.Expr {
  const fields = PROMPT_FIELDS.map((field) => {
    const text = textColumn(map[field]);
    if (field !== "prompt" || map.prompt === undefined) return text;
    return pl.when(isBlank(text)).then(pl.lit("")).otherwise(text.hash().cast(pl.Utf8));
  });
  return category(pl.concatString(fields, UNIT_SEPARATOR)).alias("prompt");
}

/** What the answers' texts tell: a status and a hash; `more` gives statuses that come first. */
function textColumns(column: string | null, more: pl.Expr): pl.Expr[] {
  if (column === null) {
    const none = pl.lit(null).cast(pl.UInt64).alias("text_hash");
    return [category(pl.lit("")).alias("text_status"), none];
  }
  const text = pl.col(column);
  const status = pl.when(isBlank(text)).then(pl.lit("empty")).otherwise(pl.lit("answered"));
  const hash = pl.when(isBlank(text)).then(pl.lit(null)).otherwise(text.hash());
  return [
    category(more.cast(pl.Utf8).fillNull(status)).alias("text_status"),
    hash.cast(pl.UInt64).alias("text_hash"),
  ];
}

/** The study wrote `No Response` where the provider's filter had withheld the answer. */
function noResponse(column: string | null): pl.Expr {
  if (column === null) return pl.lit(null);
  const text = pl.col(column).str.strip().str.toLowerCase();
  return pl.when(text.eq(pl.lit("no response"))).then(pl.lit("filtered")).otherwise(pl.lit(null));
}

function isBlank(text: pl.Expr): pl.Expr {
  return text.str.strip().eq(pl.lit(""));
}

function textColumn(column: string | undefined): pl.Expr {
  return column === undefined ? pl.lit("") : pl.col(column);
}

function category(text: pl.Expr): pl.Expr {
  return text.cast(pl.Categorical);
}
