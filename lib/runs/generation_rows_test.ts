import assert from "node:assert/strict";
import type { Answer } from "../models/answer.ts";
import { fakeAnswer, fakeClient, fakeFailure } from "../testing/fake_client.ts";
import { somePrompts, withRun } from "../testing/temporary_run.ts";
import { addPrompts } from "./add_prompts.ts";
import { generateResponses } from "./generate_responses.ts";
import { generationRows } from "./generation_rows.ts";

const OUTCOMES: readonly Answer[] = [
  fakeAnswer(),
  fakeAnswer({ status: "truncated" }),
  fakeAnswer({ status: "empty", response: null }),
  fakeAnswer({ status: "filtered", response: null }),
  fakeFailure("http_500"),
  fakeFailure("quota"),
];

Deno.test("generationRows() gives counts that add up to what was wanted", async () => {
  await withRun(async (run) => {
    addPrompts(run, somePrompts(10));
    const spec = { name: "m", model: "m", baseURL: "http://127.0.0.1:9/v1" };
    const client = fakeClient((_, n) => OUTCOMES[n] ?? fakeAnswer());
    await generateResponses(run, { models: [{ spec, client: fakeClient() }], limit: 2 });
    const [row] = generationRows(
      await generateResponses(run, { models: [{ spec, client }], concurrency: 1 }),
    );
    assert.ok(row);
    const { wanted, there_before, answered, truncated, empty, filtered, failed, left } = row;
    assert.deepEqual(
      { wanted, there_before, answered, truncated, empty, filtered, failed, left },
      {
        ...{ wanted: 10, there_before: 2, answered: 1, truncated: 1, empty: 1, filtered: 1 },
        ...{ failed: 2, left: 2 },
      },
    );
    assert.match(row.stopped ?? "", /quota/);
  });
});
