import {
  DEFAULT_BOOTSTRAP_SEED,
  DEFAULT_REPLICATES,
} from "../annotation/agreement/cluster_bootstrap.ts";
import { formatAgreement } from "../annotation/agreement/format_agreement.ts";
import { readLabelMap } from "../annotation/agreement/label_map.ts";
import { measureAgreement } from "../annotation/agreement/measure_agreement.ts";
import { readLabels } from "../annotation/agreement/read_labels.ts";
import { userPath } from "../base/project_paths.ts";
import { readTable } from "../base/read_table.ts";
import { nameList, runTask, taskCommand, wholeNumber } from "./_command.ts";

interface AgreementTaskOptions {
  csv: string;
  raters: string[];
  reference?: string;
  map?: string;
  cluster?: string;
  replicates: number;
  seed: number;
  json: boolean;
}

const command = taskCommand("agreement", "Measures how far the raters of a table agree.")
  .requiredOption("--csv <file>", "a row per item: .csv, .parquet or .jsonl", userPath)
  .requiredOption("--raters <columns>", "columns with labels, commas between", nameList)
  .option("--reference <column>", "measure each rater against this column too")
  .option("--map <map>", 'JSON file { "raw": "label" }, or raw=label,raw=label')
  .option("--cluster <column>", "rows of one value belong together; default: none do")
  .option(
    "--replicates <number>",
    "samples for the intervals; 0: none",
    wholeNumber(0),
    DEFAULT_REPLICATES,
  )
  .option("--seed <number>", "of those samples", wholeNumber(0), DEFAULT_BOOTSTRAP_SEED)
  .option("--json", "print one JSON object", false)
  .addHelpText(
    "after",
    `
A label is trimmed and lower-cased, then looked up in the map, whose raw labels are normalised in the
same way; without a map it stands for itself. An empty cell is missing. What is not in the map is
missing too, and counted by rater and label as written (JSON: unmapped).

  n                   rows of the table; of a pair, or a rater and the reference: rows both labelled
  categories          labels that a rater or the reference uses, sorted
  kappa               Cohen's, for each pair
  krippendorff_alpha  nominal, over rows with two labels or more (n_pairable)
  fleiss_kappa        over rows that every rater labelled (n_complete)
  macro_f1            plain mean of F1 over the labels that the rater or the reference uses on the
                      rows both labelled; confusion has the reference in rows
  ..._interval        95 %: percentiles over samples of whole clusters, drawn with replacement

What is not defined is null: with no common row, or where one label is all there is. As in
scikit-learn, precision is 0 for a label that the rater never gives (predicted 0), and recall for
one that the reference lacks (support 0).

Example:
  deno task agreement --csv codes.csv --raters anna,ben,judge --reference gold --cluster item \\
    --map 'refusal=refusal,refused=refusal,n.a.=avoidance' --json`,
  )
  .action(printAgreement);

async function printAgreement(options: AgreementTaskOptions): Promise<void> {
  const { raters, reference, cluster, replicates, seed } = options;
  const map = options.map === undefined ? undefined : await readLabelMap(options.map);
  const labels = readLabels(await readTable(options.csv), { raters, reference, map, cluster });
  const report = measureAgreement(labels.table, { reference: labels.reference, replicates, seed });
  if (options.json) {
    console.log(JSON.stringify({ ...report, unmapped: labels.unmapped }, null, 2));
  } else {
    for (const line of formatAgreement(report, labels.unmapped)) console.log(line);
  }
}

await runTask(command);
