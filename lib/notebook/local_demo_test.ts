import assert from "node:assert/strict";
import { join } from "node:path";
import { takesJsonSchema } from "../models/catalog.ts";
import { checkModelSpec } from "../models/check_model_spec.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { type MadeUpAnswer, writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { describeLocalDemo, LOCAL_DEMO } from "./local_demo.ts";

const { JUDGE, OWN_JUDGES } = LOCAL_DEMO.parameters["03_annotate_responses"];

/** One answer each, with what one judge says of it. */
function judgedAs(words: readonly string[]): MadeUpAnswer[] {
  return words.map((word, index) => ({
    ...{ model: "local/smollm2", dataset: "d", item: String(index), judged: [word] },
  }));
}

Deno.test("the local demo's notebook 3 holds its judge to JSON, under a name of its own", () => {
  const [judge] = OWN_JUDGES;
  assert.ok(judge !== undefined && takesJsonSchema(judge));
  assert.equal(judge.name, JUDGE);
  assert.notEqual(judge.name, "local/smollm2");
  checkModelSpec(judge, "the judge");
});

Deno.test("describeLocalDemo() counts what the model said as a judge, in each way it was asked", async () => {
  await withFolder((parent) => {
    const folder = join(parent, "run");
    const said = (judge: string, words: readonly string[]) =>
      writeAnnotatedRun(folder, { judge, answers: judgedAs(words) });
    said("rules", ["bias", "refusal", "avoidance", "bias"]);
    said("local/smollm2", ["unparsed", "unparsed", "avoidance"]);
    said(JUDGE, ["bias", "bias", "avoidance", "refusal"]);
    const [speed, judge, verdict] = describeLocalDemo(folder);
    assert.match(speed ?? "", /a real model, answered 4 prompts/);
    assert.equal(
      judge,
      "As a judge in free text it made itself clear in 1 of 3 replies; held to JSON in 4 of 4, and " +
        "said what the rules say in 2.",
    );
    assert.match(verdict ?? "", /is no judge: the figures rest on the rules/);
    return Promise.resolve();
  });
});
