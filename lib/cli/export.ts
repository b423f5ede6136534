import { Option } from "commander";
import { oneLine } from "../base/one_line.ts";
import { userPath } from "../base/project_paths.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../analysis/export/export_formats.ts";
import { exportRun } from "../analysis/export/export_run.ts";
import { formatExport } from "../analysis/export/format_export.ts";
import { formatCount } from "../runs/progress.ts";
import { nameList, runTask, taskCommand } from "./_command.ts";
import { stopSignal } from "./_stop_signal.ts";

interface ExportTaskOptions {
  run: string;
  out: string;
  format?: ExportFormat;
  layout: "long" | "wide";
  judge?: string;
  annotations: boolean;
  models?: string[];
}

const command = taskCommand("export", "Writes a run's responses and annotations as a table.")
  .requiredOption("--run <folder>", "the run's folder", userPath)
  .requiredOption("--out <path>", "where to: .csv, .jsonl, .parquet, or a folder", outPath)
  .addOption(new Option("--format <name>", "by default as --out ends").choices(EXPORT_FORMATS))
  .addOption(
    new Option("--layout <name>", "a row per response, or all models in one row")
      .choices(["long", "wide"]).default("long"),
  )
  .option("--judge <name>", "whose annotations; needed where a run has several judges")
  .option("--no-annotations", "leave annotations out")
  .option("--models <names>", "only these, with commas between", nameList)
  .addHelpText(
    "after",
    `
A folder is Parquet partitioned by model: model=NAME/part-00001.parquet, of up to 100,000 rows each, as
pyarrow, Spark, DuckDB and Polars read it. Failures are rows, too: 'status' says what each row is.
Parquet and JSONL tell an empty text from none (null); in CSV the one is "" and the other nothing.

The wide layout is the published annotated data set's: ID, Task, Input Number, Format, Input, and for
each model NAME_Generation and NAME_Annotation (codes 1 to 6); the last part of ID is the sample.

A judge that was asked with several prompts gives the technique that most of them gave.
'deno task import --csv PATH' takes the long layout into another run, without --map.

Example:
  deno task export --run outputs/mine --out outputs/mine/responses.parquet`,
  )
  .action(exportTable);

async function exportTable(options: ExportTaskOptions): Promise<void> {
  const { run, out, format, layout, models, annotations } = options;
  const isTerminal = Deno.stderr.isTerminal();
  using stop = stopSignal("Stopping …");
  try {
    const summary = await exportRun(run, {
      ...{ out, format, layout, models, signal: stop.signal },
      judge: annotations ? options.judge : null,
      onProgress: isTerminal ? showRows : undefined,
    });
    if (isTerminal) write("\r\x1b[2K");
    for (const line of formatExport(summary)) console.log(oneLine(line));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.error("Stopped. Nothing was written.");
    Deno.exitCode = 130;
  }
}

/** A trailing slash says that a folder is meant. */
function outPath(path: string): string {
  return userPath(path) + (/[\\/]$/.test(path) ? "/" : "");
}

function showRows(rows: number): void {
  if (rows % 10_000 === 0) write(`\r\x1b[2K${formatCount(rows)} rows`);
}

function write(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}

await runTask(command);
