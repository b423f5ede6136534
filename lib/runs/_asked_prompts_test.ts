import assert from "node:assert/strict";
import fc from "fast-check";
import { fakeAnswer, fakeFailure } from "../testing/fake_client.ts";
import { aPrompt, rowsOf, somePrompts, withRun } from "../testing/temporary_run.ts";
import { addImportedModel } from "./add_model.ts";
import { addPrompts } from "./add_prompts.ts";
import { askedPrompts } from "./_asked_prompts.ts";
import type { AskedPromptsOptions } from "./_choose_prompts.ts";
import type { RunFile } from "./run_file.ts";
import { saveResponse } from "./save_response.ts";

/** 60 prompts of task `t0`, 30 of `t1`, 8 of dataset `d` without a task, 2 of neither. */
const MIXED = Array.from({ length: 100 }, (_, n) =>
  aPrompt(`p${n}`, {
    task: n % 10 < 6 ? "t0" : n % 10 < 9 ? "t1" : null,
    dataset: n % 10 === 9 && n < 80 ? "d" : null,
  }));

function chosen(run: RunFile, options: AskedPromptsOptions): string[] {
  using prompts = askedPrompts(run, options);
  const { pending } = prompts.open({ model: "nobody", sample: 0, retryErrors: false });
  const ids = [...pending()].map(({ prompt_id }) => prompt_id);
  assert.equal(ids.length, prompts.count);
  return ids;
}

Deno.test("a stratified sample has each task's share, in the run's order, the same for one seed", async () => {
  await withRun((run) => {
    addPrompts(run, MIXED);
    const stratified = { count: 20, seed: 7 };
    const ids = chosen(run, { stratified });
    const tasks = ids.map((id) => MIXED.find(({ prompt_id }) => prompt_id === id))
      .map((prompt) => prompt?.task ?? prompt?.dataset ?? "none");
    const count = (name: string) => tasks.filter((task) => task === name).length;
    // Quotas 12, 6, 1.6 and 0.4: the last has its minimum, which the largest can spare best.
    assert.deepEqual(["t0", "t1", "d", "none"].map(count), [11, 6, 2, 1]);
    const numbers = ids.map((id) => Number(id.slice(1)));
    assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b));
    assert.deepEqual(chosen(run, { stratified }), ids);
    assert.notDeepEqual(chosen(run, { stratified: { count: 20, seed: 8 } }), ids);
  });
});

Deno.test("a larger sample holds a smaller one of the same seed, where all shares grow", async () => {
  await withRun((run) => {
    addPrompts(run, MIXED.map((prompt) => ({ ...prompt, task: "t", dataset: null })));
    const sizes = fc.tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 120 }));
    fc.assert(
      fc.property(sizes, fc.nat(), ([a, b], seed) => {
        const small = chosen(run, { stratified: { count: Math.min(a, b), seed } });
        const large = new Set(chosen(run, { stratified: { count: Math.max(a, b), seed } }));
        assert.equal(small.length, Math.min(a, b, 100));
        for (const id of small) assert.ok(large.has(id));
      }),
      { numRuns: 25 },
    );
  });
});

Deno.test("ids, datasets, sample and limit apply one after the other", async () => {
  await withRun((run) => {
    addPrompts(run, MIXED);
    const promptIds = MIXED.slice(0, 50).map(({ prompt_id }) => prompt_id);
    assert.deepEqual(chosen(run, { promptIds, datasets: ["d"] }), [
      "p9",
      "p19",
      "p29",
      "p39",
      "p49",
    ]);
    const sample = chosen(run, { promptIds, datasets: ["d"], stratified: { count: 3, seed: 1 } });
    assert.equal(sample.length, 3);
    const limited = chosen(run, {
      ...{ promptIds, datasets: ["d"], stratified: { count: 3, seed: 1 }, limit: 2 },
    });
    assert.deepEqual(limited, sample.slice(0, 2));
  });
});

Deno.test("a sample of less than one prompt is refused", async () => {
  await withRun((run) => {
    addPrompts(run, MIXED);
    assert.throws(
      () => askedPrompts(run, { stratified: { count: 0, seed: 1 } }),
      /UserError: Cannot draw prompts: expected a count of at least 1 but found 0/,
    );
  });
});

Deno.test("askedPrompts() tells what is done from what has yet to be asked, whatever is there", async () => {
  const rows = fc.array(fc.constantFrom("none", "answered", "empty", "timeout", "http_401"), {
    minLength: 1,
    maxLength: 600,
  });
  const property = fc.asyncProperty(rows, fc.boolean(), async (states, retryErrors) => {
    await withRun((run) => {
      addPrompts(run, somePrompts(states.length));
      addImportedModel(run, "m");
      run.transaction(() => {
        for (const [number, state] of states.entries()) {
          if (state === "none") continue;
          const answer = state === "answered" || state === "empty"
            ? fakeAnswer({ status: state })
            : fakeFailure(state);
          saveResponse(run, { prompt_id: `p${number}`, model: "m", sample: 0, answer });
        }
      });
      using prompts = askedPrompts(run);
      const series = prompts.open({ model: "m", sample: 0, retryErrors });
      const toAsk = states.flatMap((state, number) => {
        const isOpen = state === "none" || state === "http_401" ||
          (state === "timeout" && retryErrors);
        return isOpen ? [`p${number}`] : [];
      });
      assert.deepEqual([...series.pending()].map(({ prompt_id }) => prompt_id), toAsk);
      assert.equal(series.done, states.length - toAsk.length);
      const failed = retryErrors ? 0 : states.filter((state) => state === "timeout").length;
      assert.equal(series.failed, failed);
      const other = prompts.open({ model: "m", sample: 1, retryErrors });
      assert.equal([...other.pending()].length, states.length);
    });
  });
  await fc.assert(property, { numRuns: 12 });
});

Deno.test("askedPrompts() leaves nothing behind in the connection", async () => {
  await withRun((run) => {
    addPrompts(run, [...MIXED, aPrompt("twin", { input: MIXED[0]?.input ?? "" })]);
    {
      using prompts = askedPrompts(run, { stratified: { count: 3, seed: 1 }, limit: 2 });
      prompts.open({ model: "m", sample: 0, retryErrors: false });
    }
    assert.deepEqual(rowsOf(run, "SELECT name FROM sqlite_temp_schema"), []);
  });
});
