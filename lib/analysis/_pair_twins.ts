import pl from "nodejs-polars";
import { TECHNIQUES } from "../base/vocabulary.ts";
import type { TwinCounts } from "./twin_rows.ts";

/** One model's twins: per item, the pairs with each technique on either side, in code order. */
export interface ModelTwins {
  a: number[][];
  b: number[][];
  counts: TwinCounts;
}

/** What makes two prompts twins, given their viewpoints. */
const TWIN_KEYS = ["model", "dataset", "cluster", "format", "sample"];

/** The viewpoints that answers have, in order of appearance. */
export function viewpointsOf(verdicts: pl.DataFrame): string[] {
  return verdicts
    .select("viewpoint")
    .filter(pl.col("viewpoint").isNotNull())
    .unique({ maintainOrder: true })
    .getColumn("viewpoint").toArray().map(String);
}

/** Pairs answers of two viewpoints and adds them up by item; items in the order of their names. */
export function pairTwins(
  verdicts: pl.DataFrame,
  { viewpoints: [a, b], models }: {
    viewpoints: readonly [string, string];
    models: readonly string[];
  },
): ModelTwins[] {
  const isA = pl.col("viewpoint").eq(pl.lit(a));
  const isB = pl.col("viewpoint").eq(pl.lit(b));
  const techniqueIf = (is: pl.Expr) =>
    pl.when(is).then(pl.col("technique")).otherwise(pl.lit(null));
  const pairs = verdicts
    .filter(isA.or(isB))
    .withColumns(techniqueIf(isA).alias("technique_a"), techniqueIf(isB).alias("technique_b"))
    .groupBy(...TWIN_KEYS)
    .agg(
      isA.cast(pl.Int64).sum().alias("answers_a"),
      isB.cast(pl.Int64).sum().alias("answers_b"),
      // A twin has one answer on each side, so that this is the only one.
      pl.col("technique_a").max(),
      pl.col("technique_b").max(),
    )
    .groupBy("model", "cluster", "answers_a", "answers_b", "technique_a", "technique_b")
    .agg(pl.col("sample").count().alias("cells"))
    .sort(["model", "cluster"]);
  const cells = Map.groupBy(pairs.toRecords().map(toCell), ({ model }) => model);
  return models.map((model) => addUp(cells.get(model) ?? [], model));
}

/** Twins of a model and item that are alike in all that counts. */
interface Cell {
  model: string;
  cluster: string;
  answers_a: number;
  answers_b: number;
  /** Codes from 0; −1 where there is no technique. */
  technique_a: number;
  technique_b: number;
  cells: number;
}

function toCell(row: Record<string, unknown>): Cell {
  return {
    model: String(row.model),
    cluster: String(row.cluster),
    answers_a: Number(row.answers_a),
    answers_b: Number(row.answers_b),
    technique_a: TECHNIQUES.findIndex((name) => name === row.technique_a),
    technique_b: TECHNIQUES.findIndex((name) => name === row.technique_b),
    cells: Number(row.cells),
  };
}

function addUp(cells: readonly Cell[], model: string): ModelTwins {
  const counts = { model, twins: 0, without_technique: 0, without_twin: 0, ambiguous: 0 };
  const items = new Map<string, { a: number[]; b: number[] }>();
  for (const { cluster, answers_a, answers_b, technique_a, technique_b, cells: n } of cells) {
    const answers = n * (answers_a + answers_b);
    if (answers_a === 0 || answers_b === 0) counts.without_twin += answers;
    else if (answers_a > 1 || answers_b > 1) counts.ambiguous += answers;
    else if (technique_a < 0 || technique_b < 0) counts.without_technique += n;
    else {
      const item = items.get(cluster) ??
        { a: TECHNIQUES.map(() => 0), b: TECHNIQUES.map(() => 0) };
      items.set(cluster, item);
      item.a[technique_a] = (item.a[technique_a] ?? 0) + n;
      item.b[technique_b] = (item.b[technique_b] ?? 0) + n;
      counts.twins += n;
    }
  }
  const listed = [...items.values()];
  return { a: listed.map((item) => item.a), b: listed.map((item) => item.b), counts };
}
