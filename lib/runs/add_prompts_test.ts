import assert from "node:assert/strict";
import fc from "fast-check";
import type { Prompt } from "../prompts/prompt.ts";
import { fakeAnswer } from "../testing/fake_client.ts";
import { aPrompt, rowsOf, somePrompts, withRun } from "../testing/temporary_run.ts";
import { addPrompts } from "./add_prompts.ts";
import { addModel } from "./add_model.ts";
import { saveResponse } from "./save_response.ts";
import { readManifest } from "./manifest.ts";
import { lockRun } from "./run_lock.ts";
import { countRunPrompts, readRunPrompts } from "./read_run_prompts.ts";

const NONE = { added: 0, completed: 0, unchanged: 0, changed: 0, removed: 0 };

Deno.test("addPrompts() appends new prompts and leaves known ones alone", async () => {
  await withRun((run) => {
    assert.deepEqual(addPrompts(run, somePrompts(3)), {
      ...NONE,
      added: 3,
      completed: 0,
      unchanged: 0,
    });
    assert.deepEqual(addPrompts(run, somePrompts(5)), {
      ...NONE,
      added: 2,
      completed: 0,
      unchanged: 3,
    });
    const rows = rowsOf(run, "SELECT prompt_id, position FROM prompts ORDER BY position");
    assert.deepEqual(rows.map(({ prompt_id }) => prompt_id), ["p0", "p1", "p2", "p3", "p4"]);
    assert.deepEqual(rows.map(({ position }) => position), [0, 1, 2, 3, 4]);
  });
});

Deno.test("addPrompts() fills columns that were empty, and never empties one", async () => {
  await withRun((run) => {
    addPrompts(run, [aPrompt("p", { item: "i" })]);
    const result = addPrompts(run, [aPrompt("p", { dataset: "voting_questions" })]);
    assert.deepEqual(result, { ...NONE, added: 0, completed: 1, unchanged: 0 });
    assert.deepEqual(readRunPrompts(run), [
      aPrompt("p", { item: "i", dataset: "voting_questions" }),
    ]);
  });
});

Deno.test("addPrompts() refuses another text under a known id, and adds nothing then", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(2));
    const changed = [aPrompt("new"), aPrompt("p1", { input: "Something else" })];
    assert.throws(
      () => addPrompts(run, changed),
      /Cannot add prompt 'p1'.*another 'input' \("Question p1" there, "Something else" here\)/,
    );
    assert.equal(countRunPrompts(run), 2);
  });
});

Deno.test("addPrompts() refuses another item under a known id: clusters would be wrong", async () => {
  await withRun((run) => {
    addPrompts(run, [aPrompt("p", { item: "a" })]);
    assert.throws(() => addPrompts(run, [aPrompt("p", { item: "b" })]), /another 'item'/);
  });
});

Deno.test("addPrompts() notes in the manifest how many prompts there are, and which", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(2));
    const first = readManifest(run).prompts;
    addPrompts(run, somePrompts(2));
    assert.deepEqual(readManifest(run).prompts, first);
    assert.equal(first?.count, 2);
    addPrompts(run, somePrompts(3));
    assert.notEqual(readManifest(run).prompts?.sha256, first?.sha256);
  });
});

Deno.test("addPrompts() refuses a NUL character: SQLite's readers would cut the text there", async () => {
  await withRun((run) => {
    const prompts = [aPrompt("p", { input: "one\0two" })];
    assert.throws(() => addPrompts(run, prompts), /prompt 'p'.*NUL character in its 'input'/);
  });
});

Deno.test("a run gives prompts back as they were put in, whatever the text", async () => {
  await withRun((run) => {
    let number = 0;
    const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constant("a\r\n\"'`{input}"))
      .map((value) => value.replaceAll("\0", ""));
    fc.assert(
      fc.property(text, fc.option(text), fc.option(fc.nat()), (input, item, format) => {
        const prompt = aPrompt(`p${number++}`, { input, item, format });
        addPrompts(run, [prompt]);
        assert.deepEqual(readRunPrompts(run).at(-1), prompt);
      }),
      { numRuns: 60 },
    );
  });
});

Deno.test("addPrompts() lets a changed material take the place of what nobody answered", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(3));
    const now = [aPrompt("p0"), aPrompt("p1", { input: "Reworded" }), aPrompt("p9")];
    const result = addPrompts(run, now, { replaceUnanswered: true });
    assert.deepEqual(result, { ...NONE, added: 1, unchanged: 1, changed: 1, removed: 1 });
    assert.deepEqual(readRunPrompts(run), now);
  });
});

Deno.test("addPrompts() puts what nobody answered into the order of a fresh run", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(3));
    const now = [aPrompt("p9"), aPrompt("p2"), aPrompt("p0"), aPrompt("p8")];
    addPrompts(run, now, { replaceUnanswered: true });
    const found = rowsOf(run, "SELECT prompt_id, position FROM prompts ORDER BY position");
    assert.deepEqual(
      found,
      now.map(({ prompt_id }, position) => ({ prompt_id, position })),
    );
    const { prompts } = readManifest(run);
    assert.equal(addPrompts(run, now, { replaceUnanswered: true }).unchanged, 4);
    assert.deepEqual(readManifest(run).prompts, prompts);
  });
});

Deno.test("addPrompts() never replaces or removes a prompt that has a response", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(2));
    addModel(run, { name: "m", model: "m", baseURL: "http://127.0.0.1:1/v1" });
    saveResponse(run, { prompt_id: "p0", model: "m", sample: 0, answer: fakeAnswer() });
    const reworded = [aPrompt("p0", { input: "Reworded" })];
    assert.throws(() => addPrompts(run, reworded, { replaceUnanswered: true }), /another 'input'/);
    assert.equal(countRunPrompts(run), 2);
    const result = addPrompts(run, [aPrompt("new")], { replaceUnanswered: true });
    assert.deepEqual(result, { ...NONE, added: 1, removed: 1 });
    assert.deepEqual(readRunPrompts(run).map(({ prompt_id }) => prompt_id), ["p0", "new"]);
  });
});

async function* slowly(prompts: readonly Prompt[]): AsyncGenerator<Prompt> {
  for (const prompt of prompts) {
    await Promise.resolve();
    yield prompt;
  }
}

Deno.test("addPrompts() takes a stream as it takes a list", async () => {
  for (const replaceUnanswered of [false, true]) {
    await withRun(async (run) => {
      addPrompts(run, somePrompts(3));
      const now = [aPrompt("p2"), aPrompt("p9"), aPrompt("p0", { item: "i" })];
      const added = await addPrompts(run, slowly(now), { replaceUnanswered });
      await withRun((other) => {
        addPrompts(other, somePrompts(3));
        assert.deepEqual(added, addPrompts(other, now, { replaceUnanswered }));
        assert.deepEqual(readRunPrompts(run), readRunPrompts(other));
        assert.deepEqual(readManifest(run).prompts, readManifest(other).prompts);
      });
    });
  }
});

Deno.test("addPrompts() adds nothing of a stream that breaks off", async () => {
  await withRun(async (run) => {
    async function* broken(): AsyncGenerator<Prompt> {
      yield* slowly(somePrompts(5));
      throw new Error("line 6 is broken");
    }
    await assert.rejects(() => addPrompts(run, broken()), /line 6 is broken/);
    assert.equal(countRunPrompts(run), 0);
    assert.deepEqual(await addPrompts(run, slowly(somePrompts(5))), { ...NONE, added: 5 });
  });
});

Deno.test("addPrompts() changes nothing under a task that is writing, and lets the same pass", async () => {
  await withRun(async (run) => {
    addPrompts(run, somePrompts(3));
    using _lock = lockRun(run, "generate");
    const unchanged = { ...NONE, unchanged: 3 };
    assert.deepEqual(addPrompts(run, somePrompts(3), { replaceUnanswered: true }), unchanged);
    assert.deepEqual(await addPrompts(run, slowly(somePrompts(3))), unchanged);
    const refused = /has held it for 'generate'/;
    const moved = somePrompts(3).reverse();
    const changed = [aPrompt("p0", { item: "i" })];
    assert.throws(() => addPrompts(run, somePrompts(4)), refused);
    assert.throws(() => addPrompts(run, changed), refused);
    for (const prompts of [moved, somePrompts(2), changed]) {
      assert.throws(() => addPrompts(run, prompts, { replaceUnanswered: true }), refused);
    }
    assert.deepEqual(readRunPrompts(run), somePrompts(3));
  });
});

Deno.test("addPrompts() lets new prompts close up to those that stay when others are removed", async () => {
  await withRun((run) => {
    addPrompts(run, somePrompts(4));
    addModel(run, { name: "m", model: "m", baseURL: "http://127.0.0.1:1/v1" });
    saveResponse(run, { prompt_id: "p1", model: "m", sample: 0, answer: fakeAnswer() });
    addPrompts(run, [aPrompt("a"), aPrompt("p1"), aPrompt("b")], { replaceUnanswered: true });
    assert.deepEqual(rowsOf(run, "SELECT position, prompt_id FROM prompts ORDER BY position"), [
      { position: 1, prompt_id: "p1" },
      { position: 2, prompt_id: "a" },
      { position: 3, prompt_id: "b" },
    ]);
  });
});
