import assert from "node:assert/strict";
import type { ModelSpec } from "../models/model_spec.ts";
import { fakeAnswer, type FakeClient, fakeClient, fakeFailure } from "../testing/fake_client.ts";
import { aPrompt, rowsOf, somePrompts, withRun } from "../testing/temporary_run.ts";
import { addPrompts } from "./add_prompts.ts";
import { generateResponses, type ModelToAsk } from "./generate_responses.ts";
import { readSessions } from "./manifest.ts";
import type { GenerationProgress } from "./progress.ts";
import type { ReportedVersion } from "./reported_versions.ts";
import type { RunFile } from "./run_file.ts";

function aSpec(name: string, fields: Partial<ModelSpec> = {}): ModelSpec {
  return { name, model: name, baseURL: "http://127.0.0.1:9/v1", ...fields };
}

function aModel(name: string, client: ModelToAsk["client"]): ModelToAsk {
  return { spec: aSpec(name), client };
}

async function withPrompts(count: number, use: (run: RunFile) => Promise<void>): Promise<void> {
  await withRun(async (run) => {
    addPrompts(run, somePrompts(count));
    await use(run);
  });
}

function countByStatus(run: RunFile): Record<string, unknown> {
  const rows = rowsOf(run, "SELECT status, count(*) AS n FROM responses GROUP BY status");
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

Deno.test("generateResponses() gives each model a row per prompt and sample", async () => {
  await withPrompts(300, async (run) => {
    const clients = [fakeClient(), fakeClient()];
    const models = clients.map((client, index) => aModel(`m${index}`, client));
    const summary = await generateResponses(run, { models, samples: 2 });
    assert.equal(summary.left, 0);
    assert.equal(clients[0]?.asked.length, 600);
    assert.deepEqual(countByStatus(run), { answered: 1200 });
    const [row] = rowsOf(
      run,
      "SELECT * FROM responses WHERE prompt_id = 'p7' AND model = 'm1' AND sample = 1",
    );
    assert.equal(row?.response, "To Question p7");
    assert.equal(row?.reported_model, "fake-1");
  });
});

Deno.test("generateResponses() asks every prompt once before any a second time", async () => {
  await withPrompts(5, async (run) => {
    const client = fakeClient();
    await generateResponses(run, { models: [aModel("m", client)], samples: 2 });
    const samples = client.asked.map(({ sample }) => sample);
    assert.deepEqual(samples, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  });
});

Deno.test("generateResponses() never asks again what has a row, failures included", async () => {
  await withPrompts(10, async (run) => {
    const failing = fakeClient((_, number) => number < 4 ? fakeFailure("http_500") : fakeAnswer());
    await generateResponses(run, { models: [aModel("m", failing)] });
    const again = fakeClient();
    const summary = await generateResponses(run, { models: [aModel("m", again)] });
    assert.equal(again.asked.length, 0);
    assert.equal(summary.models[0]?.alreadyThere, 10);
    assert.equal(summary.models[0]?.alreadyFailed, 4);
    assert.deepEqual(countByStatus(run), { answered: 6, failed: 4 });
  });
});

Deno.test("generateResponses() asks failures again with retryErrors, and them alone", async () => {
  await withPrompts(10, async (run) => {
    const failing = fakeClient((_, number) => number < 4 ? fakeFailure("http_500") : fakeAnswer());
    await generateResponses(run, { models: [aModel("m", failing)] });
    const again = fakeClient();
    const summary = await generateResponses(run, {
      models: [aModel("m", again)],
      retryErrors: true,
    });
    assert.deepEqual(again.asked.map(({ prompt }) => prompt), [
      "Question p0",
      "Question p1",
      "Question p2",
      "Question p3",
    ]);
    assert.equal(summary.models[0]?.alreadyThere, 6);
    assert.deepEqual(countByStatus(run), { answered: 10 });
  });
});

Deno.test("generateResponses() keeps to the bound of requests under way, and reaches it", async () => {
  await withPrompts(100, async (run) => {
    const waiting: (() => void)[] = [];
    const client = fakeClient(async (_, number) => {
      if (number > 0) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      return fakeAnswer();
    });
    const done = generateResponses(run, { models: [aModel("m", client)], concurrency: 7 });
    while (client.asked.length < 100) {
      await new Promise((resolve) => setTimeout(resolve));
      if (waiting.length === 7 || client.asked.length + 7 > 100) waiting.shift()?.();
    }
    waiting.forEach((resolve) => resolve());
    await done;
    assert.equal(client.peak, 7);
  });
});

Deno.test("generateResponses() takes limit literally: the first prompts, exactly so many", async () => {
  await withPrompts(600, async (run) => {
    const clients = [fakeClient(), fakeClient()];
    const models = clients.map((client, index) => aModel(`m${index}`, client));
    await generateResponses(run, { models, limit: 300 });
    await generateResponses(run, { models, limit: 400 });
    assert.deepEqual(clients.map(({ asked }) => asked.length), [400, 400]);
    const positions = rowsOf(
      run,
      "SELECT max(position) AS last FROM prompts JOIN responses USING (prompt_id)",
    );
    assert.deepEqual(positions, [{ last: 399 }]);
    const summary = await generateResponses(run, { models, limit: 9999 });
    assert.deepEqual(summary.models.map(({ total }) => total), [600, 600]);
  });
});

Deno.test("generateResponses() asks only the prompts with the given ids", async () => {
  await withPrompts(10, async (run) => {
    const client = fakeClient();
    const promptIds = ["p8", "p2", "p5"];
    await generateResponses(run, { models: [aModel("m", client)], promptIds, limit: 2 });
    assert.deepEqual(client.asked.map(({ prompt }) => prompt), ["Question p2", "Question p5"]);
  });
});

for (const kind of ["http_401", "http_403", "http_404", "missing_key", "quota"]) {
  Deno.test(`generateResponses() gives a model up at its first ${kind}, and no other`, async () => {
    await withPrompts(50, async (run) => {
      const refused = fakeClient(() => fakeFailure(kind));
      const fine = fakeClient();
      const models = [aModel("refused", refused), aModel("fine", fine)];
      const summary = await generateResponses(run, { models });
      assert.equal(refused.asked.length, 1);
      assert.equal(fine.asked.length, 50);
      assert.equal(summary.models[0]?.left, 49);
      assert.match(String(summary.models[0]?.stopped), new RegExp(kind));
      const rows = rowsOf(run, "SELECT model, count(*) AS n FROM responses GROUP BY 1 ORDER BY 1");
      assert.deepEqual(rows, [{ model: "fine", n: 50 }, { model: "refused", n: 1 }]);

      const mended = fakeClient();
      await generateResponses(run, { models: [aModel("refused", mended)] });
      assert.equal(mended.asked.length, 50);
      const failures = rowsOf(run, "SELECT * FROM responses WHERE status = 'failed'");
      assert.deepEqual(failures, []);
    });
  });
}

Deno.test("generateResponses() gives a model up at once whose server is not there", async () => {
  await withPrompts(50, async (run) => {
    const client = fakeClient(() => fakeFailure("connection"));
    const summary = await generateResponses(run, { models: [aModel("m", client)] });
    assert.equal(client.asked.length, 1);
    assert.equal(summary.left, 49);
    const started = fakeClient();
    await generateResponses(run, { models: [aModel("m", started)] });
    assert.deepEqual(countByStatus(run), { answered: 50 });
  });
});

Deno.test("generateResponses() keeps a 403 as a row once the model has answered", async () => {
  await withPrompts(50, async (run) => {
    const client = fakeClient((_, n) => n % 10 === 5 ? fakeFailure("http_403") : fakeAnswer());
    const summary = await generateResponses(run, { models: [aModel("m", client)] });
    assert.equal(summary.left, 0);
    assert.deepEqual(summary.models[0]?.failedByKind, { http_403: 5 });
  });
});

Deno.test("generateResponses() gives a model up after many failures in a row", async () => {
  await withPrompts(50, async (run) => {
    const client = fakeClient(() => fakeFailure("http_503"));
    const options = { models: [aModel("m", client)], concurrency: 1, stopAfterFailures: 20 };
    const summary = await generateResponses(run, options);
    assert.equal(summary.models[0]?.failed, 20);
    assert.equal(summary.models[0]?.left, 30);
    assert.match(String(summary.models[0]?.stopped), /^20 failures in a row/);
  });
});

Deno.test("generateResponses() says why a model cannot be asked, and asks the others", async () => {
  await withPrompts(5, async (run) => {
    const models = [aModel("a", { unavailable: "no FOO_KEY" }), aModel("b", fakeClient())];
    const summary = await generateResponses(run, { models });
    assert.deepEqual(summary.models.map(({ stopped }) => stopped), ["no FOO_KEY", null]);
    assert.equal(summary.left, 5);
  });
});

/** Answers the first `count` requests at once; the others wait until they are aborted. */
function clientThatStalls(count: number, onStall: () => void): FakeClient {
  return fakeClient(({ signal }, number) => {
    if (number < count) return fakeAnswer();
    return new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
      onStall();
    });
  });
}

Deno.test("generateResponses() when aborted keeps what was answered and says what is left", async () => {
  await withPrompts(20, async (run) => {
    const abort = new AbortController();
    const client = clientThatStalls(12, () => abort.abort());
    const summary = await generateResponses(run, {
      models: [aModel("m", client)],
      concurrency: 4,
      signal: abort.signal,
    });
    assert.equal(summary.aborted, true);
    assert.equal(summary.left, 8);
    assert.equal(summary.models[0]?.stopped, null);
    assert.deepEqual(countByStatus(run), { answered: 12 });
    const rest = fakeClient();
    await generateResponses(run, { models: [aModel("m", rest)] });
    assert.equal(rest.asked.length, 8);
  });
});

Deno.test("generateResponses() does not let a slow model hold the others up", async () => {
  await withPrompts(30, async (run) => {
    const abort = new AbortController();
    const slow = clientThatStalls(0, () => {});
    const fast = fakeClient();
    let fastDone = false;
    const summary = await generateResponses(run, {
      models: [aModel("slow", slow), aModel("fast", fast)],
      signal: abort.signal,
      onProgress: ({ models }) => {
        fastDone = models[1]?.done === 30;
        if (fastDone) abort.abort();
      },
    });
    assert.equal(fastDone, true);
    assert.deepEqual(summary.models.map(({ left }) => left), [30, 0]);
  });
});

Deno.test("generateResponses() throws a client's defect after stopping the other models", async () => {
  await withPrompts(30, async (run) => {
    const defect = fakeClient(() => {
      throw new TypeError("x is not a function");
    });
    const stalled = clientThatStalls(0, () => {});
    const models = [aModel("a", stalled), aModel("b", defect)];
    await assert.rejects(() => generateResponses(run, { models }), /x is not a function/);
  });
});

Deno.test("generateResponses() says in one line that the disk is full, and keeps what it has", async () => {
  await withPrompts(40, async (run) => {
    const [size] = rowsOf(run, "PRAGMA page_count");
    run.db.exec(`PRAGMA max_page_count = ${Number(size?.page_count) + 12}`);
    const client = fakeClient(() => fakeAnswer({ response: "x".repeat(3000) }));
    const models = [aModel("m", client)];
    await assert.rejects(
      () => generateResponses(run, { models, concurrency: 4 }),
      /UserError: Cannot write to .*run\.sqlite: .*full.*goes on where it was/,
    );
    const kept = Number(countByStatus(run).answered);
    assert.ok(kept > 0 && kept < 40, `${kept} kept`);
    run.db.exec("PRAGMA max_page_count = 100000");
    const rest = fakeClient();
    await generateResponses(run, { models: [aModel("m", rest)] });
    assert.equal(rest.asked.length, 40 - kept);
  });
});

Deno.test("generateResponses() refuses another model under the name of one that answered", async () => {
  await withPrompts(3, async (run) => {
    await generateResponses(run, { models: [aModel("m", fakeClient())] });
    const client = fakeClient();
    const spec = aSpec("m", { model: "other" });
    await assert.rejects(
      () => generateResponses(run, { models: [{ spec, client }] }),
      /Cannot ask 'm'.*'model' to be "m".*found "other".*another name/,
    );
    assert.equal(client.asked.length, 0);
  });
});

Deno.test("generateResponses() keeps answers to other parameters apart, and goes on with each", async () => {
  await withPrompts(5, async (run) => {
    const warm = aSpec("m", { params: { temperature: 1 } });
    await generateResponses(run, { models: [aModel("m", fakeClient())], limit: 2 });
    const first = await generateResponses(run, {
      models: [{ spec: warm, client: fakeClient() }],
      limit: 3,
    });
    const { model, seriesOf, isNewSeries, asked } = first.models[0] ?? {};
    assert.deepEqual({ model, seriesOf, isNewSeries, asked }, {
      ...{ model: "m (temperature=1)", seriesOf: "m", isNewSeries: true, asked: 3 },
    });
    const cold = await generateResponses(run, { models: [aModel("m", fakeClient())] });
    assert.deepEqual([cold.models[0]?.model, cold.models[0]?.asked], ["m", 3]);
    const again = await generateResponses(run, { models: [{ spec: warm, client: fakeClient() }] });
    assert.deepEqual([again.models[0]?.asked, again.models[0]?.isNewSeries], [2, false]);
    const rows = rowsOf(run, "SELECT model, count(*) AS n FROM responses GROUP BY 1 ORDER BY 1");
    assert.deepEqual(rows, [{ model: "m", n: 5 }, { model: "m (temperature=1)", n: 5 }]);
  });
});

Deno.test("generateResponses() refuses a run that another task is writing to", async () => {
  await withPrompts(3, async (run) => {
    const client = clientThatStalls(1, () => {});
    const abort = new AbortController();
    const first = generateResponses(run, {
      models: [aModel("m", client)],
      signal: abort.signal,
    });
    const other = fakeClient();
    await assert.rejects(
      () => generateResponses(run, { models: [aModel("m", other)] }),
      /UserError: Cannot write to .*: process \d+ on .* has held it for 'generate' since/,
    );
    assert.equal(other.asked.length, 0);
    abort.abort();
    await first;
    await generateResponses(run, { models: [aModel("m", other)] });
    assert.ok(other.asked.length > 0);
  });
});

Deno.test("generateResponses() asks a text once per model and sample, however many prompts have it", async () => {
  await withRun(async (run) => {
    const inputs = ["same", "alone", "same", "other", "same", "other"];
    addPrompts(run, inputs.map((input, number) => aPrompt(`p${number}`, { input })));
    const clients = [fakeClient(), fakeClient()];
    const models = clients.map((client, index) => aModel(`m${index}`, client));
    const summary = await generateResponses(run, { models, samples: 2 });
    for (const client of clients) {
      const asked = client.asked.map(({ prompt, sample }) => `${prompt} ${sample}`);
      assert.deepEqual(asked, ["same 0", "alone 0", "other 0", "same 1", "alone 1", "other 1"]);
    }
    assert.equal(summary.left, 0);
    assert.deepEqual(
      summary.models.map(({ total, asked, reused, left }) => [total, asked, reused, left]),
      [[12, 6, 6, 0], [12, 6, 6, 0]],
    );
    assert.deepEqual(
      rowsOf(
        run,
        `SELECT prompt_id, response, origin, origin_ref FROM responses
         WHERE model = 'm0' AND sample = 1 ORDER BY 1`,
      ),
      [
        { prompt_id: "p0", response: "To same", origin: "asked", origin_ref: null },
        { prompt_id: "p1", response: "To alone", origin: "asked", origin_ref: null },
        { prompt_id: "p2", response: "To same", origin: "reuse", origin_ref: "p0" },
        { prompt_id: "p3", response: "To other", origin: "asked", origin_ref: null },
        { prompt_id: "p4", response: "To same", origin: "reuse", origin_ref: "p0" },
        { prompt_id: "p5", response: "To other", origin: "reuse", origin_ref: "p3" },
      ],
    );
  });
});

Deno.test("generateResponses() takes over what a prompt with the same text had answered before", async () => {
  await withRun(async (run) => {
    addPrompts(run, [aPrompt("p0", { input: "same" })]);
    await generateResponses(run, { models: [aModel("m", fakeClient())] });
    addPrompts(run, [aPrompt("p1", { input: "same" }), aPrompt("p2")]);
    const client = fakeClient();
    const summary = await generateResponses(run, {
      models: [aModel("m", client)],
      promptIds: ["p1", "p2"],
    });
    assert.deepEqual(client.asked.map(({ prompt }) => prompt), ["Question p2"]);
    const { alreadyThere, asked, reused, left } = summary.models[0] ?? {};
    assert.deepEqual({ alreadyThere, asked, reused, left }, {
      ...{ alreadyThere: 0, asked: 1, reused: 1, left: 0 },
    });
    const [copy, first] = rowsOf(
      run,
      "SELECT created_at FROM responses WHERE prompt_id IN ('p0', 'p1') ORDER BY prompt_id DESC",
    );
    assert.deepEqual(copy, first);
  });
});

Deno.test("generateResponses() asks a failed text again once, and gives all its prompts the answer", async () => {
  await withRun(async (run) => {
    addPrompts(run, [0, 1, 2].map((number) => aPrompt(`p${number}`, { input: "same" })));
    const failing = fakeClient(() => fakeFailure("http_500"));
    const first = await generateResponses(run, { models: [aModel("m", failing)] });
    assert.deepEqual([first.models[0]?.failed, first.models[0]?.reused, first.left], [1, 2, 0]);
    const idle = await generateResponses(run, { models: [aModel("m", failing)] });
    assert.deepEqual([idle.models[0]?.alreadyThere, idle.models[0]?.alreadyFailed], [3, 3]);
    const mended = fakeClient();
    await generateResponses(run, { models: [aModel("m", mended)], retryErrors: true });
    assert.equal(mended.asked.length, 1);
    assert.deepEqual(countByStatus(run), { answered: 3 });
  });
});

Deno.test("generateResponses() asks the prompts of the given datasets, and names those there are", async () => {
  await withRun(async (run) => {
    const datasets = ["a", "b", "c", "b", null];
    addPrompts(run, datasets.map((dataset, number) => aPrompt(`p${number}`, { dataset })));
    const client = fakeClient();
    const models = [aModel("m", client)];
    await generateResponses(run, { models, datasets: ["b", "c"], limit: 2 });
    assert.deepEqual(client.asked.map(({ prompt }) => prompt), ["Question p1", "Question p2"]);
    await assert.rejects(
      () => generateResponses(run, { models, datasets: ["b", "d"] }),
      /Cannot ask prompts of dataset 'd': .* has those of a, b, c\. Name one of them/,
    );
    const [session] = readSessions(run);
    assert.deepEqual(session?.options.datasets, ["b", "c"]);
    assert.equal(session?.options.limit, 2);
  });
});

Deno.test("generateResponses() notes what providers said of their models, with counts", async () => {
  await withPrompts(4, async (run) => {
    const client = fakeClient((_, n) =>
      n === 3 ? fakeFailure("timeout") : fakeAnswer({
        reported_model: "m-2026",
        system_fingerprint: n === 0 ? "fp_1" : "fp_2",
      })
    );
    const spec = aSpec("m", { params: { temperature: 0 }, apiKeyEnv: "SOME_KEY" });
    await generateResponses(run, { models: [{ spec, client }], concurrency: 1 });
    const [session] = readSessions(run);
    assert.ok(Array.isArray(session?.summary));
    const versions = session.summary[0].versions.map((
      { reportedModel, fingerprint, answers }: ReportedVersion,
    ) => [reportedModel, fingerprint, answers]);
    assert.deepEqual(versions, [["m-2026", "fp_2", 2], ["m-2026", "fp_1", 1]]);
    assert.deepEqual(session.options.requests, [{
      ...{ series: "m", model: "m", baseURL: "http://127.0.0.1:9/v1" },
      ...{ params: { temperature: 0 }, simulated: false },
    }]);
  });
});

Deno.test("generateResponses() refuses a name given twice, and a run without prompts", async () => {
  await withRun(async (run) => {
    const models = [aModel("m", fakeClient())];
    await assert.rejects(() => generateResponses(run, { models }), /has no prompts/);
    await assert.rejects(
      () => generateResponses(run, { models: [...models, ...models] }),
      /Cannot ask 'm' twice/,
    );
  });
});

Deno.test("generateResponses() counts what came back by kind, with tokens and retries", async () => {
  await withPrompts(6, async (run) => {
    const statuses = ["answered", "truncated", "empty", "filtered", "failed"] as const;
    const client = fakeClient((_, number) =>
      fakeAnswer({ status: statuses[number] ?? "answered", error_kind: "timeout", attempts: 2 })
    );
    const { models: [summary] } = await generateResponses(run, { models: [aModel("m", client)] });
    const { asked, answered, truncated, empty, filtered, failed, failedByKind } = summary ?? {};
    assert.deepEqual({ asked, answered, truncated, empty, filtered, failed, failedByKind }, {
      asked: 6,
      answered: 2,
      truncated: 1,
      empty: 1,
      filtered: 1,
      failed: 1,
      failedByKind: { timeout: 1 },
    });
    assert.deepEqual(
      [summary?.inputTokens, summary?.outputTokens, summary?.retries],
      [18, 12, 6],
    );
  });
});

Deno.test("generateResponses() reports progress from the start to the last answer", async () => {
  await withPrompts(3, async (run) => {
    const seen: GenerationProgress[] = [];
    const onProgress = (progress: GenerationProgress) => seen.push(progress);
    await generateResponses(run, { models: [aModel("m", fakeClient())], onProgress });
    const done = seen.map(({ models }) => models[0]?.done);
    // The first is asked alone; the others may be committed together.
    assert.deepEqual(done.slice(0, 2), [0, 1]);
    assert.deepEqual(done.slice(-2), [3, 3]);
    assert.deepEqual(done, done.toSorted());
    assert.equal(seen[0]?.models[0]?.total, 3);
  });
});
