import assert from "node:assert/strict";
import { join } from "node:path";
import { writeAtomically } from "../base/write_atomically.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { loadOpinions } from "./load_opinions.ts";
import { loadPersonality } from "./load_personality.ts";
import { opinionMaterial, personalityMaterial } from "./survey_material.ts";
import { readWorkedExamples } from "./worked_examples.ts";

Deno.test("opinionMaterial() keeps everyone who was asked a question that the compared ones share", async () => {
  const [a, b] = ["Invented population A", "Invented population B"];
  const material = opinionMaterial(await loadOpinions("starter", { populations: [a, b] }));
  assert.deepEqual(material.populations, [a, b]);
  assert.equal(material.questions.length, 40);
  const everyone = new Set(material.questions.flatMap(({ human }) => [...human.keys()]));
  assert.deepEqual([...everyone], [a, b, `${a} (city sample)`]);
  assert.deepEqual(material.notes, []);
});

Deno.test("opinionMaterial() notes how many questions are left out, and why", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "mine.csv");
  await writeAtomically(
    path,
    `question,selections,options,source
Is it?,"{'Here': [0.5, 0.5], 'There': [1, 0]}","['Yes', 'No']",MINE
Was it?,"{'Here': [0.2, 0.8], 'There': [0, 0]}","['Yes', 'No']",MINE
`,
  );
  const { notes } = opinionMaterial(await loadOpinions(path));
  assert.deepEqual(notes, [
    "Of 2 questions that Here and There were asked, 1 are left out: 1 × zero sum.",
  ]);
});

Deno.test("personalityMaterial() has people's answers, and notes what they did not say", async () => {
  const material = personalityMaterial(await loadPersonality("starter"));
  assert.equal(material.questions.length, 20);
  assert.equal(material.sources.length, 2);
  assert.ok(material.sources.every(({ invented }) => invented));
  assert.equal(material.asPublished?.size, 20);
  assert.deepEqual(material.notes, ["660 answers that people did not give are missing."]);
});

Deno.test("personalityMaterial() does without people", async () => {
  const material = personalityMaterial(await loadPersonality("starter", { answers: null }));
  assert.deepEqual([material.populations, material.notes], [[], []]);
  assert.equal(material.sources.length, 1);
});

Deno.test("readWorkedExamples() has three of each survey, and names the key that is wrong", async () => {
  const examples = await readWorkedExamples();
  assert.deepEqual(Object.values(examples).map((list) => list.length), [3, 3]);
  await using folder = await temporaryFolder();
  const path = join(folder.path, "mine.json");
  const one = { global_opinion_qa: [{ text: "Why?", options: ["So"] }], machine_personality: [] };
  await writeAtomically(path, JSON.stringify(one));
  await assert.rejects(
    readWorkedExamples(path),
    /^UserError: Cannot use .*mine\.json, key 'global_opinion_qa\.0\.options': expected two options/,
  );
});
