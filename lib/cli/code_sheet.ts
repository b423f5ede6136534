import { drawCodeSheet } from "../annotation/coding/draw_code_sheet.ts";
import { type CoderSummary, importCodes } from "../annotation/coding/import_codes.ts";
import { readCodes } from "../annotation/coding/read_codes.ts";
import { readCodedTable } from "../annotation/coding/read_coded_table.ts";
import { writeCodeSheet } from "../annotation/coding/write_code_sheet.ts";
import { formatAgreement } from "../annotation/agreement/format_agreement.ts";
import { measureAgreement } from "../annotation/agreement/measure_agreement.ts";
import { chooseJudge } from "../annotation/choose_judge.ts";
import { alignColumns } from "../base/align_columns.ts";
import { oneLine } from "../base/one_line.ts";
import { userPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { formatCount } from "../runs/progress.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { runTask, taskCommand, wholeNumber } from "./_command.ts";

interface CodeSheetTaskOptions {
  run: string;
  n?: number;
  judge?: string;
  seed: number;
  import?: string[];
  coder?: string;
  replace: boolean;
}

const command = taskCommand("code-sheet", "Has people code answers of a run by hand.")
  .requiredOption("--run <folder>", "the run's folder", userPath)
  .option("--n <number>", "draw so many answers to code", wholeNumber(1))
  .option("--judge <name>", "whose labels the draw is stratified by; default: the run's judge")
  .option("--seed <number>", "another seed draws other answers", wholeNumber(0), 1)
  .option("--import <files...>", "take filled sheets of one or more coders back")
  .option("--coder <name>", "who coded, where a file does not say")
  .option("--replace", "let a coder's new codes take the place of earlier ones", false)
  .addHelpText(
    "after",
    `
Draw:    deno task code-sheet --run outputs/mine --n 200
         writes RUN/coding/SHEET.html (open it in a browser; keys 1-6) and SHEET.csv (for
         spreadsheets): the same answers, shuffled, with neither model nor label.
Import:  deno task code-sheet --run outputs/mine --import alice.csv bob.csv
         keeps the codes as annotations by 'coder alice', 'coder bob', and says what is missing.

The draw is stratified by dataset and the judge's label, rare ones more than their share; how likely
each answer was to be drawn is kept in the run (code_sheet_items.inclusion).`,
  )
  .action(codeSheet);

async function codeSheet(options: CodeSheetTaskOptions): Promise<void> {
  if ((options.n === undefined) === (options.import === undefined)) {
    throw new UserError("Expected either --n NUMBER, to draw a sheet, or --import FILE….");
  }
  using run = openRun(options.run);
  if (options.import === undefined) await draw(run, { ...options, n: options.n ?? 0 });
  else await take(run, { ...options, files: options.import });
}

async function draw(
  run: RunFile,
  { n, judge, seed }: CodeSheetTaskOptions & { n: number },
): Promise<void> {
  const sheet = drawCodeSheet(run, {
    count: n,
    judge: chooseJudge(run, { wanted: judge, to: "draw from" }),
    seed,
  });
  const { page, csv } = await writeCodeSheet(run, sheet);
  console.log(`Drew ${formatCount(sheet.items.length)} answers to code:`);
  console.log(`  ${page}  open it in a browser`);
  console.log(`  ${csv}   or fill it in a spreadsheet`);
  console.log(`Then: deno task code-sheet --run ${run.folder} --import FILE…`);
}

async function take(
  run: RunFile,
  { files, coder, replace, judge }: CodeSheetTaskOptions & { files: readonly string[] },
): Promise<void> {
  const read = [];
  for (const path of files) read.push(await readCodes(userPath(path), { coder }));
  const summaries = await importCodes(run, { files: read, replace });
  for (const line of alignColumns([HEAD, ...summaries.map(rowOf)])) console.log(line);
  reportAgreement(run, judge);
  const uncoded = read.reduce((sum, file) => sum + file.uncoded, 0);
  if (uncoded > 0) console.log(`${formatCount(uncoded)} rows have no technique: not coded yet`);
  if (summaries.length === 0) {
    throw new UserError(`Cannot import codes: no row of ${files.join(", ")} has a technique.`);
  }
}

/** Coder with coder, and with the judge: on the answers that people coded. */
function reportAgreement(run: RunFile, wanted: string | undefined): void {
  const judge = chooseJudge(run, { wanted, to: "compare coders with a judge of" });
  const { table } = readCodedTable(run, [judge]);
  for (const line of formatAgreement(measureAgreement(table))) console.log(line);
}

const HEAD = [
  "coder",
  "sheet",
  "items",
  "imported",
  "there before",
  "replaced",
  "missing",
  "cannot be coded",
  "repeated",
];

function rowOf(summary: CoderSummary): string[] {
  const { coder, sheet, items, imported, alreadyThere, replaced, missing, uncodable, repeated } =
    summary;
  const counts = [items, imported, alreadyThere, replaced, missing, uncodable, repeated];
  return [oneLine(coder), oneLine(sheet), ...counts.map(formatCount)];
}

await runTask(command);
