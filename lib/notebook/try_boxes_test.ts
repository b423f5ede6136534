import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { runCells, tryBox } from "../testing/run_cells.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";

/** A change that a notebook's box proposes. */
interface Try {
  /** What the box says of it, word for word. */
  said: string;
  /** The change as a user makes it. */
  changes: [from: string, to: string][];
  /** What is looked at afterwards, over the notebook's values. */
  shows: string;
  /** What it is then. */
  is: (value: unknown) => void;
}

type Change = Try["changes"][number];

/** Smaller than a user's, so that all of them are tried in little time. */
const SAMPLE: Change = ["stratified: undefined as", "stratified: { count: 100, seed: 1 } as"];
const FEW: Change = ["limit: undefined as", "limit: 8 as"];
const FEW_DRAWS: Change = ["replicates: 2000", "replicates: 50"];
/** Drawing every figure three times over, as PDF too, takes longer than all else. */
const NO_FILES: Change = ["...await writeFigures(`${folder}/figures`, tables),", ""];

const equals = (expected: unknown) => (value: unknown) => assert.deepEqual(value, expected);
const above = (least: number) => (value: unknown) => assert.ok(Number(value) > least, `${value}`);
const count = (table: string) => `run.db.prepare("SELECT count(*) AS n FROM ${table}").get()?.n`;

/** Makes each proposed change in a copy of a run (a new one where there is none), and runs on. */
async function assertTries(name: string, { tries, from }: { tries: Try[]; from?: string }) {
  await using folder = await temporaryFolder();
  const box = await tryBox(name);
  assert.equal(box.match(/(^| )\d\. \*\*/g)?.length, 3, `${name} proposes three changes`);
  assert.equal(tries.length, 3);
  await Promise.all(tries.map(async ({ said, changes, shows, is }, index) => {
    assert.ok(box.includes(said), `the box of ${name} does not say '${said}'`);
    const run = join(folder.path, `try-${index + 1}`);
    if (from !== undefined) await cp(from, run, { recursive: true });
    is(await runCells(name, { run, changes, shows }));
  }));
}

Deno.test("the changes that notebooks 1 to 4 propose can be made, and do what they say", async () => {
  await using folder = await temporaryFolder();
  const run = join(folder.path, "run");
  const own = join(folder.path, "mine");
  await changeMaterial(own);
  await assertTries("01_build_prompts", { tries: triesOf1(own) });
  await runCells("01_build_prompts", { run });
  await assertTries("02_generate_responses", { tries: triesOf2(), from: run });
  await runCells("02_generate_responses", { run, changes: [SAMPLE] });
  await assertTries("03_annotate_responses", { tries: triesOf3(), from: run });
  await runCells("03_annotate_responses", { run });
  await assertTries("04_analyze_techniques", { tries: triesOf4(), from: run });
});

Deno.test("the changes that notebooks 5 and 6 propose can be made, and do what they say", async () => {
  await using folder = await temporaryFolder();
  const own = join(folder.path, "mine");
  await cp(projectPath("data", "starter"), own, { recursive: true });
  await assertTries("05_global_opinion_qa", { tries: triesOf5() });
  await assertTries("06_machine_personality", { tries: triesOf6(own) });
});

/** A copy of the starter material with a wording and an item of one's own. */
async function changeMaterial(own: string): Promise<void> {
  await cp(projectPath("data", "starter"), own, { recursive: true });
  const path = join(own, "templates.json");
  const templates = JSON.parse(await Deno.readTextFile(path));
  templates.opinion_direct[0] = "And what of this {kind}: {input}";
  await Deno.writeTextFile(path, JSON.stringify(templates));
  const row = "Libraries should open on Sundays.,culture,Starter propositions,\n";
  const rows = join(own, "raw", "data_political_opinions.csv");
  await Deno.writeTextFile(rows, row, { append: true });
}

function triesOf1(own: string): Try[] {
  return [{
    said: "write another text in place of `My neighbour …`",
    changes: [["My neighbour and I disagree on this", "Say something on this"]],
    shows: `first.input.slice(0, 21)`,
    is: equals("Say something on this"),
  }, {
    said: "put `prompts.parquet` in place of `prompts.csv`",
    changes: [["prompts.csv", "prompts.parquet"]],
    shows: "Deno.statSync(`${run.folder}/tables/prompts.parquet`).size",
    is: above(1000),
  }, {
    said: 'set `MATERIAL = "mine"`',
    changes: [['const MATERIAL = "starter"', `const MATERIAL = ${JSON.stringify(own)}`]],
    shows: `["And what of this", "Libraries should open"].map((text) =>
      prompts.filter(({ input }) => input.includes(text)).length > 10)`,
    is: equals([true, true]),
  }];
}

function triesOf2(): Try[] {
  return [{
    said: "set `stratified: { count: 100, seed: 1 }`",
    changes: [SAMPLE],
    shows: count("responses"),
    is: equals(400),
  }, {
    said: "set `samples: 3`",
    changes: [FEW, ["samples: 1", "samples: 3"]],
    shows: count("responses"),
    is: equals(8 * 4 * 3),
  }, {
    said: "set `PARAMS = { temperature: 1 }`",
    changes: [FEW, ["const PARAMS = {}", "const PARAMS = { temperature: 1 }"]],
    shows: "models.map(({ spec }) => spec.params.temperature)",
    is: equals([1, 1, 1, 1]),
  }];
}

function triesOf3(): Try[] {
  return [{
    said: "set `GOLD = 60`",
    changes: [["const GOLD = 200", "const GOLD = 60"]],
    shows: "sheet.items.length",
    is: equals(60),
  }, {
    said: 'set `MISSING = "no_response"`',
    changes: [['const MISSING = "skip"', 'const MISSING = "no_response"']],
    shows: "judged.parsed + judged.unparsed",
    is: equals(400),
  }, {
    said: 'Put `"rules"` in place of `judged.judge` in the cell that makes `correction`',
    changes: [["readCodedAnswers(run, judged.judge)", 'readCodedAnswers(run, "rules")']],
    shows: "shown.length",
    is: equals(24),
  }];
}

function triesOf4(): Try[] {
  return [{
    said: 'set `JUDGE = "rules"`',
    changes: [FEW_DRAWS, NO_FILES, ['const JUDGE = "simulated-judge"', 'const JUDGE = "rules"']],
    shows: "tables.source.judge",
    is: equals("rules"),
  }, {
    said: 'replace `"political_opinions"` above by `"conspiracy_bad_faith"`',
    changes: [
      FEW_DRAWS,
      NO_FILES,
      ['"political_opinions"', '"conspiracy_bad_faith"'],
      ['"reasonable_pluralism"', '"avoidance"'],
    ],
    shows: "naive.numRows()",
    is: equals(4),
  }, {
    said: 'put `"low"` or `"high"` in place of `"share"`',
    changes: [FEW_DRAWS, NO_FILES, ['.pivot("technique", "share")', '.pivot("technique", "low")']],
    shows: "mine.columnNames().length",
    is: equals(8),
  }];
}

function triesOf5(): Try[] {
  const asked = "answered.questions.length";
  return [{
    said: "set `LIMIT = 10`",
    changes: [["const LIMIT: number | undefined = undefined", "const LIMIT = 10"]],
    shows: asked,
    is: equals(10),
  }, {
    said: 'add `"no_examples"` to `VARIANTS`',
    changes: [['"reversed_options"]', '"reversed_options", "no_examples"]']],
    shows: "tables.variants",
    is: equals(["as_published", "no_examples", "reversed_options"]),
  }, {
    said: 'put `readSurveyRun(run, { spellings: "logits" })` in place of `readSurveyRun(run)`',
    changes: [["readSurveyRun(run)", 'readSurveyRun(run, { spellings: "logits" })']],
    shows: asked,
    is: above(30),
  }];
}

function triesOf6(own: string): Try[] {
  const add = (name: string): Change => ['["as_published"]', `["as_published", "${name}"]`];
  return [{
    said: 'add `"no_examples"` to `VARIANTS`',
    changes: [add("no_examples")],
    shows: "tables.variants",
    is: equals(["as_published", "no_examples"]),
  }, {
    said: 'add `"reversed_options"` to `VARIANTS`',
    changes: [add("reversed_options")],
    shows: "tables.variants",
    is: equals(["as_published", "reversed_options"]),
  }, {
    said: 'set `MATERIAL = "mine"`',
    changes: [['const MATERIAL = "starter"', `const MATERIAL = ${JSON.stringify(own)}`]],
    shows: "answered.questions.length",
    is: equals(20),
  }];
}
