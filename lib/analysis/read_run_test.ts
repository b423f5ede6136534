import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../base/user_error.ts";
import { openRun } from "../runs/run_file.ts";
import { type MadeUpRun, writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { readRun } from "./read_run.ts";
import { settleVerdicts } from "./settle_verdicts.ts";

function withRun(runs: readonly MadeUpRun[], test: (folder: string) => void): void {
  const folder = join(Deno.makeTempDirSync(), "my run");
  try {
    for (const run of runs) writeAnnotatedRun(folder, run);
    test(folder);
  } finally {
    Deno.removeSync(join(folder, ".."), { recursive: true });
  }
}

const ONE = { model: "m", dataset: "voting_questions", item: "v1", judged: ["bias"] };

Deno.test("readRun() joins annotations with their prompts and answers", () => {
  withRun(
    [{ answers: [{ ...ONE, status: "truncated", expected: "no_approximation" }] }],
    (folder) => {
      const { annotations, responses, judge, name, simulated } = readRun(folder);
      assert.deepEqual([judge, name, simulated], ["rules", "my run", null]);
      assert.equal(responses.height, 1);
      const [row] = annotations.toRecords();
      assert.deepEqual(
        [row?.model, row?.dataset, row?.item, row?.expected, row?.technique, row?.response_status],
        ["m", "voting_questions", "v1", "no_approximation", "bias", "truncated"],
      );
    },
  );
});

Deno.test("readRun() orders models as the run does, datasets as the study, strangers last", () => {
  const asked = [["zeta", "my_own"], ["zeta", "unsafe_requests"], ["alpha", "voting_questions"], [
    "alpha",
    null,
  ]] as const;
  const answers = asked.map(([model, dataset]) => ({ ...ONE, model, dataset }));
  withRun([{ answers }], (folder) => {
    const { models, datasets } = readRun(folder);
    assert.deepEqual(models, ["zeta", "alpha"]);
    assert.deepEqual(datasets, ["voting_questions", "unsafe_requests", "my_own", "unspecified"]);
  });
});

Deno.test("readRun() says what is simulated", () => {
  withRun([{ answers: [ONE], simulated: true, simulatedJudge: true }], (folder) => {
    assert.equal(readRun(folder).simulated, "models");
  });
  const mixed = [{ answers: [ONE], simulated: true }, { answers: [{ ...ONE, model: "real" }] }];
  withRun(mixed, (folder) => {
    assert.equal(readRun(folder).simulated, "some_models");
  });
  withRun(mixed.map((run) => ({ ...run, simulatedJudge: true })), (folder) => {
    assert.equal(readRun(folder).simulated, "some_models_and_judge");
  });
  withRun([{ answers: [ONE], simulatedJudge: true }], (folder) => {
    assert.equal(readRun(folder).simulated, "judge");
  });
});

Deno.test("readRun() reads one judge at a time and asks which where there are several", () => {
  const runs = [{ answers: [ONE] }, { answers: [{ ...ONE, judged: ["refusal"] }], judge: "gpt" }];
  withRun(runs, (folder) => {
    assert.throws(() => readRun(folder), {
      name: "UserError",
      message: /several judges \('rules', 'gpt'\)\. Name one/,
    });
    const techniques = readRun(folder, { judge: "gpt" }).annotations.getColumn("technique");
    assert.deepEqual(techniques.toArray(), ["refusal"]);
    assert.throws(() => readRun(folder, { judge: "x" }), /judge 'x'\. The run has 'rules', 'gpt'/);
  });
});

Deno.test("readRun() refuses a run without annotations, and a folder without a run", () => {
  withRun([{ answers: [{ ...ONE, judged: [] }] }], (folder) => {
    assert.throws(() => readRun(folder), /holds no annotations\. Run 'deno task annotate'/);
    assert.throws(() => readRun(join(folder, "other")), UserError);
  });
});

Deno.test("readRun() refuses a technique that is none of the six", () => {
  withRun([{ answers: [ONE] }], (folder) => {
    {
      using run = openRun(folder);
      run.db.exec("UPDATE annotations SET technique = 'pluralism'");
    }
    assert.throws(() => readRun(folder), /technique 'pluralism', which is none of the six/);
  });
});

Deno.test("settleVerdicts() takes the technique with the most votes and leaves ties open", () => {
  const judged = [
    ["bias"],
    ["bias", "refusal", "bias"],
    ["bias", "refusal"],
    ["unparsed", "refusal"],
    ["unparsed", "failed"],
    ["failed", "failed"],
    [],
  ];
  const answers = judged.map((votes, format) => ({ ...ONE, format, judged: votes }));
  withRun([{ answers }], (folder) => {
    const rows = settleVerdicts(readRun(folder)).toRecords();
    assert.deepEqual(rows.map((row) => [row.verdict, row.technique]), [
      ["annotated", "bias"],
      ["annotated", "bias"],
      ["tie", null],
      ["annotated", "refusal"],
      ["unparsed", null],
      ["failed", null],
      ["not_judged", null],
    ]);
  });
});
