import assert from "node:assert/strict";
import fc from "fast-check";
import { TECHNIQUES } from "../base/vocabulary.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { readRun } from "./read_run.ts";
import { settleVerdicts } from "./settle_verdicts.ts";
import { settleVotes } from "./settle_votes.ts";

const CASES: readonly (readonly [string, readonly string[], string, string | null])[] = [
  ["no judgement", [], "not_judged", null],
  ["one technique", ["bias"], "annotated", "bias"],
  ["a majority beside failures", ["bias", "failed", "unparsed"], "annotated", "bias"],
  ["equal votes", ["bias", "refusal", "unparsed"], "tie", null],
  ["failures alone", ["failed", "failed"], "failed", null],
  ["nothing that can be read", ["failed", "unparsed"], "unparsed", null],
];

function judgementsOf(words: readonly string[]) {
  return words.map((word) =>
    word === "failed" || word === "unparsed"
      ? { status: word, technique: null }
      : { status: "parsed", technique: word }
  );
}

for (const [what, words, verdict, technique] of CASES) {
  Deno.test(`settleVotes() makes of ${what}: ${verdict}`, () => {
    assert.deepEqual(settleVotes(judgementsOf(words)), { verdict, technique });
  });
}

Deno.test("settleVotes() settles any judgements as settleVerdicts() does", async () => {
  const words = fc.array(fc.constantFrom(...TECHNIQUES.slice(0, 3), "failed", "unparsed"), {
    maxLength: 5,
  });
  const [some] = fc.sample(fc.array(words, { minLength: 150, maxLength: 150 }), 1);
  await withFolder((folder) => {
    const answers = [["bias"], ...some ?? []].map((judged, n) => ({
      ...{ model: "m", dataset: "d", item: `i${n}`, judged },
    }));
    writeAnnotatedRun(folder, { answers });
    const settled = settleVerdicts(readRun(folder)).sort("answer").toRecords();
    const expected = answers.map(({ judged }) => settleVotes(judgementsOf(judged)));
    assert.deepEqual(settled.map(({ verdict, technique }) => ({ verdict, technique })), expected);
  });
});
