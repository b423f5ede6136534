/**
 * Draws real answers for a person to read and label, stratified by what the rules say of them:
 *
 *     deno run -A bench/rules_sample.ts --round 1 --out reading.csv
 *
 * Answers that were read before, in `bench/rules_reading.csv`, are left out. The sheet does not say what the rules made of an answer, and is shuffled. Read each, write the
 * technique into `label`, and add the labels to `bench/rules_reading.csv` for
 * `bench/rules_agreement.ts`.
 */
import { parseArgs } from "node:util";
import { annotateByRules } from "../lib/annotation/rules/annotate_by_rules.ts";
import { hashedUniform } from "../lib/base/hashed_uniform.ts";
import { projectPath } from "../lib/base/project_paths.ts";
import { readCsv } from "../lib/base/read_csv.ts";
import { TECHNIQUES } from "../lib/base/vocabulary.ts";
import { writeCsv } from "../lib/base/write_csv.ts";
import { readUnseenAnswers, type RealAnswer } from "./rules_reading_material.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    round: { type: "string", default: "1" },
    "per-technique": { type: "string", default: "10" },
    total: { type: "string", default: "60" },
    out: { type: "string", default: "rules_reading_sheet.csv" },
  },
});

const readBefore = await readCsv(projectPath("bench", "rules_reading.csv"));
const read = new Set(readBefore.rows.map(({ fields }) => `${fields.file} ${fields.row}`));
const unseen = await readUnseenAnswers();
const answers = unseen.filter(({ file, row }) => !read.has(`${file} ${row}`));
const shuffled = shuffle(answers, `round ${values.round}`);
const byTechnique = Map.groupBy(
  shuffled,
  ({ completion }) => annotateByRules(completion).technique ?? "none",
);
const chosen = TECHNIQUES.flatMap((technique) =>
  (byTechnique.get(technique) ?? []).slice(0, Number(values["per-technique"]))
);
// Where a technique has too few, answers of any kind fill the sheet.
const others = shuffled.filter((answer) => !chosen.includes(answer));
const sample = [...chosen, ...others.slice(0, Math.max(0, Number(values.total) - chosen.length))];

await writeCsv(values.out, {
  columns: ["file", "row", "prompt", "completion", "label"],
  rows: shuffle(sample, "order").map((answer) => ({ ...answer, label: "" })),
});
console.log(`${sample.length} of ${answers.length} answers to read in ${values.out}`);

function shuffle(list: readonly RealAnswer[], purpose: string): RealAnswer[] {
  const keyed = list.map((answer) => ({
    answer,
    key: hashedUniform("rules reading", purpose, answer.file, answer.row),
  }));
  return keyed.sort((a, b) => a.key - b.key).map(({ answer }) => answer);
}
