/**
 * What `deno task bench:analyze` measures of ours: a Parquet file of annotations in, every table out.
 *
 *     deno run -A bench/analyze/our_tables.ts FILE.parquet FOLDER [replicates] [permutations]
 *
 * With 0 permutations it makes only what the pandas script makes: shares and their bootstrap.
 */
import pl from "nodejs-polars";
import { join } from "node:path";
import { type AnalysisTables, tablesOfVerdicts } from "../../lib/analysis/compute_tables.ts";
import { DISTRIBUTION_COLUMNS, distributions } from "../../lib/analysis/distributions.ts";
import { writeTables } from "../../lib/analysis/write_tables.ts";
import { writeCsv } from "../../lib/base/write_csv.ts";

const [path = "", folder = "", given = "2000", drawn = "9999"] = Deno.args;
const [replicates, permutations] = [Number(given), Number(drawn)];

const verdicts = pl.scanParquet(path)
  .withColumns(
    pl.lit(0).alias("sample"),
    pl.lit("answered").alias("response_status"),
    pl.lit("annotated").alias("verdict"),
    pl.col("item").alias("cluster"),
  )
  .collectSync()
  .withRowIndex("answer");
const order = { models: distinct("model"), datasets: distinct("dataset") };

if (permutations > 0) {
  await writeTables(folder, allTables());
} else {
  const rows = distributions(verdicts, order, { replicates });
  const columns = [...DISTRIBUTION_COLUMNS, "boot_low", "boot_high"] as const;
  await writeCsv(join(folder, "intervals.csv"), { columns, rows });
}

function allTables(): AnalysisTables {
  return tablesOfVerdicts(verdicts, {
    ...{ name: "planted", judge: "planted", simulated: "models" },
    ...order,
    ...{ promptCount: countDistinct("prompt_id"), promptsWithoutItem: 0 },
    ...{ replicates, permutations },
  });
}

function distinct(column: string): string[] {
  return verdicts.select(pl.col(column).unique({ maintainOrder: true })).getColumn(column)
    .toArray().map(String);
}

function countDistinct(column: string): number {
  return Number(verdicts.select(pl.col(column).nUnique()).getColumn(column).get(0));
}
