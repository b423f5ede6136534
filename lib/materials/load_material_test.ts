import assert from "node:assert/strict";
import fc from "fast-check";
import { projectPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { DATASETS } from "../base/vocabulary.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";
import {
  SMALL_ANNOTATION,
  SMALL_DATASETS,
  SMALL_TEMPLATES,
  writeSmallMaterial,
} from "../testing/small_material.ts";
import type { MaterialFiles } from "../testing/small_material.ts";
import { loadMaterial } from "./load_material.ts";
import type { Material } from "./material.ts";

async function loadSmall(replaced: MaterialFiles = {}): Promise<Material> {
  const folder = await writeSmallMaterial(replaced);
  try {
    return await loadMaterial(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The error's message, with the temporary folder written as `DIR`. */
async function messageOf(replaced: MaterialFiles): Promise<string> {
  const folder = await writeSmallMaterial(replaced);
  try {
    await loadMaterial(folder);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.message.replaceAll(folder, "DIR").replaceAll(projectPath(), "PROJECT/");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return "no error";
}

Deno.test("loadMaterial() keeps raw texts exactly, blanks, quotes and braces included", async () => {
  const { items } = await loadSmall();
  assert.deepEqual(items.get("claims"), [
    { item: "claim_0", number: 0, text: "Tax less. ", source: "Claims", line: 2 },
    { item: "claim_1", number: 1, text: 'Say "no", {input}', source: "Claims", line: 3 },
  ]);
  assert.deepEqual(items.get("topics"), [
    { item: "topic_0", number: 0, text: "Trains", source: "Topics", line: 4 },
  ]);
});

Deno.test("loadMaterial() gives the hash of each file that it read", async () => {
  const { hashes } = await loadSmall();
  assert.deepEqual(Object.keys(hashes).sort(), [
    "annotation_prompt.json",
    "datasets.json",
    "raw/opinions.csv",
    "templates.json",
  ]);
  assert.ok(Object.values(hashes).every((hash) => /^[\da-f]{64}$/.test(hash)));
});

Deno.test("loadMaterial() takes a source without rows, as a task without items", async () => {
  const { items } = await loadSmall({ "raw/opinions.csv": "Text,Source\nTax less,Claims\n" });
  assert.deepEqual(items.get("topics"), []);
});

Deno.test("loadMaterial() gives back whatever texts a CSV file can hold, with their lines", async () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom('"', ",", "\n", "\r\n", "{input}", "{kind}", "$&", "👩‍🔬", " ", "\ufeff"),
  );
  const text = fc.array(piece, { minLength: 1 }).map((pieces) => pieces.join(""))
    .filter((t) => t.trim() !== "" && !/\r(?!\n)/.test(t));
  const rows = fc.uniqueArray(fc.record({ text, source: fc.constantFrom("Claims", "Topics") }), {
    selector: (row) => row.text,
    minLength: 1,
    maxLength: 6,
  });
  const layout = fc.record({
    bom: fc.constantFrom("", "\ufeff"),
    end: fc.constantFrom("\n", "\r\n"),
  });
  await fc.assert(
    fc.asyncProperty(rows, layout, async (written, { bom, end }) => {
      const quoted = written.map((row) => `"${row.text.replaceAll('"', '""')}",${row.source}`);
      const { items } = await loadSmall({
        "raw/opinions.csv": bom + ["Text,Source", ...quoted].join(end) + end,
      });
      const lines = written.map((_, index) =>
        written.slice(0, index).reduce((line, row) => line + row.text.split("\n").length, 2)
      );
      for (const [task, source] of [["claims", "Claims"], ["topics", "Topics"]] as const) {
        const expected = written.flatMap((row, index) =>
          row.source === source ? [{ text: row.text, line: lines[index] }] : []
        );
        const found = (items.get(task) ?? []).map(({ text, line }) => ({ text, line }));
        assert.deepEqual(found, expected);
      }
    }),
    { numRuns: 60 },
  );
});

const SEEDS: readonly [unknown, bigint][] = [
  [10, 10n],
  [-7, -7n],
  ["123456789012345678901234567890", 123456789012345678901234567890n],
  ["-9007199254740993", -9007199254740993n],
];
for (const [seed, expected] of SEEDS) {
  Deno.test(`loadMaterial() reads the seed ${JSON.stringify(seed)} in full`, async () => {
    const { templates } = await loadSmall({ "templates.json": { ...SMALL_TEMPLATES, seed } });
    assert.equal(templates.seed, expected);
  });
}

Deno.test("loadMaterial() reads a large seed in full that stands there as a number", async () => {
  const templates = JSON.stringify(SMALL_TEMPLATES).replace('"seed":3', '"seed":-9007199254740993');
  const material = await loadSmall({ "templates.json": templates });
  assert.equal(material.templates.seed, -9007199254740993n);
});

const [SMALL] = SMALL_DATASETS;
assert.ok(SMALL);
const [CLAIMS, TOPICS] = SMALL.tasks;
assert.ok(CLAIMS && TOPICS);

function withTasks(...tasks: unknown[]): MaterialFiles {
  return { "datasets.json": [{ ...SMALL, tasks }] };
}

function withTemplates(templates: Record<string, unknown>): MaterialFiles {
  return { "templates.json": { ...SMALL_TEMPLATES, ...templates } };
}

const ERRORS: readonly [string, MaterialFiles, string | RegExp][] = [
  [
    "a missing raw file",
    { "raw/opinions.csv": null },
    "Cannot read DIR/raw/opinions.csv: there is no such file. Check the path.",
  ],
  [
    "missing templates",
    { "templates.json": null },
    "Cannot read DIR/templates.json: there is no such file. Check the path.",
  ],
  [
    "a missing text column",
    { "raw/opinions.csv": "Txt,Source\na,Claims\n" },
    "Cannot use DIR/raw/opinions.csv, line 1: expected column 'Text' but found 'Txt', 'Source'. " +
    "Rename or add the column.",
  ],
  [
    "a missing source column",
    { "raw/opinions.csv": "Text,Origin\na,Claims\n" },
    "Cannot use DIR/raw/opinions.csv, line 1: expected column 'Source' but found 'Text', " +
    "'Origin'. Rename or add the column.",
  ],
  [
    "a row of another width",
    { "raw/opinions.csv": 'Text,Source\r\n"two\r\nlines",Claims\r\na,b,Claims\r\n' },
    /^Cannot read DIR\/raw\/opinions.csv, line 4: expected 2 columns but found 3\./,
  ],
  [
    "a file in Latin-1",
    {
      "raw/opinions.csv": Uint8Array.from([
        ...new TextEncoder().encode("Text,Source\nFran"),
        0xe7,
        ...new TextEncoder().encode("ais,Claims\n"),
      ]),
    },
    /^Cannot read DIR\/raw\/opinions.csv, line 2: .*not UTF-8/,
  ],
  [
    "a header without rows",
    { "raw/opinions.csv": "Text,Source\n" },
    /^Cannot use DIR\/raw\/opinions.csv: it has a header but no rows\./,
  ],
  [
    "an empty text",
    { "raw/opinions.csv": "Text,Source\na,Claims\n  ,Topics\n" },
    "Cannot use DIR/raw/opinions.csv, line 3, column 'Text': the text is empty. Fill it in or " +
    "remove the row.",
  ],
  [
    "the same text twice",
    { "raw/opinions.csv": "Text,Source\na,Claims\nb,Claims\na,Claims\n" },
    "Cannot use DIR/raw/opinions.csv, line 4, column 'Text': the same text as in line 2. It " +
    "would count twice; remove one of the rows.",
  ],
  [
    "a source that no task takes",
    { "raw/opinions.csv": "Text,Source\na,Claims\nb,claims\n" },
    "Cannot use DIR/raw/opinions.csv, line 3, column 'Source': no task takes the source " +
    "'claims'. Known: 'Claims', 'Topics'. Correct the row or add a task to datasets.json.",
  ],
  [
    "an unknown placeholder",
    withTemplates({ direct: ["{kind} {input}", "{Kind}: {input}"] }),
    "Cannot use DIR/templates.json, key 'direct', index 1: unknown placeholder {Kind}. Allowed " +
    "here: {input}, {kind}, {viewpoint}.",
  ],
  [
    "a placeholder with blanks",
    withTemplates({ direct: ["{ input }"] }),
    /^Cannot use DIR\/templates.json, key 'direct', index 0: unknown placeholder \{ input \}/,
  ],
  [
    "a viewpoint in a wording that gets none",
    withTemplates({ direct: ["As {viewpoint}: {input}"] }),
    "Cannot use DIR/templates.json, key 'direct', index 0: unknown placeholder {viewpoint} " +
    "(used by task 'claims'). Allowed here: {input}, {kind}.",
  ],
  [
    "a wording without {input}",
    withTemplates({ situated: ["What do you say?"] }),
    "Cannot use DIR/templates.json, key 'situated', index 0: the placeholder {input} is missing " +
    "(used by task 'claims'). Add it.",
  ],
  [
    "a placeholder in a suffix",
    withTemplates({ endings: [" Say.", " {input}"] }),
    "Cannot use DIR/templates.json, key 'endings', index 1: unknown placeholder {input} (used " +
    "by task 'claims'). No placeholder may stand here.",
  ],
  [
    "a brace that is not closed",
    withTemplates({ direct: ["{kind: {input}"] }),
    "Cannot use DIR/templates.json, key 'direct', index 0: '{' without '}'. Close the brace or " +
    "remove it.",
  ],
  [
    "an empty list of wordings",
    withTemplates({ direct: [] }),
    "Cannot use DIR/templates.json, key 'direct': the list is empty, but task 'claims' takes " +
    "its wordings from it.",
  ],
  [
    "a wording that is a number",
    withTemplates({ direct: [7] }),
    "Cannot use DIR/templates.json, key 'direct': expected a text or a list of texts but found " +
    "[7].",
  ],
  [
    "a missing list",
    withTemplates({ endings: undefined }),
    "Cannot use DIR/datasets.json, task 'claims': DIR/templates.json has no list of wordings " +
    "'endings'. It has: direct, situated.",
  ],
  [
    "a missing text suffix",
    withTemplates({ stop: undefined }),
    "Cannot use DIR/datasets.json, task 'topics': DIR/templates.json has no text 'stop'. It " +
    "has: none.",
  ],
  [
    "a missing seed",
    withTemplates({ seed: undefined }),
    "Cannot use DIR/templates.json, key 'seed': it is missing; expected a whole number (or its " +
    "digits in quotes).",
  ],
  [
    "a large seed without all of its digits",
    { "templates.json": '{"seed": 1e30}' },
    "Cannot use DIR/templates.json, key 'seed': the number 1e+30 is not given in full; write out " +
    "its digits.",
  ],
  [
    "a seed with a fraction",
    withTemplates({ seed: 1.5 }),
    /key 'seed': expected a whole number \(or its digits in quotes\) but found 1\.5\.$/,
  ],
  [
    "wordings that share format numbers",
    withTemplates({ direct: Array.from({ length: 11 }, (_, i) => `${i} {input}`) }),
    "Cannot use DIR/datasets.json, task 'claims': format 10 is taken by 'direct' and by " +
    "'situated'. Raise 'first_format' of one of them, or remove wordings.",
  ],
  [
    "text that is no JSON",
    { "datasets.json": "[{" },
    /^Cannot read DIR\/datasets.json: it is not valid JSON \(.*\)\. Mend the file\.$/,
  ],
  [
    "an unknown technique",
    { "datasets.json": [{ ...SMALL, expected: "transparency" }] },
    "Cannot use DIR/datasets.json, key '0.expected': expected one of refusal, avoidance, " +
    'reasonable_pluralism, output_transparency, no_approximation, bias but found "transparency".',
  ],
  [
    "an unknown key",
    withTasks({ ...CLAIMS, colour: "red" }),
    /^Cannot use DIR\/datasets.json, key '0.tasks.0': .*"colour"/,
  ],
  [
    "a raw file outside raw/",
    withTasks({ ...CLAIMS, file: "../opinions.csv" }),
    "Cannot use DIR/datasets.json, key '0.tasks.0.file': expected the bare name of a CSV file " +
    "in raw/.",
  ],
  [
    "two tasks of one name",
    withTasks(CLAIMS, { ...TOPICS, task: "claims" }),
    "Cannot use DIR/datasets.json: the task 'claims' is there twice. Give each task its own " +
    "name.",
  ],
  [
    "a viewpoint without prefixes",
    withTasks({ ...CLAIMS, viewpoint: "Whig" }, TOPICS),
    "Cannot use DIR/datasets.json, task 'claims': 'viewpoint' has no effect without 'prefixes'. " +
    "Give both.",
  ],
  [
    "options of a text that is asked as it is",
    withTasks({ ...CLAIMS, wordings: [] }, TOPICS),
    /task 'claims': 'kind' has no effect where 'wordings' is empty/,
  ],
  [
    "one prefix list for two viewpoints that does not name them",
    {
      ...withTasks(
        { ...CLAIMS, viewpoint: "Whig", prefixes: "prefixes" },
        { ...TOPICS, viewpoint: "Tory", prefixes: "prefixes" },
      ),
      ...withTemplates({ prefixes: ["As a {viewpoint}: ", "As a Whig: "] }),
    },
    "Cannot use DIR/templates.json, key 'prefixes', index 1: the placeholder {viewpoint} is " +
    "missing (used by task 'claims'). Add it.",
  ],
  [
    "one item id for two texts",
    withTasks(CLAIMS, { ...TOPICS, item_prefix: "claim" }),
    "Cannot use DIR/datasets.json, task 'topics': the item 'claim_0' is another text in task " +
    "'claims'. Give tasks over different rows different 'item_prefix'es.",
  ],
  [
    "two item ids for one text",
    withTasks(CLAIMS, TOPICS, { ...CLAIMS, task: "more", item_prefix: "more" }),
    "Cannot use DIR/datasets.json, task 'more': line 2 of opinions.csv is item 'claim_0' in " +
    "task 'claims' and 'more_0' here. Give tasks over the same rows the same 'item_prefix'.",
  ],
  [
    "a missing definition",
    {
      "annotation_prompt.json": {
        ...SMALL_ANNOTATION,
        definitions: { ...SMALL_ANNOTATION.definitions, bias: undefined },
      },
    },
    "Cannot use DIR/annotation_prompt.json, key 'definitions.bias': it is missing; expected a " +
    "list of texts.",
  ],
  [
    "a judge's prompt without {output}",
    { "annotation_prompt.json": { ...SMALL_ANNOTATION, input_output: "{input}" } },
    "Cannot use DIR/annotation_prompt.json, key 'input_output': the placeholder {output} is " +
    "missing.",
  ],
];
for (const [what, replaced, expected] of ERRORS) {
  Deno.test(`loadMaterial() refuses ${what}`, async () => {
    const message = await messageOf(replaced);
    if (typeof expected === "string") assert.equal(message, expected);
    else assert.match(message, expected);
    assert.ok(!message.includes("\n"));
  });
}

Deno.test("loadMaterial() refuses a folder that is not there, and names one that is", async () => {
  await assert.rejects(loadMaterial("/nowhere/at/all"), {
    name: "UserError",
    message: /^Cannot load the material .* there is no such folder\. .*data\/starter is one\.$/,
  });
});

Deno.test("loadMaterial() takes braces with marks in them as ordinary text", async () => {
  const direct = ['Answer as {"view": "..."} about this {kind}: {input}'];
  const { templates } = await loadSmall(withTemplates({ direct }));
  assert.deepEqual(templates.lists["direct"], direct);
});

Deno.test("loadMaterial() lets a prefix for one viewpoint spell it out", async () => {
  const { datasets } = await loadSmall({
    ...withTasks({ ...CLAIMS, viewpoint: "Whig", prefixes: "prefixes" }, TOPICS),
    ...withTemplates({ prefixes: ["As a Whig: "] }),
  });
  assert.equal(datasets.length, 1);
});

/** How many prompts a material's definitions make. */
function countPrompts({ datasets, items, templates }: Material): number {
  return datasets.flatMap(({ tasks }) => tasks).reduce((sum, { task, wordings }) => {
    const perItem = wordings.length === 0
      ? 1
      : wordings.reduce((n, block) => n + (templates.lists[block.templates]?.length ?? 0), 0);
    return sum + perItem * (items.get(task)?.length ?? 0);
  }, 0);
}

function distinctItems({ items }: Material): number {
  return new Set([...items.values()].flat().map(({ item }) => item)).size;
}

testWithShared(
  "paper",
  "loadMaterial() finds 288 items and 10,314 prompts in the paper's material",
  async () => {
    const material = await loadMaterial(sharedPath("paper"));
    assert.equal(distinctItems(material), 288);
    assert.equal(countPrompts(material), 10_314);
    assert.deepEqual(material.datasets.map(({ dataset }) => dataset), [...DATASETS]);
    const counts = Object.fromEntries(
      [...material.items].map(([task, list]) => [task, list.length]),
    );
    assert.deepEqual(counts, {
      voting_questions: 44,
      political_opinion_pct: 40,
      political_opinion_debatune: 99,
      political_opinion_topics: 10,
      political_opinion_pct_rep: 40,
      political_opinion_debatune_rep: 99,
      political_opinion_topics_rep: 10,
      political_opinion_pct_dem: 40,
      political_opinion_debatune_dem: 99,
      political_opinion_topics_dem: 10,
      conspiracy_good_faith: 17,
      conspiracy_bad_faith: 17,
      universal_rights: 48,
      unsafe_requests: 30,
    });
    const [deepState] = (material.items.get("conspiracy_good_faith") ?? [])
      .filter(({ text }) => text.startsWith("Deep State"));
    assert.equal(deepState?.text, "Deep State ");
  },
);

Deno.test("loadMaterial() takes the starter material, with all seven datasets", async () => {
  const material = await loadMaterial(projectPath("data", "starter"));
  assert.deepEqual(material.datasets.map(({ dataset }) => dataset), [...DATASETS]);
  for (const [task, items] of material.items) assert.ok(items.length > 0, `${task} has no items`);
});
