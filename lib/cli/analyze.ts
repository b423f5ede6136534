import { relative } from "node:path";
import { userPath } from "../base/project_paths.ts";
import { analyzeRun } from "../figures/analyze_run.ts";
import { formatShares } from "../figures/format_shares.ts";
import { runTask, taskCommand } from "./_command.ts";

interface AnalyzeOptions {
  run: string;
  judge?: string;
  out?: string;
}

const command = taskCommand("analyze", "Makes tables and figures of a run's annotations.")
  .requiredOption("--run <folder>", "the run's folder", userPath)
  .option("--judge <name>", "whose annotations; needed where a run has several judges")
  .option("--out <folder>", "where tables/ and figures/ go; default: the run's folder", userPath)
  .action(analyze);

async function analyze({ run, judge, out = run }: AnalyzeOptions): Promise<void> {
  const { tables, paths } = await analyzeRun(run, { judge, out });
  for (const line of formatShares(tables)) console.log(line);
  console.log("");
  for (const note of tables.notes) console.log(`Note: ${note}`);
  console.log(`Wrote to ${out}:`);
  for (const path of paths) console.log(`  ${relative(out, path)}`);
}

await runTask(command);
