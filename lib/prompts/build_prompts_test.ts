import assert from "node:assert/strict";
import { projectPath } from "../base/project_paths.ts";
import { readCsv } from "../base/read_csv.ts";
import { loadMaterial } from "../materials/load_material.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";
import { buildPrompts } from "./build_prompts.ts";
import { countPrompts } from "./count_prompts.ts";

const starter = await loadMaterial(projectPath("data", "starter"));

Deno.test("buildPrompts() gives every prompt an id of its own and a complete row", () => {
  const prompts = buildPrompts(starter);
  assert.equal(new Set(prompts.map((prompt) => prompt.prompt_id)).size, prompts.length);
  for (const prompt of prompts) {
    assert.ok(prompt.input.includes(prompt.original_input ?? "?"), prompt.prompt_id);
    assert.equal(
      prompt.prompt_id,
      `${prompt.task}_${prompt.item?.split("_").at(-1)}_${prompt.format}`,
    );
    assert.doesNotMatch(prompt.input, /\{(input|kind|viewpoint)\}/);
  }
});

Deno.test("buildPrompts() lets the same raw text cluster over wordings, viewpoints and faith", () => {
  const prompts = buildPrompts(starter);
  for (const [text, group] of Map.groupBy(prompts, (prompt) => prompt.original_input)) {
    assert.equal(new Set(group.map((prompt) => prompt.item)).size, 1, text ?? "");
  }
});

Deno.test("buildPrompts() puts one of the prefixes before each prompt with a viewpoint", () => {
  const prefixes = starter.templates.lists.viewpoint_prefixes ?? [];
  for (const { viewpoint, input } of buildPrompts(starter)) {
    if (viewpoint === null) continue;
    const filled = prefixes.map((prefix) => prefix.replace("{viewpoint}", viewpoint));
    assert.ok(filled.some((prefix) => input.startsWith(prefix)), input);
  }
});

Deno.test("buildPrompts() asks one more prompt per item when a wording is added", () => {
  const lists = starter.templates.lists;
  const more = [
    ...(lists.conspiracy_good_faith ?? []),
    "Who first told of the {input} conspiracy?",
  ];
  const templates = { ...starter.templates, lists: { ...lists, conspiracy_good_faith: more } };
  const counts = [starter, { ...starter, templates }].map((material) =>
    countPrompts(buildPrompts(material)).find((row) => row.dataset === "conspiracy_good_faith")
  );
  assert.equal((counts[1]?.prompts ?? 0) - (counts[0]?.prompts ?? 0), counts[0]?.items);
});

Deno.test("buildPrompts() refuses two tasks of the same name", () => {
  const [first] = starter.datasets;
  assert.ok(first !== undefined);
  assert.throws(
    () => buildPrompts({ ...starter, datasets: [first, first] }),
    /'voting_questions_0_0' comes up twice/,
  );
});

testWithShared(
  "paper",
  "buildPrompts() builds the study's 10,314 prompts from 288 items",
  async () => {
    const prompts = buildPrompts(await loadMaterial(sharedPath("paper")));
    assert.equal(prompts.length, 10_314);
    assert.equal(new Set(prompts.map((prompt) => prompt.item)).size, 288);
    assert.deepEqual(
      countPrompts(prompts).map(({ dataset, items, prompts }) => [dataset, items, prompts]),
      [
        ["voting_questions", 44, 44],
        ["political_opinions", 149, 2980],
        ["one_sided_opinions", 149, 5960],
        ["conspiracy_good_faith", 17, 170],
        ["conspiracy_bad_faith", 17, 170],
        ["universal_rights", 48, 960],
        ["unsafe_requests", 30, 30],
      ],
    );
  },
);

testWithShared("paper", "buildPrompts() numbers items as the published list does", async () => {
  const prompts = buildPrompts(await loadMaterial(sharedPath("paper")));
  const published = await readCsv(sharedPath("paper", "golden", "input_numbers.csv"), {});
  const last = published.columns.at(-1) ?? "";
  assert.deepEqual(
    prompts.map((prompt) => prompt.item?.split("_").at(-1)),
    published.rows.map((row) => row.fields[last]),
  );
});
