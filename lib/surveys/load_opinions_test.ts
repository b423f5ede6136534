import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { writeAtomically } from "../base/write_atomically.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { testWithFetched } from "../testing/test_with_fetched.ts";
import { loadOpinions } from "./load_opinions.ts";
import { listPopulations } from "./shared_questions.ts";
import { describeSurveySource } from "./survey_source.ts";

const STARTER = projectPath("data", "starter", "surveys");
const [A, B] = ["Invented population A", "Invented population B"];
const SAMPLE = "real/global-opinion-qa/global_opinions_sample.csv";

const OWN_CSV = `question,selections,options,source
Is it?,"{'Here': [0.5, 0.5], 'There': [1, 0]}","['Yes', 'No']",MINE
Was it?,"{'Here': [0.2, 0.8], 'There': [0, 0]}","['Yes', 'No']",MINE
`;

Deno.test("loadOpinions() loads the starter's questions with nothing left out, marked as invented", async () => {
  const { file, populations, questions, asked, leftOut, source } = await loadOpinions("starter");
  assert.deepEqual(file.leftOut, []);
  assert.deepEqual(leftOut, []);
  assert.equal(file.questions.length, 44);
  assert.deepEqual(populations, [A, B]);
  assert.deepEqual([questions.length, asked], [40, 40]);
  assert.ok(questions.every(({ human }) => human.size === 2));
  assert.deepEqual(listPopulations(file.questions), [
    { population: A, questions: 42 },
    { population: B, questions: 42 },
    { population: `${A} (city sample)`, questions: 5 },
  ]);
  assert.equal(source.invented, true);
  assert.equal(source.licence, "CC0 1.0");
  assert.match(describeSurveySource(source), /SHA-256 [\da-f]{12}…; invented: nobody gave these/);
});

Deno.test("the starter's opinion questions differ in options, and every name says that it is invented", async () => {
  const { file: { questions } } = await loadOpinions("starter");
  const lengths = new Set(questions.map(({ options }) => options.length));
  assert.deepEqual([...lengths].sort(), [2, 3, 4, 5, 6]);
  assert.equal(new Set(questions.map(({ text }) => text)).size, 44);
  for (const { options, human, source, text } of questions) {
    assert.equal(new Set(options).size, options.length, text);
    assert.equal(source, "STARTER");
    for (const name of human.keys()) assert.match(name, /^Invented population [AB]\b/);
  }
  const scale = questions.find(({ options }) => options[0] === "1.0");
  assert.deepEqual(scale?.options, ["1.0", "2.0", "3.0", "4.0", "5.0"]);
});

Deno.test("loadOpinions() takes any set of populations", async () => {
  const city = `${A} (city sample)`;
  const three = await loadOpinions("starter", { populations: [city, B, A] });
  assert.deepEqual(three.populations, [city, B, A]);
  assert.equal(three.questions.length, 5);
  const one = await loadOpinions("starter", { populations: [B] });
  assert.equal(one.questions.length, 42);
  await assert.rejects(
    loadOpinions("starter", { populations: ["Invented population"] }),
    /Cannot find the population 'Invented population'.*Did you mean Invented population [AB]/,
  );
});

Deno.test("loadOpinions() finds a copy of the starter by folder or file, still marked as invented", async () => {
  await using folder = await temporaryFolder();
  const copy = join(folder.path, "surveys", "opinions.csv");
  await writeAtomically(copy, await Deno.readTextFile(join(STARTER, "opinions.csv")));
  const starter = await loadOpinions(STARTER);
  for (const path of [folder.path, join(folder.path, "surveys"), copy]) {
    const { questions, source } = await loadOpinions(path);
    assert.deepEqual(questions, starter.questions);
    assert.deepEqual([source.path, source.invented], [copy, true]);
    assert.deepEqual([source.title, source.licence], ["opinions.csv", "not stated"]);
  }
});

Deno.test("loadOpinions() counts what is left out, and tells what about.json says", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "mine.csv");
  await writeAtomically(path, OWN_CSV);
  const about = { title: "Mine", source: "here, 2025", licence: "MIT" };
  await writeAtomically(join(folder.path, "about.json"), JSON.stringify(about));
  const { questions, asked, leftOut, populations, source } = await loadOpinions(path);
  assert.deepEqual([populations, questions.length, asked], [["Here", "There"], 1, 2]);
  assert.deepEqual(leftOut.map(({ population, kind }) => [population, kind]), [
    ["There", "zero_sum"],
  ]);
  assert.equal(source.invented, false);
  assert.match(describeSurveySource(source), /^Mine; here, 2025; licence: MIT; SHA-256 [^;]+$/);
  await writeAtomically(join(folder.path, "about.json"), '{"title": "Mine"}');
  await assert.rejects(loadOpinions(path), /Cannot use .*about\.json, key 'source'/);
});

Deno.test("loadOpinions() says in one line what it cannot find, and how to fetch what is published", async () => {
  await using folder = await temporaryFolder();
  const sets = { cache: folder.path };
  await assert.rejects(loadOpinions("global-opinion-qa", { sets }), {
    name: "UserError",
    message: /^Cannot use global-opinion-qa: it has not been .*deno task data global-opinion-qa \(/,
  });
  await assert.rejects(loadOpinions("no-such"), {
    name: "UserError",
    message: /^Cannot find opinion questions 'no-such': .*'starter', 'global-opinion-qa', a folder/,
  });
  await assert.rejects(loadOpinions(folder.path), {
    name: "UserError",
    message: /^Cannot find opinion questions in .*: expected opinions\.csv or global_opinions\.csv/,
  });
});

testWithShared(
  SAMPLE,
  "loadOpinions() says of a file in the published place that it is not verified",
  async () => {
    await using folder = await temporaryFolder();
    const place = join(folder.path, "global-opinion-qa", "global_opinions.csv");
    await writeAtomically(place, await Deno.readTextFile(sharedPath(SAMPLE)));
    const sets = { cache: folder.path, sources: join(folder.path, "sources.json") };
    await Deno.copyFile(projectPath("data", "sources.json"), sets.sources);
    const populations = ["United States", "Japan"];
    const { asked, source } = await loadOpinions("global-opinion-qa", { populations, sets });
    assert.equal(asked, 6);
    assert.deepEqual([source.isVerified, source.invented], [false, false]);
    assert.match(
      describeSurveySource(source),
      /CC BY-NC-SA 4\.0; .*not verified to be the published/,
    );
  },
);

testWithFetched(
  ["global-opinion-qa/global_opinions.csv"],
  "the United States and Japan share 741 questions of GlobalOpinionQA",
  async () => {
    const populations = ["United States", "Japan"];
    const { file, asked, questions, leftOut } = await loadOpinions("global-opinion-qa", {
      populations,
    });
    assert.equal(asked, 741);
    const fewer = new Set(leftOut.map(({ number }) => number));
    assert.equal(questions.length + fewer.size, 741);
    const empty = file.leftOut.filter(({ population }) => population === null);
    assert.equal(file.questions.length + empty.length, 2556);
  },
);
