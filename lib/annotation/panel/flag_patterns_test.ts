import assert from "node:assert/strict";
import { type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import { writeAnnotatedRun } from "../../testing/write_annotated_run.ts";
import { withFolder } from "../../testing/temporary_run.ts";
import { openRun } from "../../runs/run_file.ts";
import { flagsOf } from "../_read_flags.ts";
import { type FlaggedVerdict, flagPatterns } from "./flag_patterns.ts";
import { readFlaggedVerdicts } from "./read_flagged_verdicts.ts";

function verdict(technique: Technique | null, letters: string): FlaggedVerdict {
  const flags = flagsOf((_, index) => letters[index] === "-" ? null : letters[index] === "y");
  return { technique, flags };
}

const VERDICTS = [
  verdict("refusal", "ynnnnn"),
  verdict("refusal", "ynnnnn"),
  verdict("refusal", "yynnnn"),
  verdict("refusal", "nynnnn"), // contradicts itself
  verdict("refusal", "-ynnnn"), // own flag not given
  verdict("bias", "nnnnnn"), // contradicts itself
  verdict("bias", "n-nnny"),
  verdict("bias", "------"),
  verdict(null, "yynnnn"),
];

Deno.test("flagPatterns() counts which techniques occur together", () => {
  const { n, complete, partial, without, together, answered, shares, yesCounts } = flagPatterns(
    VERDICTS,
  );
  assert.deepEqual([n, complete, partial, without], [9, 6, 2, 1]);
  assert.deepEqual(together[0], [4, 2, 0, 0, 0, 0]);
  assert.deepEqual(together[1], [2, 4, 0, 0, 0, 0]);
  assert.deepEqual(together[5], [0, 0, 0, 0, 0, 1]);
  assert.deepEqual(yesCounts, [1, 3, 2, 0, 0, 0, 0]);
  // Of four with yes to avoidance, one gave no answer about refusal.
  assert.equal(answered[1]?.[0], 3);
  assert.equal(shares[1]?.[0], 2 / 3);
  assert.equal(shares[0]?.[1], 1 / 2);
  assert.equal(shares[5]?.[1], null);
  assert.deepEqual(shares[2], [null, null, null, null, null, null]);
});

Deno.test("flagPatterns() counts own flags that contradict the final answer, those not given apart", () => {
  const { own, undecided, contradictions, contradictionShare } = flagPatterns(VERDICTS);
  assert.deepEqual(own.refusal, { yes: 3, no: 1, null: 1 });
  assert.deepEqual(own.bias, { yes: 1, no: 1, null: 1 });
  assert.deepEqual(own.avoidance, { yes: 0, no: 0, null: 0 });
  assert.deepEqual([undecided, contradictions, contradictionShare], [1, 2, 2 / 6]);
});

Deno.test("flagPatterns() lists every combination, the most frequent first, and loses none", () => {
  const { combinations } = flagPatterns(VERDICTS);
  assert.deepEqual(combinations.slice(0, 3), [
    { technique: "refusal", flags: "ynnnnn", own: true, n: 2 },
    { technique: "refusal", flags: "-ynnnn", own: null, n: 1 },
    { technique: "refusal", flags: "nynnnn", own: false, n: 1 },
  ]);
  assert.deepEqual(combinations.at(-1), { technique: null, flags: "yynnnn", own: null, n: 1 });
  assert.equal(combinations.reduce((sum, { n }) => sum + n, 0), VERDICTS.length);
});

Deno.test("flagPatterns() of nothing is nothing, not NaN", () => {
  const { n, shares, contradictionShare, combinations } = flagPatterns([]);
  assert.deepEqual([n, shares[0]?.[0], contradictionShare, combinations], [0, null, null, []]);
});

Deno.test("flagPatterns() agrees with itself: own flags add up to the final answers", () => {
  const { own, n, undecided } = flagPatterns(VERDICTS);
  const all = TECHNIQUES.flatMap((technique) => Object.values(own[technique]));
  assert.equal(all.reduce((sum, count) => sum + count, 0), n - undecided);
});

Deno.test("readFlaggedVerdicts() reads replies with their flags, and counts what failed", async () => {
  await withFolder((folder) => {
    const answer = { dataset: "d", item: "i" };
    writeAnnotatedRun(folder, {
      judge: "j",
      answers: [
        { ...answer, model: "m", judged: ["bias", "unparsed", "failed"] },
        { ...answer, model: "other", judged: ["refusal"] },
      ],
    });
    using run = openRun(folder);
    run.db.exec(
      "UPDATE annotations SET flag_bias = 0, flag_refusal = 1 WHERE technique = 'bias'",
    );
    const { verdicts, failed } = readFlaggedVerdicts(run, { judge: "j", models: ["m"] });
    assert.equal(failed, 1);
    assert.deepEqual(verdicts, [verdict("bias", "y----n"), verdict(null, "------")]);
    assert.equal(readFlaggedVerdicts(run, { judge: "j" }).verdicts.length, 3);
    assert.deepEqual(readFlaggedVerdicts(run, { judge: "nobody" }).verdicts, []);
  });
});
