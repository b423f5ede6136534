/**
 * How often the rules agree with a reader, on real answers that were not used to write them:
 *
 *     deno run -A bench/rules_agreement.ts
 *
 * `rules_reading.csv` holds what the rules' author made of each answer before seeing what the rules
 * made of it. The sheets were stratified by the rules' label, so the plain share is not the share in all
 * answers: that is the weighted one, each stratum counted by its size. The rules were changed after
 * rounds 1 and 2, so only the last round measures them as they are.
 */
import { annotateByRules } from "../lib/annotation/rules/annotate_by_rules.ts";
import { projectPath } from "../lib/base/project_paths.ts";
import { readCsv } from "../lib/base/read_csv.ts";
import { TECHNIQUES } from "../lib/base/vocabulary.ts";
import { readUnseenAnswers } from "./rules_reading_material.ts";

interface Read {
  round: string;
  label: string;
  rules: string;
  rule: string;
}

const answers = await readUnseenAnswers();
const byKey = new Map(answers.map((answer) => [`${answer.file} ${answer.row}`, answer.completion]));
const sizes = countBy(answers.map(({ completion }) => nameOf(completion)));

const { rows } = await readCsv(projectPath("bench", "rules_reading.csv"), {
  required: ["round", "file", "row", "label"],
});
const read = rows.map(({ line, fields: { round = "", file, row, label = "" } }): Read => {
  const completion = byKey.get(`${file} ${row}`);
  if (completion === undefined) throw new Error(`rules_reading.csv, line ${line}: no such answer`);
  return { round, label, rules: nameOf(completion), rule: annotateByRules(completion).rule };
});

for (const [round, list] of Map.groupBy(read, (entry) => entry.round)) {
  const right = list.filter(isRight).length;
  console.log(`\nRound ${round}: ${right} of ${list.length} right, weighted ${weighted(list)}`);
  console.log(
    "rules' label           answers   read  right    reader's label: read, of them right",
  );
  for (const technique of TECHNIQUES) {
    const said = list.filter(({ rules }) => rules === technique);
    const meant = list.filter(({ label }) => label === technique);
    const cells = [sizes.get(technique) ?? 0, said.length, said.filter(isRight).length];
    const numbers = cells.map((count) => String(count).padStart(7)).join("");
    console.log(
      `${technique.padEnd(22)}${numbers}    ${meant.length}, ${meant.filter(isRight).length}`,
    );
  }
  const misses = countBy(
    list.filter((entry) => !isRight(entry))
      .map(({ label, rules, rule }) => `${label} taken for ${rules} (${rule})`),
  );
  for (const [miss, count] of [...misses].sort((a, b) => b[1] - a[1])) console.log(count, miss);
}

function nameOf(completion: string): string {
  return annotateByRules(completion).technique ?? "none";
}

function isRight({ label, rules }: Read): boolean {
  return label === rules;
}

/** The share of right labels in all answers whose stratum was read, and how many those are. */
function weighted(list: readonly Read[]): string {
  const strata = [...Map.groupBy(list, ({ rules }) => rules)].map(([technique, entries]) => ({
    size: sizes.get(technique) ?? 0,
    share: entries.filter(isRight).length / entries.length,
  }));
  const total = strata.reduce((sum, { size }) => sum + size, 0);
  const share = strata.reduce((sum, { size, share }) => sum + size * share, 0) / total;
  return `${(100 * share).toFixed(1)}% of ${total} answers`;
}

function countBy(names: readonly string[]): Map<string, number> {
  return names.reduce(
    (counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1),
    new Map<string, number>(),
  );
}
