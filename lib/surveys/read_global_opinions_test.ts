import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../base/user_error.ts";
import { formatCsv } from "../base/write_csv.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { type GlobalOpinions, readGlobalOpinions } from "./read_global_opinions.ts";
import { listPopulations, sharedQuestions } from "./shared_questions.ts";

const SAMPLE = "real/global-opinion-qa/global_opinions_sample.csv";

interface Row {
  question?: string;
  selections?: string;
  options?: string;
}

async function readRows(...rows: readonly Row[]): Promise<GlobalOpinions> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "opinions.csv");
  const columns = ["question", "selections", "options", "source"] as const;
  const usual = { question: "Is it so?", selections: dict(""), options: "['Yes', 'No']" };
  const filled = rows.map((row) => ({ ...usual, source: "GAS", ...row }));
  await Deno.writeTextFile(path, formatCsv({ columns, rows: filled }));
  return await readGlobalOpinions(path);
}

/** What `repr` prints of a `defaultdict`. */
function dict(inside: string): string {
  return `defaultdict(<class 'list'>, {${inside}})`;
}

Deno.test("readGlobalOpinions() keeps numbers, labels, qualifiers and the order of the file", async () => {
  const { questions, leftOut } = await readRows(
    { selections: dict("'China (Non-national sample)': [0.3, 0.1], 'Chad': [0.0, 1.0]") },
    { question: "How much?\n\nMoney", options: `["Don't know", 1.0, -2]` },
  );
  assert.deepEqual(leftOut, []);
  const [first, second] = questions;
  assert.ok(first && second);
  assert.deepEqual([...first.human.keys()], ["China (Non-national sample)", "Chad"]);
  const [yes = NaN, no = NaN] = first.human.get("China (Non-national sample)") ?? [];
  assert.ok(Math.abs(yes - 0.75) < 1e-15 && Math.abs(no - 0.25) < 1e-15);
  assert.deepEqual([first.number, first.source, first.key], [0, "GAS", null]);
  assert.equal(second.text, "How much?\n\nMoney");
  assert.deepEqual(second.options, ["Don't know", "1.0", "-2"]);
  assert.equal(second.number, 1);
});

Deno.test("readGlobalOpinions() names a question by its content, and repeated ones apart", async () => {
  const { questions: three } = await readRows({}, { question: "And this?" }, {});
  const { questions: one } = await readRows({ question: "And this?" });
  const ids = three.map(({ question_id }) => question_id);
  assert.equal(ids[1], one[0]?.question_id);
  assert.equal(ids[2], `${ids[0]}-2`);
});

const BAD_LISTS: readonly (readonly [string, string, string])[] = [
  ["[0.0, 0.0]", "zero_sum", "the values sum to zero"],
  ["[]", "wrong_length", "0 values for 2 options"],
  ["[0.5]", "wrong_length", "1 values for 2 options"],
  ["[0.5, 0.25, 0.25]", "wrong_length", "3 values for 2 options"],
  ["[1.5, -0.5]", "negative", "-0.5 is below zero"],
  ["[nan, 1.0]", "not_numbers", "NaN is no finite number"],
  ["[inf, 1.0]", "not_numbers", "Infinity is no finite number"],
  ["[1e308, 1e308]", "not_numbers", "the sum is no finite number"],
  ["['0.5', 0.5]", "not_numbers", "'0.5' is no finite number"],
  ["[None, 1.0]", "not_numbers", "null is no finite number"],
  ["[[0.5], 0.5]", "not_numbers", "what is no list of numbers is no finite number"],
  ["0.5", "wrong_length", "1 values for 2 options"],
];
for (const [list, kind, reason] of BAD_LISTS) {
  Deno.test(`readGlobalOpinions() leaves out ${list} with line, population and reason`, async () => {
    const bad = dict(`'Chad': [0.5, 0.5], 'Peru': ${list}`);
    const { questions, leftOut } = await readRows({ question: "One\ntwo?" }, { selections: bad });
    assert.deepEqual(leftOut, [{ line: 4, number: 1, population: "Peru", kind, reason }]);
    assert.deepEqual([...questions[1]?.human.keys() ?? []], ["Chad"]);
  });
}

const BAD_ROWS: readonly (readonly [string, Row, string, RegExp])[] = [
  ["an empty question", { question: " \n" }, "empty_question", /the question is empty/],
  ["one option", { options: "['Yes']" }, "too_few_options", /two options or more: 1/],
  ["no options", { options: "" }, "unreadable", /^options: the cell is empty$/],
  ["options that are no list", { options: "'Yes'" }, "unreadable", /expected a list$/],
  ["an option without a text", { options: "['Yes', None]" }, "unreadable", /a list of texts/],
  ["selections that are a list", { selections: "[0.5, 0.5]" }, "unreadable", /expected a dict/],
  ["a population without a name", { selections: "{1: [1, 0]}" }, "unreadable", /name is no text/],
  ["a call", { selections: "__import__('os').remove('x')" }, "unreadable", /found '__import__'/],
  ["a call in a dict", { selections: dict("'a': open('x')") }, "unreadable", /found 'open'/],
  ["a call in options", { options: "[exit()]" }, "unreadable", /found 'exit'/],
  ["deep nesting", { selections: "[".repeat(100_000) }, "unreadable", /more than 100 brackets/],
  ["a name of a megabyte", { options: "x".repeat(1e6) }, "unreadable", /^options, line 1.{1,150}$/],
];
for (const [what, row, kind, reason] of BAD_ROWS) {
  Deno.test(`readGlobalOpinions() leaves out a row with ${what}, executing nothing`, async () => {
    const { questions, leftOut } = await readRows(row, {});
    assert.deepEqual(questions.map(({ number }) => number), [1]);
    assert.equal(leftOut.length, 1);
    assert.deepEqual([leftOut[0]?.line, leftOut[0]?.population, leftOut[0]?.kind], [2, null, kind]);
    assert.match(leftOut[0]?.reason ?? "", reason);
  });
}

Deno.test("readGlobalOpinions() says so where no row of a file is a question", async () => {
  await assert.rejects(
    readRows({ selections: "nonsense" }),
    (error) => error instanceof UserError && /none of its 1 rows is a question/.test(error.message),
  );
});

Deno.test("sharedQuestions() keeps what all populations share and counts what was left out", async () => {
  const opinions = await readRows(
    { selections: dict("'Chad': [1, 0], 'Peru': [0, 1], 'Peru (Old)': [1, 1]") },
    { selections: dict("'Chad': [1, 0], 'Peru': [0, 0]") },
    { selections: dict("'Chad': [1, 0], 'Peru (Old)': [0, 1]") },
    { question: "", selections: dict("'Chad': [1, 0], 'Peru': [0, 1]") },
    { question: "", selections: dict("'Chad': [1, 0]") },
  );
  const shared = sharedQuestions(opinions, ["Peru", "Chad"]);
  assert.deepEqual(shared.questions.map(({ number }) => number), [0]);
  assert.deepEqual([...shared.questions[0]?.human.keys() ?? []], ["Chad", "Peru"]);
  assert.equal(shared.asked, 3);
  const left = shared.leftOut.map(({ number, kind }) => [number, kind]);
  assert.deepEqual(left, [[3, "empty_question"], [1, "zero_sum"]]);
  assert.throws(
    () => sharedQuestions(opinions, ["Peru (New)"]),
    /Cannot find the population 'Peru \(New\)'.*Did you mean Peru \(Old\)/,
  );
  assert.deepEqual(listPopulations(opinions.questions), [
    { population: "Chad", questions: 3 },
    { population: "Peru (Old)", questions: 2 },
    { population: "Peru", questions: 1 },
  ]);
});

testWithShared(SAMPLE, "readGlobalOpinions() reads the published layout whole", async () => {
  const opinions = await readGlobalOpinions(sharedPath(SAMPLE));
  const { questions, leftOut } = opinions;
  assert.equal(questions.length, 1301);
  assert.equal(leftOut.length, 9);
  assert.ok(leftOut.every(({ kind, number }) => kind === "zero_sum" && number === 322));
  const kept = questions.reduce((sum, { human }) => sum + human.size, 0);
  assert.equal(kept + leftOut.length, 4633);
  assert.equal(new Set(questions.map(({ question_id }) => question_id)).size, 1301);
  const { asked, questions: shared } = sharedQuestions(opinions, ["United States", "Japan"]);
  assert.deepEqual([asked, shared.length], [6, 6]);
  const qualified = listPopulations(questions).filter(({ population }) => / \(/.test(population));
  assert.equal(qualified.length, 23);
  for (const { human, options } of questions) {
    for (const shares of human.values()) {
      assert.equal(shares.length, options.length);
      assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-12);
    }
  }
});
