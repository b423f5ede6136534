/**
 * What `deno task bench:analyze` measures of ours: a Parquet file of annotations in, every table out.
 *
 *     deno run -A bench/analyze/our_tables.ts FILE.parquet FOLDER [replicates] [permutations]
 */
import pl from "nodejs-polars";
import { tablesOfVerdicts } from "../../lib/analysis/compute_tables.ts";
import { writeTables } from "../../lib/analysis/write_tables.ts";

const [path = "", folder = "", replicates = "2000", permutations = "9999"] = Deno.args;

const verdicts = pl.scanParquet(path)
  .withColumns(
    pl.lit(0).alias("sample"),
    pl.lit("answered").alias("response_status"),
    pl.lit("annotated").alias("verdict"),
    pl.col("item").alias("cluster"),
  )
  .collectSync()
  .withRowIndex("answer");
const distinct = (column: string): string[] =>
  verdicts.select(pl.col(column).unique({ maintainOrder: true })).getColumn(column).toArray()
    .map(String);
const tables = tablesOfVerdicts(verdicts, {
  ...{ name: "planted", judge: "planted", simulated: "models" },
  ...{ models: distinct("model"), datasets: distinct("dataset") },
  ...{ promptCount: distinct("prompt_id").length, promptsWithoutItem: 0 },
  ...{ replicates: Number(replicates), permutations: Number(permutations) },
});
await writeTables(folder, tables);
