import { oneLine } from "../base/one_line.ts";
import { nameInPartition } from "../base/partitioned_folder.ts";
import { userPath } from "../base/project_paths.ts";
import { IMPORT_COLUMNS, parseColumnMap, parseSetValues } from "../runs/import_columns.ts";
import {
  type ImportCounts,
  importResponses,
  type ImportSummary,
} from "../runs/import_responses.ts";
import { formatCount } from "../runs/progress.ts";
import { readImportFiles } from "../runs/read_import_files.ts";
import { openRun } from "../runs/run_file.ts";
import { runTask, taskCommand } from "./_command.ts";

interface ImportTaskOptions {
  run: string;
  csv: string[];
  map?: string[];
  set?: string[];
}

const columns = Object.entries(IMPORT_COLUMNS)
  .map(([name, meaning]) => `  ${name.padEnd(20)}${meaning}`).join("\n");

const command = taskCommand("import", "Takes answers that someone else generated into a run.")
  .requiredOption("--run <folder>", "the run's folder; made where there is none", userPath)
  .requiredOption(
    "--csv <files...>",
    "files with a row per answer: .csv, .parquet or .jsonl; or a folder of Parquet files",
  )
  .option("--map <pairs...>", "our_column=their_column; not needed for a run's exports")
  .option("--set <pairs...>", "our_column=value, for what the files lack")
  .addHelpText(
    "after",
    `
Columns of ours:
${columns}

A second, different answer of a model to a prompt becomes its next sample; the same answer again is
skipped as a duplicate, unless 'sample' is mapped. Importing the same files again adds nothing.
Where a row does not fit, nothing is written.

What 'deno task export' wrote in its long layout (a file, or the folder) needs no --map: its texts are
taken as they are. With --map, line breaks of Windows become \\n, and thinking is split off answers.

Example:
  deno task import --run outputs/mine --csv answers/*.csv \\
    --map prompt=full_prompt,response=completion,model=model,item=pct_id,format=templ_id \\
    --set dataset=political_opinions`,
  )
  .action(importFiles);

async function importFiles(options: ImportTaskOptions): Promise<void> {
  const map = options.map && parseColumnMap(options.map);
  const set = parseSetValues(options.set ?? []);
  // Everything is read and checked before the run is made.
  using files = await readImportFiles(options.csv.map(userPath), { map, set });
  using run = openRun(options.run, { create: true });
  const summary = await importResponses(run, files);
  for (const line of formatImport(summary)) console.log(oneLine(line));
  console.log(`The answers are in ${run.path}`);
}

function formatImport({ files, models, total, newPrompts, formats }: ImportSummary): string[] {
  const read = [...formats].map(([text, number]) => `${text} as ${number}`);
  return [
    ...[...files].map(([path, counts]) => `${nameInPartition(path)}: ${describe(counts)}`),
    ...[...models].map(([model, counts]) => `model ${model}: ${describe(counts)}`),
    `total: ${describe(total)}, ${formatCount(newPrompts)} new prompts`,
    ...(read.length === 0 ? [] : [`formats read: ${read.join(", ")}`]),
  ];
}

function describe(counts: ImportCounts): string {
  const parts = [
    `${formatCount(counts.rows)} rows read`,
    `${formatCount(counts.imported)} imported`,
    `${formatCount(counts.alreadyThere)} already there`,
    `${formatCount(counts.duplicates)} duplicates skipped`,
    `${formatCount(counts.empty)} empty`,
  ];
  if (counts.furtherSamples > 0) {
    parts.push(`${formatCount(counts.furtherSamples)} as further samples`);
  }
  return parts.join(", ");
}

await runTask(command);
