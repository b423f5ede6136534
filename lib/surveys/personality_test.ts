import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../base/user_error.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { PERSONALITY_OPTIONS, personalityQuestions } from "./personality_questions.ts";
import { publishedShares } from "./published_counts.ts";
import { pythonSetOrder } from "./_python_set.ts";
import {
  type PersonalityAnswers,
  readPersonalityAnswers,
  type ReadPersonalityAnswersOptions,
} from "./read_personality_answers.ts";
import {
  type PersonalityStatement,
  readPersonalityStatements,
} from "./read_personality_statements.ts";
import PYTHON from "./fixtures/python_sets.json" with { type: "json" };

const MPI = "real/mpi/mpi_questions.csv";
const HEADER = "label_raw\ttext\tlabel_ocean\tkey";

async function withText<T>(
  { name, text }: { name: string; text: string | Uint8Array },
  use: (path: string) => Promise<T>,
): Promise<T> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, name);
  await Deno.writeFile(path, typeof text === "string" ? new TextEncoder().encode(text) : text);
  return await use(path);
}

function readStatements(text: string): Promise<PersonalityStatement[]> {
  return withText({ name: "s.csv", text }, readPersonalityStatements);
}

const STATEMENTS = await readStatements(
  `${HEADER}\nTrust\tTrust people\tA\t1\nAnger\tStay calm\tN\t-1\nOrder\tTidy up\tC\t1\n`,
);

function readAnswers(
  name: string,
  text: string | Uint8Array,
  options?: ReadPersonalityAnswersOptions,
): Promise<PersonalityAnswers> {
  return withText({ name, text }, (path) => readPersonalityAnswers(path, STATEMENTS, options));
}

/** A line of fixed width: 31 columns about the person, then the answers. */
function person(answers: string): string {
  return "000001124      12 6 1 3USA     ".padEnd(31) + answers;
}

Deno.test("readPersonalityStatements() reads tabs or commas to the same statements", async () => {
  const commas = 'label_raw,text,label_ocean,key\n"Trust",Trust people,A,1\nAnger,Stay calm,n,-1\n';
  const read = await readStatements(commas);
  assert.deepEqual(read, STATEMENTS.slice(0, 2));
  assert.deepEqual(
    STATEMENTS.map(({ number, facet, trait, key }) => [number, facet, trait, key]),
    [[0, "Trust", "A", 1], [1, "Anger", "N", -1], [2, "Order", "C", 1]],
  );
});

const BAD_STATEMENTS: readonly (readonly [string, RegExp])[] = [
  ["Trust\tTrust people\tX\t1", /line 2: expected one of O, C, E, A, N .* but found 'X'/],
  ["Trust\tTrust people\tA\t2", /line 2: expected 1 or -1 in column 'key' but found '2'/],
  ["Trust\tTrust people\tA\ttoString", /expected 1 or -1/],
  ["Trust\t \tA\t1", /line 2: expected a statement/],
  ["", /it has no statements/],
];
for (const [row, message] of BAD_STATEMENTS) {
  Deno.test(`readPersonalityStatements() refuses ${JSON.stringify(row)}`, async () => {
    await assert.rejects(
      readStatements(`${HEADER}\n${row}\n`),
      (error) => error instanceof UserError && message.test(error.message),
    );
  });
}

testWithShared(MPI, "readPersonalityStatements() reads the published inventory", async () => {
  const statements = await readPersonalityStatements(sharedPath(MPI));
  assert.equal(statements.length, 120);
  assert.equal(new Set(statements.map(({ question_id }) => question_id)).size, 120);
  const traits = Map.groupBy(statements, ({ trait }) => trait);
  assert.deepEqual([...traits.values()].map((ofTrait) => ofTrait.length), Array(5).fill(24));
  assert.equal(new Set(statements.map(({ facet }) => facet)).size, 30);
  // By `cut -f4 mpi_questions.csv | grep -c -- -1`.
  assert.equal(statements.filter(({ key }) => key === -1).length, 55);
});

const EXPECTED = [
  { counts: [1, 0, 0, 0, 1], missing: 1, unreadable: 1 },
  { counts: [1, 1, 0, 0, 2], missing: 0, unreadable: 0 }, // as they gave it: turned back
  { counts: [0, 0, 4, 0, 0], missing: 0, unreadable: 0 },
];

function countsOf({ items }: PersonalityAnswers) {
  return items.map(({ counts, missing, unreadable }) => ({ counts, missing, unreadable }));
}

for (const [what, newline] of [["\\n", "\n"], ["\\r\\n", "\r\n"]] as const) {
  Deno.test(`readPersonalityAnswers() counts fixed width with ${what}, reverse keys turned back`, async () => {
    const lines = [person("153"), person("513"), person("043"), person("x13"), person("12"), ""];
    const read = await readAnswers("people.dat", lines.join(newline));
    assert.deepEqual(countsOf(read), EXPECTED);
    assert.equal(read.people, 4);
    assert.deepEqual(read.leftOut, { lines: 1, first: [5] });
  });
}

Deno.test("readPersonalityAnswers() counts the last columns of CSV, the last line without its end", async () => {
  const lines = [
    ...["id,country,i1,i2,i3", "1,Spain,1,5,3", '2,"Korea, South",5,1,3', '3,,,"4",3.0'],
    ...["4,,6.5,1,3", "1,2"],
  ];
  const read = await readAnswers("people.csv", lines.join("\n"));
  assert.deepEqual(countsOf(read), EXPECTED);
  assert.deepEqual([read.people, read.leftOut], [4, { lines: 1, first: [6] }]);
});

Deno.test("readPersonalityAnswers() leaves answers as they are where none were reversed", async () => {
  const read = await readAnswers("people.dat", `${person("153")}\n`, { reversed: false });
  assert.deepEqual(read.items.map(({ counts }) => counts.indexOf(1) + 1), [1, 5, 3]);
});

Deno.test("readPersonalityAnswers() reads a file of many pieces and of bytes that are no UTF-8", async () => {
  const line = new TextEncoder().encode(`${person("153")}\n`);
  line[24] = 0xe9;
  const people = 100_000; // 3.5 MB: four pieces, none of which ends with a line
  const bytes = new Uint8Array(line.length * people);
  for (let n = 0; n < people; n++) bytes.set(line, n * line.length);
  const read = await readAnswers("people.dat", bytes);
  assert.equal(read.people, people);
  assert.deepEqual(read.items.map(({ counts }) => counts), [
    ...[[people, 0, 0, 0, 0], [people, 0, 0, 0, 0], [0, 0, people, 0, 0]],
  ]);
});

const BAD_ANSWERS: readonly (readonly [string, string, RegExp])[] = [
  ["an empty file", "", /3 answers from column 32 on but found none \(0 lines/],
  ["lines that are too short", "1234\n5678\n", /found none \(2 lines are too short\)/],
  ["a line without end", "1".repeat(1 << 20), /a line is longer than 1048576 bytes/],
];
for (const [what, text, message] of BAD_ANSWERS) {
  Deno.test(`readPersonalityAnswers() refuses ${what}`, async () => {
    await assert.rejects(
      readAnswers("people.dat", text),
      (error) => error instanceof UserError && message.test(error.message),
    );
  });
}

Deno.test("readPersonalityAnswers() says which file is not there", async () => {
  await assert.rejects(
    readPersonalityAnswers("/nowhere/people.dat", STATEMENTS),
    /Cannot read \/nowhere\/people\.dat: there is no such file/,
  );
});

Deno.test("personalityQuestions() puts people's answers in the order of the options", async () => {
  const answers = await readAnswers(
    "a.dat",
    [person("503"), person("503"), person("103")].join("\n"),
  );
  const made = personalityQuestions(STATEMENTS, { answers, population: "Invented" });
  const [first, second] = made.questions;
  assert.deepEqual(first?.human.get("Invented"), [2 / 3, 0, 0, 0, 1 / 3]);
  assert.equal(first?.options.indexOf("Very Accurate"), 0);
  assert.deepEqual([first?.source, first?.key, second?.key], ["A", 1, -1]);
  assert.equal(second?.human.size, 0);
  assert.deepEqual(made.leftOut, [{
    question_id: STATEMENTS[1]?.question_id,
    reason: "nobody answered it",
  }]);
  assert.deepEqual([made.missing, made.unreadable], [3, 0]);
  assert.equal(personalityQuestions(STATEMENTS).questions[0]?.human.size, 0);
  assert.equal(PERSONALITY_OPTIONS.length, 5);
});

Deno.test("pythonSetOrder() goes through numbers as CPython does", () => {
  for (const [values = [], order] of PYTHON.sets) assert.deepEqual(pythonSetOrder(values), order);
});

Deno.test("publishedShares() makes of counts what the published notebook makes of them", () => {
  const [statement] = STATEMENTS;
  assert.ok(statement);
  for (const [[missing = 0, ...counts] = [], published] of PYTHON.published) {
    assert.deepEqual(publishedShares({ statement, counts, missing }), published);
  }
});

Deno.test("publishedShares() knows no missing answers to reverse-keyed statements", () => {
  const [, statement] = STATEMENTS;
  assert.ok(statement);
  const shares = publishedShares({ statement, counts: [10, 20, 30, 0, 50], missing: 40 });
  assert.deepEqual(shares.toSorted(), [10 / 60, 20 / 60, 30 / 60]);
  assert.deepEqual(publishedShares({ statement, counts: [9, 0, 0, 0, 0], missing: 1 }), []);
});
