import { join } from "node:path";
import { userPath } from "../base/project_paths.ts";
import { writeAtomically } from "../base/write_atomically.ts";
import { makeReport } from "../figures/report/make_report.ts";
import { runTask, taskCommand, wholeNumber } from "./_command.ts";

interface ReportOptions {
  run: string;
  judge?: string;
  out?: string;
  answers: number;
  seed: number;
}

const command = taskCommand("report", "Makes one web page of a run, for a supplement.")
  .requiredOption("--run <folder>", "the run's folder", userPath)
  .option("--judge <name>", "whose annotations; needed where a run has several judges")
  .option("--out <file>", "the page; default: report.html in the run's folder", userPath)
  .option(
    "--answers <number>",
    "answers to read of each model, dataset and technique",
    wholeNumber(1),
    20,
  )
  .option("--seed <number>", "another seed draws other answers", wholeNumber(0), 1)
  .addHelpText(
    "after",
    `
The page holds figures, tables (as Markdown and LaTeX too), methods with the actual settings, data
quality, versions, BibTeX, and answers to read. It asks nothing of any network: one file is all of it.
The same run gives the same file. Prompts and answers are in it: look at the licence of what you
asked before you publish it.`,
  )
  .action(report);

async function report({ run, judge, answers, seed, out }: ReportOptions): Promise<void> {
  const path = out ?? join(run, "report.html");
  const page = await makeReport(run, { judge, perSegment: answers, seed });
  await writeAtomically(path, page);
  console.log(`Wrote ${path} (${(page.length / 1e6).toFixed(1)} MB).`);
}

await runTask(command);
