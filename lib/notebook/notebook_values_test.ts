import assert from "node:assert/strict";
import { join } from "node:path";
import { from } from "arquero";
import pl from "nodejs-polars";
import { withFolder } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { connectModels } from "../runs/connect_models.ts";
import { contentsPanel } from "./contents_panel.ts";
import { displayAs } from "./display_as.ts";
import { JUPYTER_DISPLAY, type MimeBundle } from "./displayable.ts";
import { computeTables, openRun, readSource } from "./notebook_values.ts";
import { showEstimate } from "./show_estimate.ts";
import { showModels } from "./show_models.ts";
import { panelBundle } from "./show_panel.ts";
import { showTable } from "./show_table.ts";

const HOSTILE = "<img src=x>";
const KEY = "sk-planted-0123456789";
const ANSWERS = [1, 2, 3, 4, 5, 6].map((item) => ({
  model: HOSTILE,
  dataset: "own",
  item: `item ${item}`,
  judged: ["bias"],
}));

function shown(value: object): MimeBundle {
  const display: unknown = Reflect.get(value, JUPYTER_DISPLAY);
  assert.ok(typeof display === "function", "it has no display of its own");
  return display.call(value);
}

function panelOfFrames(value: object): MimeBundle {
  return panelBundle(contentsPanel(value, { title: "Frames", called: "frames" }));
}

Deno.test("openRun() gives notebooks a run that shows what is in it, names escaped", async () => {
  await withFolder((folder) => {
    writeAnnotatedRun(join(folder, "mine"), { answers: ANSWERS });
    using run = openRun(join(folder, "mine"));
    const bundle = shown(run);
    const html = String(bundle["text/html"]);
    assert.match(bundle["text/plain"], /^Run 'mine'\n/);
    assert.match(bundle["text/plain"], /answers +6\n/);
    assert.match(bundle["text/plain"], /judges +rules\n/);
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /&lt;img src=x&gt;/);
    assert.doesNotMatch(html, new RegExp(folder), "it says no path of the machine");
  });
});

Deno.test("computeTables() gives tables that show their names, rows and columns", async () => {
  await withFolder(async (folder) => {
    writeAnnotatedRun(join(folder, "mine"), { answers: ANSWERS });
    const source = await readSource({ run: join(folder, "mine"), judge: "rules", data: null });
    const frames = shown(displayAs({ ...source.frames }, panelOfFrames))["text/plain"];
    assert.match(frames, /responses +6 rows: answer, prompt_id,/);
    const tables = computeTables(source.frames, { replicates: 20, seed: 1 });
    assert.match(shown(source)["text/plain"], /^What is analysed\n/);
    const text = shown(tables)["text/plain"];
    assert.match(text, /distributions +6 rows: model, dataset,/);
    assert.match(text, /Show one as a table: showTable\(tables\.\w+\)$/);
    assert.deepEqual(Object.getOwnPropertySymbols({ ...tables }), [], "a copy is plain");
  });
});

Deno.test("an arquero table shows itself, and showTable() takes it and a Polars frame alike", () => {
  const rows = [{ name: HOSTILE, share: 0.25 }, { name: "b", share: null }];
  const expected = shown(showTable(rows));
  assert.deepEqual(shown(from(rows)), expected);
  assert.deepEqual(shown(showTable(from(rows))), expected);
  assert.deepEqual(shown(showTable(pl.DataFrame(rows))), expected);
  assert.match(expected["text/plain"], /2 rows$/);
  assert.doesNotMatch(String(expected["text/html"]), /<img/);
});

Deno.test("models show where the key comes from, and neither they nor their clients show the key", () => {
  Deno.env.set("NEUTRALITY_TEST_KEY", KEY);
  try {
    const spec = { name: "m", model: "m-1", baseURL: "http://127.0.0.1:9/v1" };
    const models = connectModels([
      { ...spec, apiKeyEnv: "NEUTRALITY_TEST_KEY", params: { temperature: 0 } },
      { ...spec, name: "n", apiKeyEnv: "NEUTRALITY_NO_SUCH_KEY" },
    ]);
    const bundle = shown(showModels(models));
    assert.match(bundle["text/plain"], /m +m-1 +127\.0\.0\.1:9\/v1 +NEUTRALITY_TEST_KEY .*yes/);
    assert.match(bundle["text/plain"], /no: .*NEUTRALITY_NO_SUCH_KEY is not set/);
    const all = JSON.stringify(bundle) + Deno.inspect(models, { depth: 100, showHidden: true });
    assert.ok(!all.includes(KEY));
  } finally {
    Deno.env.delete("NEUTRALITY_TEST_KEY");
  }
});

Deno.test("showEstimate() says in its title what all models together will cost", () => {
  const figure = { tokens: 10, how: "counted", basis: "o200k_base" } as const;
  const model = {
    model: "m",
    requests: 1200,
    input: figure,
    output: figure,
    expected: 1.5,
    atMost: 3,
    price: { kind: "free", why: "simulated" },
    atBatchPrice: false,
  } as const;
  const free = showEstimate({ batch: false, models: [model] });
  assert.match(shown(free)["text/plain"], /^1,200 requests, free of charge\n/);
});

Deno.test("showTable() folds the rows after the twentieth, and shows all of them as text", () => {
  const rows = Array.from({ length: 30 }, (_, index) => ({ index }));
  const bundle = shown(showTable(rows));
  assert.match(
    String(bundle["text/html"]),
    /<details><summary>10 more<\/summary><div[^>]*><table>/,
  );
  assert.equal(bundle["text/plain"].split("\n").length, 32);
});
