import { relative } from "node:path";
import { DATA_COLUMNS, parseDataMap } from "../analysis/source/data_columns.ts";
import { formatReport } from "../analysis/source/format_report.ts";
import { alignColumns } from "../base/align_columns.ts";
import { userPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { analyzeData, analyzeRun, type RunAnalysis } from "../figures/analyze_run.ts";
import { formatShares } from "../figures/format_shares.ts";
import { runTask, taskCommand } from "./_command.ts";

interface AnalyzeOptions {
  run?: string;
  data?: string;
  map?: string[];
  judge?: string;
  out?: string;
}

const command = taskCommand("analyze", "Makes tables and figures of annotations.")
  .option("--run <folder>", "the run's folder", userPath)
  .option(
    "--data <file>",
    "instead of a run: annotated answers, .csv, .parquet or .jsonl",
    userPath,
  )
  .option("--map <pairs...>", "with --data: our_column=their_column, for a row per answer")
  .option("--judge <name>", "whose annotations; needed where there are several judges")
  .option("--out <folder>", "where tables/ and figures/ go; default: the run's folder", userPath)
  .addHelpText(
    "after",
    `
--data takes the published annotated data set as it is (Task, Input Number, Format, and for each
model <Model>_Generation and <Model>_Annotation), and any table with a row per answer. What cannot
be used is counted, shown and left out.

Columns of ours for --map:
${alignColumns(Object.entries(DATA_COLUMNS)).map((line) => `  ${line}`).join("\n")}`,
  )
  .action(analyze);

async function analyze(options: AnalyzeOptions): Promise<void> {
  const { out, tables, paths } = await analyzeSource(options);
  for (const line of formatShares(tables)) console.log(line);
  console.log("");
  for (const note of tables.notes) console.log(`Note: ${note}`);
  console.log(`Wrote to ${out}:`);
  for (const path of paths) console.log(`  ${relative(out, path)}`);
}

async function analyzeSource(
  { run, data, map, judge, out }: AnalyzeOptions,
): Promise<RunAnalysis & { out: string }> {
  if ((run === undefined) === (data === undefined)) {
    throw new UserError("Cannot analyze: give either --run, or --data with --out.");
  }
  if (run !== undefined) {
    if (map !== undefined) throw new UserError("Cannot take --map with --run. Leave it out.");
    return { out: out ?? run, ...await analyzeRun(run, { judge, out }) };
  }
  if (data === undefined || out === undefined) {
    throw new UserError("Cannot analyze a file without --out: say where tables and figures go.");
  }
  const analysis = await analyzeData(data, {
    out,
    ...(judge === undefined ? {} : { judge }),
    ...(map === undefined ? {} : { map: parseDataMap(map) }),
  });
  for (const line of formatReport(analysis.report)) console.log(line);
  console.log("");
  return { out, ...analysis };
}

await runTask(command);
