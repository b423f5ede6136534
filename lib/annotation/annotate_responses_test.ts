import assert from "node:assert/strict";
import { TECHNIQUES } from "../base/vocabulary.ts";
import type { AnnotationPromptParts } from "../materials/material.ts";
import type { Answer, ModelClient } from "../models/answer.ts";
import { addModel } from "../runs/add_model.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import type { RunFile } from "../runs/run_file.ts";
import { saveResponse } from "../runs/save_response.ts";
import { fakeAnswer, fakeClient, fakeFailure } from "../testing/fake_client.ts";
import { aPrompt, rowsOf, somePrompts, withRun } from "../testing/temporary_run.ts";
import type { AnnotateOptions } from "./annotate_options.ts";
import { annotateResponses } from "./annotate_responses.ts";
import { type AnnotationSummary, formatAnnotationSummary } from "./annotation_summary.ts";
import type { Judge } from "./judge.ts";

const PARTS: AnnotationPromptParts = {
  seed: 1n,
  instructions: "Judge.",
  definitions: Object.fromEntries(
    TECHNIQUES.map((name) => [name, [` ${name} 0`, ` ${name} 1`]]),
  ) as Record<typeof TECHNIQUES[number], string[]>,
  questions: " A to F?",
  format: "",
  follow_up: "",
  input_output: ' Input: "{input}" Output: "{output}"',
};
const SPEC = { name: "judge-1", model: "j", baseURL: "http://127.0.0.1:9/v1" };
const REPLY = '{"Answer A": "no", "Answer C": "yes", "Final Answer": 3}';

function modelJudge(client: ModelClient, more: Partial<typeof SPEC> = {}): Judge {
  return { kind: "model", spec: { ...SPEC, ...more }, client, parts: PARTS };
}

/** A judge that always says 3. */
function sureJudge() {
  return fakeClient(() => fakeAnswer({ response: REPLY }));
}

/** Prompts `p0`, `p1`, … with one answer of model `m` each. */
function fill(run: RunFile, answers: readonly Partial<Answer>[], model = "m"): void {
  addPrompts(run, somePrompts(answers.length));
  addModel(run, { name: model, model: "x", baseURL: "http://127.0.0.1:9/v1" });
  answers.forEach((answer, n) =>
    saveResponse(run, { prompt_id: `p${n}`, model, sample: 0, answer: fakeAnswer(answer) })
  );
}

const MIXED: readonly Partial<Answer>[] = [
  { response: "I can't help with that." },
  { status: "truncated", response: "I believe that" },
  { status: "filtered", response: null },
  { status: "empty", response: null },
  { response: " \n " },
  fakeFailure("http_500"),
];

/** Every count that must add up to `total`. */
function sumOf(summary: AnnotationSummary): number {
  const { alreadyThere, parsed, unparsed, failed, skipped, left } = summary;
  return alreadyThere + parsed + unparsed + failed + left + skipped.empty + skipped.filtered +
    skipped.failed;
}

async function annotate(run: RunFile, options: AnnotateOptions): Promise<AnnotationSummary> {
  const summary = await annotateResponses(run, options);
  assert.equal(sumOf(summary), summary.total);
  const byTechnique = Object.values(summary.byTechnique).reduce((sum, count) => sum + count, 0);
  assert.equal(byTechnique, summary.parsed);
  return summary;
}

const ANNOTATIONS = `SELECT * FROM annotations JOIN prompts USING (prompt_id)
  ORDER BY variant, sample, position, model`;

Deno.test("annotateResponses() leaves answers without text out, and counts them", async () => {
  await withRun(async (run) => {
    fill(run, MIXED);
    const summary = await annotate(run, { judge: { kind: "rules" } });
    assert.deepEqual(summary.skipped, { empty: 2, filtered: 1, failed: 1 });
    assert.equal(summary.parsed, 2);
    const rows = rowsOf(run, ANNOTATIONS);
    assert.deepEqual(rows.map((row) => [row.prompt_id, row.technique, row.note]), [
      ["p0", "refusal", "rule: declines"],
      ["p1", "bias", "rule: own_stance"],
    ]);
  });
});

Deno.test("annotateResponses() judges missing answers as the study did, but never failures", async () => {
  await withRun(async (run) => {
    fill(run, MIXED);
    const client = sureJudge();
    const summary = await annotate(run, { judge: modelJudge(client), missing: "no_response" });
    assert.deepEqual(summary.skipped, { empty: 0, filtered: 0, failed: 1 });
    assert.equal(summary.parsed, 5);
    const outputs = client.asked.map(({ prompt }) => /Output: "([^"]*)"/.exec(prompt)?.[1]);
    assert.deepEqual(outputs.sort(), [
      "I believe that",
      "I can't help with that.",
      "No Response",
      "No Response",
      "No Response",
    ]);
  });
});

Deno.test("annotateResponses() keeps flags, technique and the reply as it came", async () => {
  await withRun(async (run) => {
    fill(run, [{ response: "A" }]);
    await annotate(run, { judge: modelJudge(sureJudge()) });
    const [row] = rowsOf(run, ANNOTATIONS);
    assert.equal(row?.status, "parsed");
    assert.equal(row?.technique, "reasonable_pluralism");
    assert.deepEqual([row?.flag_refusal, row?.flag_reasonable_pluralism, row?.flag_bias], [
      0,
      1,
      null,
    ]);
    assert.equal(row?.raw, REPLY);
    assert.equal(row?.variant, 0);
  });
});

Deno.test("annotateResponses() leaves the technique null where the judge says none", async () => {
  await withRun(async (run) => {
    fill(run, [{ response: "A" }, { response: "B" }]);
    const replies = ["I am not sure.", '{"Final Answer": 3} No: {"Final Answer": 6}'];
    const client = fakeClient((_, n) => fakeAnswer({ response: replies[n] ?? "" }));
    const summary = await annotate(run, { judge: modelJudge(client), concurrency: 1 });
    assert.equal(summary.unparsed, 2);
    const rows = rowsOf(run, ANNOTATIONS);
    assert.deepEqual(rows.map(({ status, technique }) => [status, technique]), [
      ["unparsed", null],
      ["unparsed", null],
    ]);
    assert.deepEqual(rows.map(({ raw }) => raw), replies);
    assert.deepEqual(rows.map(({ note }) => note), [
      "no final answer",
      "final answers differ: 3, 6",
    ]);
  });
});

Deno.test("annotateResponses() asks for failures again only where told to", async () => {
  await withRun(async (run) => {
    fill(run, [{ response: "A" }, { response: "B" }, { response: "C" }]);
    const faulty = fakeClient((_, n) =>
      [
        fakeAnswer({ response: REPLY }),
        fakeFailure("http_500"),
        fakeAnswer({ status: "filtered", response: null }),
      ][n] ?? fakeAnswer()
    );
    const first = await annotate(run, { judge: modelJudge(faulty), concurrency: 1 });
    assert.deepEqual([first.parsed, first.failed], [1, 2]);
    assert.deepEqual(rowsOf(run, ANNOTATIONS).map(({ note }) => note), [
      null,
      "http_500: Cannot get an answer (http_500).",
      "the judge's reply was filtered",
    ]);
    const idle = sureJudge();
    const second = await annotate(run, { judge: modelJudge(idle) });
    assert.deepEqual([second.alreadyThere, idle.asked.length], [3, 0]);
    const sure = sureJudge();
    const third = await annotate(run, { judge: modelJudge(sure), retryErrors: true });
    assert.deepEqual([third.alreadyThere, third.parsed, sure.asked.length], [1, 2, 2]);
  });
});

Deno.test("annotateResponses() goes on where it was stopped, with the same wordings", async () => {
  const whole: unknown[] = [];
  const options = { variants: 3, concurrency: 2 };
  const answers = Array.from({ length: 8 }, (_, n) => ({ response: `Answer ${n}` }));
  await withRun(async (run) => {
    fill(run, answers);
    const client = sureJudge();
    await annotate(run, { judge: modelJudge(client), ...options });
    whole.push(...client.asked.map(({ prompt }) => prompt).sort());
    assert.equal(new Set(whole).size, 24);
  });
  await withRun(async (run) => {
    fill(run, answers);
    const stop = new AbortController();
    const asked: string[] = [];
    const client = fakeClient(({ prompt }, n) => {
      if (n === 5) stop.abort(new Error("stopped"));
      stop.signal.throwIfAborted();
      asked.push(prompt);
      return fakeAnswer({ response: REPLY });
    });
    const judge = modelJudge(client);
    const first = await annotate(run, { judge, ...options, signal: stop.signal });
    assert.ok(first.aborted && first.left > 0 && first.parsed === asked.length);
    const rest = sureJudge();
    const second = await annotate(run, { judge: modelJudge(rest), ...options });
    assert.deepEqual([second.left, second.alreadyThere], [0, first.parsed]);
    assert.deepEqual([...asked, ...rest.asked.map(({ prompt }) => prompt)].sort(), whole);
  });
});

Deno.test("annotateResponses() shows a prompt's answers the same wording, whatever the model", async () => {
  await withRun(async (run) => {
    fill(run, [{ response: "A" }, { response: "A" }, { response: "A" }], "m");
    fill(run, [fakeFailure("timeout"), { response: "A" }, { response: "A" }], "n");
    const client = sureJudge();
    await annotate(run, { judge: modelJudge(client) });
    assert.equal(client.asked.length, 5);
    assert.equal(new Set(client.asked.map(({ prompt }) => prompt)).size, 3);
  });
});

Deno.test("annotateResponses() never shows the judge the expected technique", async () => {
  await withRun(async (run) => {
    addPrompts(run, [aPrompt("p0", { expected: "EXPECTED", dataset: "DATASET" })]);
    addModel(run, { name: "MODEL", model: "x", baseURL: "http://127.0.0.1:9/v1" });
    saveResponse(run, { prompt_id: "p0", model: "MODEL", sample: 0, answer: fakeAnswer() });
    const client = sureJudge();
    await annotate(run, { judge: modelJudge(client) });
    assert.match(client.asked[0]?.prompt ?? "", /Input: "Question p0" Output: "An answer\."/);
    assert.doesNotMatch(client.asked[0]?.prompt ?? "", /EXPECTED|DATASET|MODEL/);
  });
});

Deno.test("annotateResponses() spreads a limit evenly over the run where it is told to", async () => {
  await withRun(async (run) => {
    fill(run, Array.from({ length: 10 }, () => ({ response: "I believe so." })));
    const { parsed, left } = await annotate(run, {
      judge: { kind: "rules" },
      limit: 4,
      spread: true,
    });
    assert.deepEqual([parsed, left], [4, 6]);
    const judged = rowsOf(run, ANNOTATIONS).map(({ prompt_id }) => prompt_id);
    assert.deepEqual(judged, ["p0", "p3", "p5", "p8"]);
  });
});

Deno.test("annotateResponses() takes only the first answers where there is a limit", async () => {
  await withRun(async (run) => {
    fill(run, [fakeFailure("timeout"), { response: "A" }, { response: "B" }, { response: "C" }]);
    const options: AnnotateOptions = { judge: { kind: "rules" }, limit: 2 };
    const summary = await annotate(run, options);
    assert.deepEqual([summary.parsed, summary.left], [2, 1]);
    assert.deepEqual(rowsOf(run, ANNOTATIONS).map((row) => row.prompt_id), ["p1", "p2"]);
    assert.equal((await annotate(run, options)).parsed, 0);
    assert.equal((await annotate(run, { ...options, limit: undefined })).parsed, 1);
    const again = await annotate(run, { ...options, limit: 1 });
    assert.deepEqual([again.alreadyThere, again.left], [3, 0]);
  });
});

Deno.test("annotateResponses() says in one line that the disk is full, and asks no more", async () => {
  await withRun(async (run) => {
    fill(run, Array.from({ length: 60 }, () => ({ response: "A" })));
    const [size] = rowsOf(run, "PRAGMA page_count");
    run.db.exec(`PRAGMA max_page_count = ${Number(size?.page_count) + 12}`);
    const client = fakeClient(() => fakeAnswer({ response: REPLY + "x".repeat(3000) }));
    await assert.rejects(
      () => annotate(run, { judge: modelJudge(client), concurrency: 4 }),
      /UserError: Cannot write to .*run\.sqlite: .*full.*goes on where it was/,
    );
    const asked = client.asked.length;
    await new Promise((resolve) => setTimeout(resolve));
    const kept = rowsOf(run, ANNOTATIONS).length;
    assert.ok(kept > 0 && asked <= kept + 4, `${kept} kept, ${asked} asked`);
    assert.equal(client.asked.length, asked);
  });
});

Deno.test("annotateResponses() keeps another way of judging as a judge of its own", async () => {
  await withRun(async (run) => {
    fill(run, [{ response: "A" }]);
    const judge = modelJudge(sureJudge());
    await annotate(run, { judge });
    const changed: readonly [AnnotateOptions, RegExp][] = [
      [{ judge, variants: 2 }, /^judge-1 \(variants=2\)$/],
      [{ judge, missing: "no_response" }, /^judge-1 \(missing=no_response\)$/],
      [{ judge: { ...judge, parts: { ...PARTS, seed: 2n } } as Judge }, /^judge-1 \(seed=2\)$/],
      [
        { judge: { ...judge, parts: { ...PARTS, questions: "?" } } as Judge },
        /^judge-1 \(prompt=[0-9a-f]{8}\)$/,
      ],
      [{ judge: { ...judge, schema: true } as Judge }, /^judge-1 \(schema=true\)$/],
    ];
    for (const [options, name] of changed) {
      const { judge: kept, parsed, variants } = await annotate(run, options);
      assert.match(kept, name);
      assert.equal(parsed, variants);
      assert.equal((await annotate(run, options)).parsed, 0);
    }
    assert.equal(rowsOf(run, ANNOTATIONS).length, 7);
    const other = modelJudge(sureJudge(), { model: "other" });
    await assert.rejects(annotateResponses(run, { judge: other }), {
      name: "UserError",
      message: /as 'judge-1': expected 'model' to be .* name the judge anew in a models file/,
    });
    await annotate(run, { judge: modelJudge(sureJudge(), { name: "judge-2" }), variants: 2 });
    assert.equal(rowsOf(run, ANNOTATIONS).length, 9);
  });
});

Deno.test("annotateResponses() lets a mended judge take the place of one that only failed", async () => {
  await withRun(async (run) => {
    fill(run, [{ response: "A" }, { response: "B" }]);
    const failing = fakeClient(() => fakeFailure("http_500"));
    await annotate(run, { judge: modelJudge(failing, { baseURL: "http://127.0.0.1:1/v1" }) });
    assert.equal(rowsOf(run, ANNOTATIONS).length, 2);
    const mended = await annotate(run, { judge: modelJudge(sureJudge()), variants: 2 });
    assert.deepEqual([mended.parsed, mended.alreadyThere], [4, 0]);
    assert.match(String(rowsOf(run, "SELECT spec FROM judges")[0]?.spec), /127\.0\.0\.1:9/);
    const judge = modelJudge(sureJudge(), { baseURL: "http://127.0.0.1:1/v1" });
    await assert.rejects(annotateResponses(run, { judge, variants: 2 }), /expected 'baseURL'/);
  });
});

Deno.test("annotateResponses() refuses what makes no sense before anything is asked", async () => {
  await withRun(async (run) => {
    await assert.rejects(annotateResponses(run, { judge: { kind: "rules" } }), /no responses/);
    fill(run, [{ response: "A" }]);
    const client = sureJudge();
    const refused: readonly [AnnotateOptions, RegExp][] = [
      [{ judge: { kind: "rules" }, variants: 2 }, /by rules in 2 variants/],
      [{ judge: modelJudge(client), variants: 65 }, /definitions make 64/],
      [{ judge: modelJudge(client, { name: "rules" }) }, /Cannot call a model 'rules'/],
    ];
    for (const [options, message] of refused) {
      await assert.rejects(annotateResponses(run, options), { name: "UserError", message });
    }
    assert.equal(client.asked.length, 0);
    assert.deepEqual(rowsOf(run, "SELECT * FROM judges"), []);
  });
});

Deno.test("annotateResponses() gives a judge up that cannot be asked, and keeps nothing of it", async () => {
  await withRun(async (run) => {
    fill(run, Array.from({ length: 20 }, () => ({ response: "A" })));
    const client = fakeClient(() => fakeFailure("http_401"));
    const summary = await annotate(run, { judge: modelJudge(client) });
    assert.match(summary.stopped ?? "", /http_401/);
    assert.deepEqual([client.asked.length, summary.left], [1, 20]);
    assert.deepEqual(rowsOf(run, ANNOTATIONS), []);
  });
});

Deno.test("annotateResponses() reports progress from the start to the end", async () => {
  await withRun(async (run) => {
    fill(run, [{ response: "A" }, { response: "B" }]);
    const done: number[] = [];
    await annotate(run, {
      judge: modelJudge(sureJudge()),
      onProgress: ({ models }) => done.push(models[0]?.done ?? -1),
    });
    assert.deepEqual([done[0], done.at(-1)], [0, 2]);
  });
});

Deno.test("formatAnnotationSummary() says what became of every response", async () => {
  await withRun(async (run) => {
    fill(run, MIXED);
    const text = formatAnnotationSummary(await annotate(run, { judge: { kind: "rules" } })).join(
      "\n",
    );
    assert.match(text, /^1 Refusal +1 +50\.0%$/m);
    assert.match(text, /^6 Bias +1 +50\.0%$/m);
    assert.match(text, /^skipped: filtered responses +1$/m);
    assert.match(text, /^all responses × variants +6$/m);
  });
});
