import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { writeAtomically } from "../base/write_atomically.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { testWithFetched } from "../testing/test_with_fetched.ts";
import { loadPersonality } from "./load_personality.ts";
import { TRAITS } from "./read_personality_statements.ts";

const STARTER = projectPath("data", "starter", "surveys");
const MPI = "real/mpi/mpi_questions.csv";

const STATEMENTS = "label_raw,text,label_ocean,key\nTrust,Trust people,A,1\nCalm,Stay calm,N,-1\n";

Deno.test("loadPersonality() loads the starter's statements with its invented people", async () => {
  const { statements, questions, people, leftOut, unreadable, missing, source } =
    await loadPersonality("starter");
  assert.equal(statements.length, 20);
  for (const trait of TRAITS) {
    const keys = statements.filter((statement) => statement.trait === trait).map(({ key }) => key);
    assert.deepEqual(keys.sort(), [-1, -1, 1, 1], trait);
  }
  assert.equal(people?.population, "Invented people");
  assert.ok(people?.source.invented && source.invented);
  assert.deepEqual([people.answers.people, people.answers.leftOut.lines], [2000, 0]);
  assert.deepEqual([leftOut, unreadable], [[], 0]);
  assert.ok(missing > 100 && missing < 2000, `${missing} are missing`);
  for (const { human } of questions) {
    const shares = human.get("Invented people") ?? [];
    assert.equal(shares.length, 5);
    assert.ok(shares.every((share) => share > 0.01 && share < 0.6), shares.join());
  }
});

Deno.test("the starter's people answer statements of both keys as their traits have it", async () => {
  const { people } = await loadPersonality("starter");
  const meanOf = (counts: readonly number[]) =>
    counts.reduce((sum, count, index) => sum + count * (index + 1), 0) /
    counts.reduce((sum, count) => sum + count, 0);
  const agreeable = people?.answers.items.filter(({ statement }) => statement.trait === "A") ?? [];
  assert.equal(agreeable.length, 4);
  // The people's trait is planted well above the middle: what is keyed +1 is agreed with.
  for (const { statement, counts } of agreeable) {
    assert.equal(meanOf(counts) > 3, statement.key === 1, statement.text);
  }
});

Deno.test("loadPersonality() takes statements alone, and answers from another file", async () => {
  const alone = await loadPersonality("starter", { answers: null });
  assert.equal(alone.people, null);
  assert.ok(alone.questions.every(({ human }) => human.size === 0));
  await using folder = await temporaryFolder();
  const path = join(folder.path, "personality_statements.csv");
  await writeAtomically(path, STATEMENTS);
  assert.equal((await loadPersonality(folder.path)).people, null);

  const answers = join(folder.path, "others.csv");
  await writeAtomically(answers, "a,b\n5,5\n5,0\n");
  const turned = await loadPersonality(path, { answers });
  assert.deepEqual(turned.people?.answers.items.map(({ counts }) => counts), [
    [0, 0, 0, 0, 2],
    [1, 0, 0, 0, 0],
  ]);
  assert.deepEqual([turned.people?.population, turned.missing], ["People", 1]);
  const given = await loadPersonality(path, { answers, reversed: false, population: "Us" });
  assert.deepEqual(given.questions[1]?.human.get("Us"), [1, 0, 0, 0, 0]);
});

Deno.test("loadPersonality() follows what about.json says of people and their answers", async () => {
  await using folder = await temporaryFolder();
  const write = (name: string, text: string) => writeAtomically(join(folder.path, name), text);
  await write("surveys/personality_statements.csv", STATEMENTS);
  await write("surveys/personality_answers.csv", "a,b\n5,5\n");
  const about = { title: "Ours", source: "class of 2025", licence: "CC BY 4.0", people: "Pupils" };
  await write("surveys/about.json", JSON.stringify({ ...about, answers_reversed: false }));
  const { people, questions } = await loadPersonality(folder.path);
  assert.deepEqual([people?.population, people?.source.invented], ["Pupils", false]);
  assert.deepEqual(questions[1]?.human.get("Pupils"), [1, 0, 0, 0, 0]);
});

testWithShared(
  MPI,
  "loadPersonality() names what has not been fetched of the published study",
  async () => {
    await using folder = await temporaryFolder();
    const sets = { cache: folder.path };
    await assert.rejects(loadPersonality("machine-personality", { sets }), {
      name: "UserError",
      message: /^Cannot use machine-personality: it has .*deno task data machine-personality \(/,
    });
    const text = await Deno.readTextFile(sharedPath(MPI));
    await writeAtomically(join(folder.path, "machine-personality", "mpi_questions.csv"), text);
    await assert.rejects(loadPersonality("machine-personality", { sets }), {
      name: "UserError",
      message: /^Cannot use ipip-neo-120: it has not been .*deno task data ipip-neo-120 \(/,
    });
    const { questions, source } = await loadPersonality("machine-personality", {
      answers: null,
      sets,
    });
    assert.deepEqual([questions.length, source.isVerified, source.invented], [120, true, false]);
  },
);

testWithShared(MPI, "no statement of the starter is one of the published inventory", async () => {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z]+/g, " ").trim();
  const published = await loadPersonality(sharedPath(MPI), { answers: null });
  const theirs = new Set(published.statements.map(({ text }) => plain(text)));
  assert.equal(theirs.size, 120);
  const { statements } = await loadPersonality(STARTER, { answers: null });
  assert.deepEqual(statements.filter(({ text }) => theirs.has(plain(text))), []);
});

testWithFetched(
  ["machine-personality/mpi_questions.csv", "ipip-neo-120/IPIP120.dat"],
  "the published answers to the 120 statements are those of 619,150 people",
  async () => {
    const { people, questions } = await loadPersonality("machine-personality");
    assert.equal(people?.answers.people, 619_150);
    assert.deepEqual([questions.length, people.answers.leftOut.lines], [120, 0]);
    assert.equal(people.source.isVerified, true);
  },
);
