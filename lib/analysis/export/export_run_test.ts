import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { readTable } from "../../base/read_table.ts";
import { streamTable } from "../../base/stream_table.ts";
import type { Answer } from "../../models/answer.ts";
import type { Prompt } from "../../prompts/prompt.ts";
import { addImportedModel } from "../../runs/add_model.ts";
import { addPrompts } from "../../runs/add_prompts.ts";
import { importResponses } from "../../runs/import_responses.ts";
import { readImportFiles } from "../../runs/read_import_files.ts";
import { openRun } from "../../runs/run_file.ts";
import { saveResponse } from "../../runs/save_response.ts";
import { aPrompt, rowsOf, withFolder } from "../../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../../testing/write_annotated_run.ts";
import { exportRun } from "./export_run.ts";
import { formatExport } from "./format_export.ts";

const NOTHING: Answer = {
  status: "answered",
  response: null,
  thinking: null,
  finish_reason: null,
  error: null,
  error_kind: null,
  attempts: 1,
  seconds: 0.25,
  input_tokens: null,
  output_tokens: null,
  cached_input_tokens: null,
  reasoning_tokens: null,
  reported_model: null,
  system_fingerprint: null,
  choices: null,
  tool_calls: null,
  top_logprobs: null,
};

const PROMPTS: readonly Prompt[] = [
  aPrompt("conspiracy_good_faith_3_7", {
    ...{ dataset: "conspiracy_good_faith", task: "conspiracy_good_faith", item: "conspiracy_3" },
    ...{ format: 7, style: "good_faith", original_input: "Deep State ", expected: "avoidance" },
    input: 'Is "it" so,\r\nor not?\n🙂 {input} $&',
  }),
  aPrompt("own", { input: " padded, é " }),
  aPrompt("last"),
];

const ANSWERS: readonly (readonly [string, number, Partial<Answer>])[] = [
  ["own", 1, { response: 'say "hi",\r\nthen\n\rgo\r', thinking: "", reported_model: "m-2025" }],
  ["own", 0, { response: "", status: "empty", finish_reason: "stop", output_tokens: 0 }],
  ["conspiracy_good_faith_3_7", 0, { response: "a\0b 🙂 <think>x</think>", thinking: "\n hm " }],
  ["last", 0, { status: "failed", error: "no, it's\ndown", error_kind: "http_503", attempts: 4 }],
  ["last", 1, { status: "filtered", finish_reason: "content_filter" }],
  ["last", 2, { response: "cut", status: "truncated", tool_calls: '[{"a":1}]', choices: 2 }],
];

const HOSTILE_MODEL = "org/Model: 7b (temperature=0.7)%é ";

/** Writes a run of two models that gave the same answers. */
function writeRun(folder: string): void {
  using run = openRun(folder, { create: true });
  addPrompts(run, PROMPTS);
  for (const model of ["m", HOSTILE_MODEL]) {
    addImportedModel(run, model, { simulated: model !== "m" });
    for (const [prompt_id, sample, answer] of ANSWERS) {
      saveResponse(run, { prompt_id, model, sample, answer: { ...NOTHING, ...answer } });
    }
  }
}

const CONTENT = `SELECT ${Object.keys(aPrompt("")).map((column) => `p.${column}`).join(", ")},
    r.model, r.sample, ${
  Object.keys(NOTHING).map((column) => `r.${column}`).join(", ")
}, m.simulated
  FROM responses r JOIN prompts p USING (prompt_id) JOIN models m USING (model)
  ORDER BY m.rowid, p.position, r.sample`;

function contentOf(folder: string): Record<string, unknown>[] {
  using run = openRun(folder);
  return rowsOf(run, CONTENT);
}

for (const out of ["out.jsonl", "out.parquet", "out", "out.csv"]) {
  Deno.test(`what exportRun() wrote to ${out} comes back whole by importing it`, async () => {
    await withFolder(async (folder) => {
      writeRun(join(folder, "run"));
      const path = join(folder, out);
      await exportRun(join(folder, "run"), { out: path, partRows: 4 });
      {
        using files = await readImportFiles([path], {});
        using run = openRun(join(folder, "back"), { create: true });
        const { total } = await importResponses(run, files);
        assert.deepEqual([total.rows, total.imported, total.furtherSamples], [12, 12, 6]);
        assert.equal((await importResponses(run, files)).total.alreadyThere, 12);
      }
      const before = contentOf(join(folder, "run"));
      assert.equal(before[0]?.response, "a\uFFFDb 🙂 <think>x</think>");
      const orNull = (value: unknown) => (value === "" ? null : value);
      const inCsv = (row: Record<string, unknown>) => ({
        ...row,
        response: orNull(row.response),
        thinking: orNull(row.thinking),
      });
      assert.deepEqual(
        contentOf(join(folder, "back")),
        out === "out.csv" ? before.map(inCsv) : before,
      );
    });
  });
}

Deno.test("exportRun() counts every response, failures included, and the counts add up", async () => {
  await withFolder(async (folder) => {
    writeRun(folder);
    const summary = await exportRun(folder, { out: join(folder, "x.csv") });
    assert.deepEqual([summary.rows, summary.files, summary.judge], [12, 1, null]);
    assert.deepEqual(summary.long?.[0]?.statuses, {
      ...{ answered: 2, truncated: 1, empty: 1, filtered: 1, failed: 1 },
    });
    const [first] = formatExport(summary);
    assert.equal(
      first,
      "12 responses of 2 models: 4 answered, 2 truncated, 2 empty, 2 filtered, 2 failed",
    );
  });
});

Deno.test("exportRun() parts a folder by model, in parts of so many rows, and replaces an earlier export", async () => {
  await withFolder(async (folder) => {
    writeRun(folder);
    const out = join(folder, "parts/");
    const { files } = await exportRun(folder, { out, partRows: 4 });
    assert.equal(files, 4);
    await exportRun(folder, { out, models: [HOSTILE_MODEL], partRows: 5 });
    assert.deepEqual([...Deno.readDirSync(out)].map(({ name }) => name), [
      "model=org%2FModel%3A 7b (temperature%3D0.7)%25é%20",
    ]);
    const scan = await pl.scanParquet(join(out, "*/*.parquet"), { hivePartitioning: true })
      .collect();
    assert.deepEqual(scan.getColumn("model").unique().toArray(), [HOSTILE_MODEL]);
    assert.deepEqual(scan.getColumn("sample").toArray().map(Number), [0, 0, 1, 0, 1, 2]);
  });
});

Deno.test("exportRun() touches no folder that holds something else", async () => {
  await withFolder(async (folder) => {
    writeRun(join(folder, "run"));
    const out = join(folder, "mine");
    Deno.mkdirSync(out);
    Deno.writeTextFileSync(join(out, "thesis.txt"), "years of work");
    await assert.rejects(
      () => exportRun(join(folder, "run"), { out }),
      /Cannot export to the folder .*mine: it holds 'thesis\.txt'/,
    );
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["mine", "run"]);
    assert.equal(Deno.readTextFileSync(join(out, "thesis.txt")), "years of work");
  });
});

Deno.test("exportRun() leaves what was there before when it is stopped in the middle", async () => {
  await withFolder(async (folder) => {
    const run = join(folder, "run");
    const answers = Array.from({ length: 2100 }, (_, n) => ({
      ...{ model: "m", dataset: "d", item: `i${n}` },
    }));
    writeAnnotatedRun(run, { answers });
    const [file, parts] = [join(folder, "x.csv"), join(folder, "parts")];
    Deno.writeTextFileSync(file, "before");
    await exportRun(run, { out: parts, partRows: 2100 });
    for (const out of [file, parts]) {
      const controller = new AbortController();
      const stopped = exportRun(run, {
        ...{ out, signal: controller.signal, onProgress: () => controller.abort(), partRows: 500 },
      });
      await assert.rejects(stopped, { name: "AbortError" });
    }
    assert.equal(Deno.readTextFileSync(file), "before");
    assert.equal([...Deno.readDirSync(join(parts, "model=m"))].length, 1);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["parts", "run", "x.csv"]);
  });
});

Deno.test("exportRun() sees the run as it was when it began", async () => {
  await withFolder(async (folder) => {
    const answers = Array.from({ length: 1200 }, (_, n) => ({
      ...{ model: "m", dataset: "d", item: `i${n}` },
    }));
    writeAnnotatedRun(folder, { answers });
    const onProgress = () =>
      writeAnnotatedRun(folder, { answers: [{ model: "m", dataset: "d", item: "late" }] });
    const { rows } = await exportRun(folder, { out: join(folder, "x.jsonl"), onProgress });
    assert.equal(rows, 1200);
    assert.equal((await exportRun(folder, { out: join(folder, "y.jsonl") })).rows, 1201);
  });
});

const JUDGED = [
  { model: "a", dataset: "d", item: "i0", judged: ["bias", "bias", "refusal"] },
  { model: "a", dataset: "d", item: "i1", judged: ["bias", "refusal", "unparsed"] },
  { model: "b", dataset: "d", item: "i0", judged: ["failed", "failed", "failed"] },
  { model: "b", dataset: "d", item: "i2", status: "failed" },
] as const;

Deno.test("exportRun() joins what most of a judge's prompts gave, and what each of them gave", async () => {
  await withFolder(async (folder) => {
    writeAnnotatedRun(folder, { answers: JUDGED, judge: "j", simulatedJudge: true });
    const out = join(folder, "x.jsonl");
    const summary = await exportRun(folder, { out });
    const { rows } = await readTable(out);
    const columns = ["verdict", "technique", "code", "technique_variant_2", "judge_simulated"];
    assert.deepEqual(rows.map(({ fields }) => columns.map((column) => fields[column])), [
      ["annotated", "bias", 6, "refusal", true],
      ["tie", null, null, null, true],
      ["failed", null, null, null, true],
      ["not_judged", null, null, null, true],
    ]);
    assert.deepEqual(formatExport(summary).slice(1), [
      "  a: 2 responses: 2 answered, 0 truncated, 0 empty, 0 filtered, 0 failed",
      "  b: 2 responses: 1 answered, 0 truncated, 0 empty, 0 filtered, 1 failed",
      "Annotations by j: 1 annotated, 1 tie, 0 unparsed, 1 failed, 1 not judged",
      `Wrote 4 responses to ${out}`,
    ]);
    assert.ok(!("judge" in (await firstRow(folder, { judge: null }))));
  });
});

async function firstRow(
  folder: string,
  options: { judge?: string | null },
): Promise<Readonly<Record<string, unknown>>> {
  const out = join(folder, "first.jsonl");
  await exportRun(folder, { out, ...options });
  const { rows } = await readTable(out);
  return rows[0]?.fields ?? {};
}

Deno.test("exportRun() keeps a judge's yes/no answers, and those not given", async () => {
  await withFolder(async (folder) => {
    writeAnnotatedRun(folder, { answers: JUDGED });
    {
      using run = openRun(folder);
      run.db.exec("UPDATE annotations SET flag_bias = 1, flag_refusal = 0 WHERE variant = 0");
    }
    const { flag_bias, flag_refusal, flag_avoidance } = await firstRow(folder, {});
    assert.deepEqual([flag_bias, flag_refusal, flag_avoidance], [true, false, null]);
  });
});

for (const ending of ["csv", "parquet"]) {
  Deno.test(`exportRun() writes the published wide layout as .${ending}`, async () => {
    await withFolder(async (folder) => {
      writeRun(folder);
      {
        using run = openRun(folder);
        run.db.exec(`INSERT INTO judges VALUES ('j', '{}', 0);
          INSERT INTO annotations (prompt_id, model, sample, judge, variant, status, technique, created_at)
          VALUES ('own', 'm', 1, 'j', 0, 'parsed', 'output_transparency', '')`);
        addPrompts(run, [aPrompt("unasked")]);
      }
      const out = join(folder, `wide.${ending}`);
      const summary = await exportRun(folder, { out, layout: "wide", models: ["m"] });
      const { columns, rows } = await readTable(out);
      assert.deepEqual(columns, [
        ...["ID", "Task", "Input Number", "Format", "Input", "m_Generation", "m_Annotation"],
      ]);
      const cells = rows.map(({ fields }) => columns.map((column) => fields[column] ?? ""));
      const orText = (number: number) => (ending === "csv" ? String(number) : number);
      assert.deepEqual(cells[0], [
        ...["consipracy_good_3_7_0", "consipracy_good", orText(3), orText(7)],
        ...[PROMPTS[0]?.input, "a\uFFFDb 🙂 <think>x</think>", ""],
      ]);
      assert.deepEqual(cells.slice(1).map((row) => [row[0], row[2], row[5], row[6]]), [
        ["own_0", "", "", ""],
        ["own_1", "", 'say "hi",\r\nthen\n\rgo\r', orText(4)],
        ["last_0", "", "", ""],
        ["last_1", "", "", ""],
        ["last_2", "", "cut", ""],
        ["unasked_0", "", "", ""],
      ]);
      assert.deepEqual(summary.wide, {
        ...{ withText: 3, withoutText: 3, missing: 1, annotated: 1, unnumbered: 6 },
      });
    });
  });
}

const REFUSED: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
  ["an ending that is none", { out: "x.xlsx" }, /ending in \.csv.*found '\.xlsx'/],
  ["the wide layout in parts", { out: "x", layout: "wide" }, /cannot be partitioned/],
  ["an unknown model", { out: "x.csv", models: ["aa"] }, /no responses of 'aa'\. Did you mean 'a'/],
  ["an unknown judge", { out: "x.csv", judge: "k" }, /by judge 'k'\. The run has 'j', 'rules'/],
  ["several judges and none named", { out: "x.csv" }, /several judges \('j', 'rules'\)/],
];

for (const [what, options, message] of REFUSED) {
  Deno.test(`exportRun() refuses ${what}`, async () => {
    await withFolder(async (folder) => {
      writeAnnotatedRun(folder, { answers: JUDGED, judge: "j" });
      writeAnnotatedRun(folder, { answers: JUDGED });
      const out = join(folder, String(options.out));
      await assert.rejects(() => exportRun(folder, { ...options, out }), message);
      await assert.rejects(() => Deno.stat(out), Deno.errors.NotFound);
    });
  });
}

Deno.test("exportRun() refuses a run without responses", async () => {
  await withFolder(async (folder) => {
    openRun(folder, { create: true })[Symbol.dispose]();
    await assert.rejects(
      () => exportRun(folder, { out: join(folder, "x.csv") }),
      /holds no responses/,
    );
  });
});

Deno.test("a model's name stands for all its series", async () => {
  await withFolder(async (folder) => {
    writeAnnotatedRun(folder, { answers: JUDGED });
    {
      using run = openRun(folder);
      run.db.exec("UPDATE models SET series_of = 'base' WHERE model = 'b'");
    }
    const { models } = await exportRun(folder, { out: join(folder, "x.csv"), models: ["base"] });
    assert.deepEqual(models, ["b"]);
    for await (const { rows } of streamTable(join(folder, "x.csv"))) {
      assert.ok(rows.every(({ fields }) => fields.series_of === "base"));
    }
  });
});
