import assert from "node:assert/strict";
import { join } from "node:path";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { pairVerdicts } from "./pair_verdicts.ts";

const ONE = { dataset: "own", item: "i" };

Deno.test("pairVerdicts() joins two judges by answer, and leaves null what one did not say", async () => {
  await withFolder((parent) => {
    const folder = join(parent, "run");
    writeAnnotatedRun(folder, {
      judge: "first",
      answers: [
        { ...ONE, model: "a", judged: ["bias"] },
        { ...ONE, model: "b", judged: ["refusal"] },
        { ...ONE, model: "b", format: 1, judged: ["unparsed"] },
        { ...ONE, model: "b", format: 1, sample: 1, judged: ["avoidance", "bias"] },
      ],
    });
    // Taken in another order, and not of every answer.
    writeAnnotatedRun(folder, {
      judge: "second",
      answers: [
        { ...ONE, model: "b", format: 1, judged: ["avoidance"] },
        { ...ONE, model: "a", judged: ["refusal"] },
      ],
    });
    const pairs = pairVerdicts(folder, ["first", "second"]);
    const shown = pairs.map(({ prompt_id, model, sample, first, second }) =>
      [prompt_id, model, sample, first, second].join(" ")
    );
    assert.deepEqual(shown.sort(), [
      "own/i/0 a 0 bias refusal",
      "own/i/0 b 0 refusal ",
      "own/i/1 b 0  avoidance",
      "own/i/1 b 1  ",
    ]);
    assert.throws(
      () => pairVerdicts(folder, ["first", "third"]),
      /no annotations by judge 'third'/,
    );
  });
});
