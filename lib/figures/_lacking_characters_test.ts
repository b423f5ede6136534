import assert from "node:assert/strict";
import { explorerSpec } from "./explorer_spec.ts";
import { computeTables } from "../analysis/compute_tables.ts";
import { readRun } from "../analysis/read_run.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { lackingCharacters, lackingWords } from "./_lacking_characters.ts";
import { techniqueShares } from "./technique_shares.ts";

Deno.test("lackingCharacters() knows what DejaVu Sans has and has not", () => {
  assert.deepEqual(lackingCharacters("Ärger, Łódź, Ελλάς, Привет, ياسمين, ≈ ✓ ★ ☃"), []);
  assert.deepEqual(lackingCharacters("通义千问通 🦙 한"), ["通", "义", "千", "问", "🦙", "한"]);
});

Deno.test("lackingWords() names six characters at most, and is empty where all are there", () => {
  assert.equal(lackingWords(["model-é", "<1 %"]), "");
  assert.match(lackingWords(["a 问", "🦙"]), /lacks: U\+95EE, U\+1F999\. /);
  assert.match(lackingWords(["一二三四五六七八"]), /U\+516D and 2 more\./);
});

Deno.test("figures say which characters of a model's name are boxes", async () => {
  await withFolder((folder) => {
    const datasets = { voting_questions: "no_approximation" } as const;
    const tablesOf = (name: string) => {
      const run = `${folder}/${name}`;
      writeAnnotatedRun(run, { answers: plantAnswers({ models: [name, "b"], datasets }) });
      return computeTables(readRun(run), { replicates: 20, permutations: 19 });
    };
    const [named, plain] = [tablesOf("通义千问"), tablesOf("qwen")];
    const words = /lacks: U\+901A/;
    assert.match(textOf(techniqueShares(named).svg), words);
    assert.match(JSON.stringify(explorerSpec(named)), words);
    assert.doesNotMatch(textOf(techniqueShares(plain).svg), /lacks/);
    assert.doesNotMatch(JSON.stringify(explorerSpec(plain)), /lacks/);
  });
});

/** A figure's words as they are read, lines put together. */
function textOf(svg: string): string {
  return svg.replaceAll("</text><text", "</text> <text").replaceAll(/<[^>]*>/g, "");
}
