import pl from "nodejs-polars";
import { orderDatasets } from "../order_datasets.ts";
import type { RunFrames } from "../read_run.ts";
import type { DataPrompt } from "./_read_prompts.ts";
import type { ReadAnswers } from "./_usable_answers.ts";

/** From this many answers on, texts stay categoricals: a quarter of the memory, and less to copy. */
const MANY_ANSWERS = 1_000_000;

const TEXTS = ["prompt_id", "dataset", "task", "source", "item", "style", "viewpoint", "expected"];

/** Options of {@linkcode dataFrames}. */
export interface DataFramesOptions {
  prompts: readonly DataPrompt[];
  /** What the annotations are called. */
  judge: string;
  /** Whether texts are categoricals. Default: from a million answers on. */
  compact?: boolean | undefined;
}

/** The parts of {@linkcode RunFrames} that the answers themselves make. */
export type FramesOfAnswers = Pick<
  RunFrames,
  "models" | "datasets" | "promptCount" | "promptsWithoutItem" | "annotations" | "responses"
>;

/** Makes frames, as `readRun` does, of a file's answers that have no problem. */
export function dataFrames(answers: ReadAnswers, options: DataFramesOptions): FramesOfAnswers {
  const { prompts, judge, compact = answers.frame.height >= MANY_ANSWERS } = options;
  const text = compact ? pl.Categorical : pl.Utf8;
  const used = answers.frame.filter(pl.col("problem").isNull());
  const all = used
    .select(
      pl.col("row"),
      pl.col("prompt_value"),
      pl.col("model_value"),
      pl.col("sample_value").alias("sample"),
      responseStatus().cast(text).alias("response_status"),
      pl.col("technique_value").cast(text).alias("technique"),
      pl.col("verdict_value").cast(text).alias("verdict"),
      pl.col("text_hash"),
    )
    .join(modelTable(answers.models, text), { on: "model_value", how: "left" })
    .join(promptTable(prompts, text), { on: "prompt_value", how: "left" })
    .withColumns(...rowPrompts(prompts, text))
    .withRowIndex("answer")
    .withColumns(pl.col("answer").cast(pl.Int64));
  const responses = markRepeatedTexts(all);
  return {
    models: inOrder(all, "model"),
    datasets: orderDatasets(inOrder(all, "dataset")),
    ...countPrompts(all),
    responses: responses.select(...RESPONSE_NAMES),
    annotations: annotationsOf(all, { judge, text }),
  };
}

const RESPONSE_NAMES = [
  ...["answer", "prompt_id", "model", "sample", "response_status", "dataset", "task", "source"],
  ...["item", "format", "style", "viewpoint", "expected", "cluster", "repeated_text"],
  "repeated_prompt",
];

const ANNOTATION_NAMES = [
  ...["answer", "prompt_id", "model", "sample", "judge", "variant", "status", "technique", "note"],
  ...["response_status", "dataset", "task", "source", "item", "format", "style", "viewpoint"],
  "expected",
];

function responseStatus(): pl.Expr {
  const known = pl.col("text_status").cast(pl.Utf8);
  const byText = pl.when(known.eq(pl.lit(""))).then(pl.lit("answered")).otherwise(known);
  return pl.col("status_value").cast(pl.Utf8).fillNull(byText);
}

function modelTable(models: readonly string[], text: pl.DataType): pl.DataFrame {
  return pl.DataFrame([
    pl.Series("model_value", models.map((_, index) => index), pl.Int64),
    pl.Series("model", [...models], pl.Utf8).cast(text),
  ]);
}

function promptTable(prompts: readonly DataPrompt[], text: pl.DataType): pl.DataFrame {
  const texts = (name: string, values: (string | null)[]) =>
    pl.Series(name, values, pl.Utf8).cast(text);
  const repeated = repeatedTexts(prompts);
  return pl.DataFrame([
    pl.Series("prompt_value", prompts.map((_, index) => index), pl.Int64),
    ...TEXTS.map((name) => texts(name, prompts.map((prompt) => valueOf(prompt, name)))),
    pl.Series("format", prompts.map(({ format }) => format), pl.Int64),
    texts(
      "cluster",
      prompts.map(({ item, prompt_id }) => {
        if (item !== null) return `item ${item}`;
        return prompt_id === null ? null : `prompt ${prompt_id}`;
      }),
    ),
    pl.Series(
      "repeated_prompt",
      prompts.map(({ text }) => text === "" ? null : repeated.has(text)),
      pl.Bool,
    ),
  ]);
}

function valueOf(prompt: DataPrompt, name: string): string | null {
  // Of a million prompts: looked up, not searched for.
  const value: unknown = Reflect.get(prompt, name);
  return value === null || value === undefined ? null : String(value);
}

/** The texts of several prompts. */
function repeatedTexts(prompts: readonly DataPrompt[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { text } of prompts) (seen.has(text) ? repeated : seen).add(text);
  return repeated;
}

/** Where neither item nor id is known, each row is a prompt of its own. */
function rowPrompts(prompts: readonly DataPrompt[], text: pl.DataType): pl.Expr[] {
  if (prompts.every(({ prompt_id }) => prompt_id !== null)) return [];
  const id = pl.concatString([pl.lit("row "), pl.col("row").add(pl.lit(1)).cast(pl.Utf8)], "");
  const cluster = pl.concatString([pl.lit("prompt "), id], "");
  const filled = (name: string, value: pl.Expr) =>
    pl.col(name).cast(pl.Utf8).fillNull(value).cast(text).alias(name);
  return [filled("prompt_id", id), filled("cluster", cluster)];
}

/** A model that gives one text to several prompts. Without texts, nothing is known of it. */
function markRepeatedTexts(answers: pl.DataFrame): pl.DataFrame {
  const hashed = answers.filter(pl.col("text_hash").isNotNull());
  if (hashed.height === 0) {
    return answers.withColumns(pl.lit(null).cast(pl.Bool).alias("repeated_text"));
  }
  const shared = hashed.groupBy("model_value", "text_hash")
    .agg(pl.col("prompt_id").nUnique().alias("prompts"))
    .filter(pl.col("prompts").gt(pl.lit(1)))
    .select("model_value", "text_hash", pl.lit(true).alias("is_shared"));
  return answers.join(shared, { on: ["model_value", "text_hash"], how: "left" }).withColumns(
    pl.when(pl.col("text_hash").isNull()).then(pl.lit(null))
      .otherwise(pl.col("is_shared").fillNull(pl.lit(false))).cast(pl.Bool).alias("repeated_text"),
  );
}

function annotationsOf(
  answers: pl.DataFrame,
  { judge, text }: { judge: string; text: pl.DataType },
): pl.DataFrame {
  const isJudged = pl.col("technique").isNotNull().or(pl.col("verdict").isNotNull());
  const [{ judged } = {}] = answers.select(isJudged.cast(pl.Int64).sum().alias("judged"))
    .toRecords();
  // Where all are, the columns are shared with the responses instead of copied.
  const rows = Number(judged) === answers.height ? answers : answers.filter(isJudged);
  const constant = (value: string | null) => pl.lit(value).cast(text);
  return rows.withColumns(
    constant(judge).alias("judge"),
    pl.lit(0).cast(pl.Int64).alias("variant"),
    pl.when(pl.col("technique").isNotNull()).then(pl.lit("parsed"))
      .otherwise(pl.col("verdict").cast(pl.Utf8)).cast(text).alias("status"),
    constant(null).alias("note"),
  ).select(...ANNOTATION_NAMES);
}

function countPrompts(answers: pl.DataFrame): Pick<
  RunFrames,
  "promptCount" | "promptsWithoutItem"
> {
  const prompts = answers.select("prompt_id", "item").unique(["prompt_id"]);
  const without = prompts.filter(pl.col("item").isNull());
  return { promptCount: prompts.height, promptsWithoutItem: without.height };
}

/** The values of a column in order of appearance. */
function inOrder(answers: pl.DataFrame, column: string): string[] {
  return answers.groupBy(column).agg(pl.col("answer").min().alias("first")).sort("first")
    .toRecords().map((row) => String(row[column]));
}
