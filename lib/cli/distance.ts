import { InvalidArgumentError } from "commander";
import { userPath } from "../base/project_paths.ts";
import { distancesAsJson, formatDistances } from "../surveys/format_distances.ts";
import { readDistances } from "../surveys/read_distances.ts";
import { runTask, taskCommand } from "./_command.ts";

interface DistanceTaskOptions {
  csv: string;
  p: string;
  q: string;
  by?: string;
  base: number;
  json: boolean;
}

const command = taskCommand(
  "distance",
  "Measures the Jensen-Shannon distance between the distributions of two columns.",
)
  .requiredOption("--csv <file>", "a CSV file, a pair of distributions in each row", userPath)
  .requiredOption("--p <column>", "lists such as [0.2, 0.8]")
  .requiredOption("--q <column>", "the lists that they are compared with")
  .option("--by <column>", "a mean for each value of this column too")
  .option("--base <number>", "of the logarithm, above 1, or e; with 2 distances end at 1", base, 2)
  .option("--json", "print one JSON object", false)
  .addHelpText(
    "after",
    `
A cell is a list or tuple of numbers as Python or JSON writes it; nothing in it is executed. Of two
lists the shorter is padded with zeros at its end, then each is divided by its sum. The distance is the
square root of the divergence, as scipy's jensenshannon has it.

A row has no distance (null in JSON, with the reason) where a cell is empty or no list, or holds nan,
a negative number or nothing but zeros. Such rows are counted and are in no mean.

  n        rows with a distance
  missing  rows without one
  mean     of the n distances; null where n is 0

JSON: { rows: [{ line, distance, reason? }], groups: [{ by, n, missing, mean }],
        overall: { n, missing, mean } }
line is the line of the file on which the row starts; groups stand in the order of the file, and are
empty without --by.

Example:
  deno task distance --csv answers.csv --p model_shares --q human_shares --by model --json`,
  )
  .action(printDistances);

async function printDistances({ csv, json, ...options }: DistanceTaskOptions): Promise<void> {
  const table = await readDistances(csv, options);
  for (const piece of json ? distancesAsJson(table) : formatDistances(table)) console.log(piece);
}

function base(text: string): number {
  const value = text.trim() === "e" ? Math.E : Number(text);
  if (text.trim() !== "" && value > 1 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("Expected a number above 1, or e.");
}

await runTask(command);
