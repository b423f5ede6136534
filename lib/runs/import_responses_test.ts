import assert from "node:assert/strict";
import { join } from "node:path";
import { aPrompt, rowsOf, withFolder } from "../testing/temporary_run.ts";
import { sharedPath, testWithShared } from "../testing/shared_material.ts";
import { addPrompts } from "./add_prompts.ts";
import { type ByImportColumn, parseColumnMap } from "./import_columns.ts";
import { importResponses, type ImportSummary } from "./import_responses.ts";
import { readSessions } from "./manifest.ts";
import { readImportFiles } from "./read_import_files.ts";
import { openRun, type RunFile } from "./run_file.ts";

const MAP = parseColumnMap(["prompt=q,response=a,model=m"]);

interface Importing {
  run: RunFile;
  /** Writes the texts as CSV files `0.csv`, `1.csv`, … and imports them. */
  take(texts: readonly string[], options?: TakeOptions): Promise<ImportSummary>;
}

interface TakeOptions {
  map?: ByImportColumn;
  set?: ByImportColumn;
}

async function importing(use: (context: Importing) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    using run = openRun(join(folder, "run"), { create: true });
    await use({
      run,
      async take(texts, { map = MAP, set } = {}) {
        const paths = texts.map((_, number) => join(folder, `${number}.csv`));
        for (const [n, path] of paths.entries()) await Deno.writeTextFile(path, texts[n] ?? "");
        using files = await readImportFiles(paths, { map, set });
        return await importResponses(run, files);
      },
    });
  });
}

function answersIn(run: RunFile): unknown[] {
  return rowsOf(
    run,
    `SELECT input, model, sample, response FROM responses JOIN prompts USING (prompt_id)
     ORDER BY position, model, sample`,
  ).map((row) => Object.values(row).join("|"));
}

Deno.test("importResponses() takes answers in, and the same files again add nothing", async () => {
  await importing(async ({ run, take }) => {
    const files = ["q,a,m\nQ1,A1,x\nQ2,A2,x\n", "q,a,m\nQ1,B1,y\n"];
    const first = await take(files);
    assert.deepEqual([first.total.rows, first.total.imported, first.newPrompts], [3, 3, 2]);
    assert.deepEqual([...first.models.keys()], ["x", "y"]);
    assert.equal(first.models.get("x")?.imported, 2);
    const again = await take(files);
    assert.deepEqual([again.total.imported, again.total.alreadyThere, again.newPrompts], [0, 3, 0]);
    assert.deepEqual(answersIn(run), ["Q1|x|0|A1", "Q1|y|0|B1", "Q2|x|0|A2"]);
  });
});

Deno.test("importResponses() counts a repeated row, and makes another answer a sample", async () => {
  await importing(async ({ run, take }) => {
    const file = "q,a,m\nQ,one,x\nQ,one,x\nQ,two,x\n";
    const { total } = await take([file]);
    assert.deepEqual(total, {
      rows: 3,
      imported: 2,
      alreadyThere: 0,
      duplicates: 1,
      furtherSamples: 1,
      empty: 0,
    });
    assert.equal((await take([file])).total.imported, 0);
    await take(["q,a,m\nQ,three,x\n"]);
    assert.deepEqual(answersIn(run), ["Q|x|0|one", "Q|x|1|two", "Q|x|2|three"]);
  });
});

Deno.test("importResponses() adds nothing the second time, failures and NUL characters included", async () => {
  await importing(async ({ run, take }) => {
    const map = { ...MAP, status: "s" };
    const file = "q,a,m,s\nQ,,x,failed\nQ,one,x,answered\nR,a\0b,x,answered\nR,,x,empty\n";
    assert.equal((await take([file], { map })).total.imported, 4);
    const before = answersIn(run);
    const { total } = await take([file], { map });
    assert.deepEqual([total.imported, total.alreadyThere, total.duplicates], [0, 4, 0]);
    assert.deepEqual(answersIn(run), before);
    // An answer to what failed before takes the failure's place.
    await take(["q,a,m,s\nS,,x,failed\n"], { map });
    await take(["q,a,m,s\nS,late,x,answered\n"], { map });
    assert.deepEqual(answersIn(run).slice(before.length), ["S|x|0|late"]);
  });
});

Deno.test("importResponses() remembers a failure that an answer of the same import replaced", async () => {
  await importing(async ({ run, take }) => {
    const map = { ...MAP, status: "s" };
    await take(["q,a,m,s\nQ,,x,failed\n"], { map });
    // The failure was there before, the answer takes its place, and neither counts twice.
    const rows = "Q,,x,failed\nQ,one,x,answered\nQ,one,x,answered\nQ,,x,failed\nQ,two,x,answered\n";
    const { total } = await take([`q,a,m,s\n${rows}`], { map });
    const { alreadyThere, imported, duplicates, furtherSamples } = total;
    assert.deepEqual([alreadyThere, imported, duplicates, furtherSamples], [2, 2, 1, 1]);
    assert.deepEqual(answersIn(run), ["Q|x|0|one", "Q|x|1|two"]);
  });
});

Deno.test("an import of JSONL takes a column that comes up late, and names one that never does", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "x.jsonl");
    await Deno.writeTextFile(path, '{"q":"Q","m":"x"}\n{"q":"R","a":"A","m":"x"}\n');
    using files = await readImportFiles([path], { map: MAP });
    const responses = [...files.rows.rows()].map(({ row }) => row.answer.response);
    assert.deepEqual(responses, [null, "A"]);
    const late = { ...MAP, model: "n" };
    await assert.rejects(
      () => readImportFiles([path], { map: late }),
      /--map takes 'model' from column 'n', but its columns are q, m, a\.$/,
    );
    await Deno.writeTextFile(path, '{"q":"Q","a":"A"}\n{"q":"R","a":"A","m":"x"}\n');
    await assert.rejects(() => readImportFiles([path], { map: MAP }), /line 1: 'model' is empty/);
  });
});

Deno.test("importResponses() keeps equal answers apart where samples are numbered", async () => {
  await importing(async ({ run, take }) => {
    const map = { ...MAP, sample: "n" };
    const file = "q,a,m,n\nQ,one,x,0\nQ,one,x,1\n";
    assert.equal((await take([file], { map })).total.imported, 2);
    assert.equal((await take([file], { map })).total.alreadyThere, 2);
    assert.equal(answersIn(run).length, 2);
    const other = "q,a,m,n\nQ,two,x,0\n";
    await assert.rejects(() => take([other], { map }), /line 2.*another answer.*sample 0 already/);
  });
});

Deno.test("importResponses() reads Windows line breaks as the same prompt", async () => {
  await importing(async ({ run, take }) => {
    const { newPrompts } = await take(['q,a,m\n"Q\n1",A,x\n', 'q,a,m\r\n"Q\r\n1",B,y\r\n']);
    assert.equal(newPrompts, 1);
    assert.deepEqual(answersIn(run), ["Q\n1|x|0|A", "Q\n1|y|0|B"]);
  });
});

Deno.test("importResponses() makes ids from item, format and text, in any order of files", async () => {
  await importing(async ({ run, take }) => {
    const map = { ...MAP, item: "i", format: "f" };
    const file = "q,a,m,i,f\nQ1,A,x,pc-1,templ-11\nQ2,A,x,pc-1,templ-11\n";
    const { formats } = await take([file], { map, set: { dataset: "political_opinions" } });
    assert.deepEqual([...formats], [["templ-11", 11]]);
    const rows = rowsOf(run, "SELECT prompt_id, item, format, dataset FROM prompts");
    const [first, second] = rows;
    assert.match(String(first?.prompt_id), /^pc-1_11_[0-9a-f]{12}$/);
    assert.notEqual(first?.prompt_id, second?.prompt_id);
    const { prompt_id: _, ...columns } = first ?? {};
    assert.deepEqual(columns, { item: "pc-1", format: 11, dataset: "political_opinions" });
  });
});

Deno.test("importResponses() splits thinking off, and marks what is empty", async () => {
  await importing(async ({ run, take }) => {
    const file = "q,a,m\nQ1,<think>hm</think>Yes,x\nQ2,,x\nQ3,  ,x\nQ4,<think>hm,x\n";
    assert.equal((await take([file])).total.empty, 3);
    assert.deepEqual(rowsOf(run, "SELECT status, response, thinking FROM responses"), [
      { status: "answered", response: "Yes", thinking: "hm" },
      { status: "empty", response: null, thinking: null },
      { status: "empty", response: null, thinking: null },
      { status: "empty", response: null, thinking: "hm" },
    ]);
  });
});

Deno.test("importResponses() believes status and finish reason where they are given", async () => {
  await importing(async ({ run, take }) => {
    const map = { ...MAP, finish_reason: "f", status: "s" };
    const file = "q,a,m,f,s\nQ1,A,x,length,\nQ2,A,x,content_filter,\nQ3,,x,,failed\nQ4,A,x,stop,\n";
    await take([file], { map });
    const statuses = rowsOf(run, "SELECT status FROM responses").map(({ status }) => status);
    assert.deepEqual(statuses, ["truncated", "filtered", "failed", "answered"]);
  });
});

Deno.test("importResponses() finds prompts of the run by id, without their text", async () => {
  await importing(async ({ run, take }) => {
    addPrompts(run, [aPrompt("p1", { item: "i" })]);
    const map = { prompt_id: "id", response: "a", model: "m" };
    await take(["id,a,m\np1,A,x\n"], { map });
    assert.deepEqual(answersIn(run), ["Question p1|x|0|A"]);
    await assert.rejects(
      () => take(["id,a,m\np1,B,x\np2,A,x\n"], { map }),
      /line 3: the run has no prompt 'p2'/,
    );
    assert.equal(answersIn(run).length, 1);
  });
});

Deno.test("importResponses() allows an unnamed index column, and columns of one file only", async () => {
  await importing(async ({ run, take }) => {
    await take([",q,a,m\n0,Q,A,x\n", ",q,extra,a,m\n0,Q,e,A,y\n"]);
    assert.deepEqual(answersIn(run), ["Q|x|0|A", "Q|y|0|A"]);
  });
});

Deno.test("importResponses() notes files, hashes and map in the manifest", async () => {
  await importing(async ({ run, take }) => {
    await take(["q,a,m\nQ,A,x\n"], { set: { dataset: "d" } });
    const [session] = readSessions(run);
    assert.equal(session?.kind, "import");
    assert.notEqual(session?.ended_at, null);
    const { files, map, set } = session?.options ?? {};
    assert.deepEqual({ map, set }, { map: { ...MAP }, set: { dataset: "d" } });
    assert.match(JSON.stringify(files), /^\[{"name":"0.csv","sha256":"[0-9a-f]{64}"}\]$/);
  });
});

const BAD_FILES: readonly (readonly [string, string, ByImportColumn, RegExp])[] = [
  ["a missing column", "q,a\nQ,A\n", MAP, /0\.csv: --map takes 'model' from column 'm'.*q, a/],
  ["an empty prompt", "q,a,m\nQ,A,x\n ,A,x\n", MAP, /0\.csv, line 3: 'prompt' is empty/],
  ["an empty model", "q,a,m\nQ,A,\n", MAP, /line 2: 'model' is empty/],
  ["no rows", "q,a,m\n", MAP, /there are no rows/],
  [
    "a format without a number",
    "q,a,m,f\nQ,A,x,first\n",
    { ...MAP, format: "f" },
    /line 2: expected a format with one whole number in it but found 'first'/,
  ],
  [
    "a format with two numbers",
    "q,a,m,f\nQ,A,x,a1-b2\n",
    { ...MAP, format: "f" },
    /found 'a1-b2'/,
  ],
  ["a negative format", "q,a,m,f\nQ,A,x,-1\n", { ...MAP, format: "f" }, /found '-1'/],
  ["a broken format", "q,a,m,f\nQ,A,x,1.5\n", { ...MAP, format: "f" }, /found '1.5'/],
  [
    "two formats with one number",
    "q,a,m,f\nQ,A,x,a-1\nR,A,x,b-1\n",
    { ...MAP, format: "f" },
    /formats 'a-1' and 'b-1' would both be read as 1/,
  ],
  [
    "two texts under one id",
    "q,a,m,i\nQ,A,x,p\nR,A,y,p\n",
    { ...MAP, prompt_id: "i" },
    /line 3: prompt_id 'p' stands for another text in .*line 2/,
  ],
  ["a sample that is no number", "q,a,m,n\nQ,A,x,b\n", { ...MAP, sample: "n" }, /'sample'/],
  ["an unknown status", "q,a,m,s\nQ,A,x,ok\n", { ...MAP, status: "s" }, /found 'ok'/],
  ["an unknown technique", "q,a,m,e\nQ,A,x,hm\n", { ...MAP, expected: "e" }, /found 'hm'/],
];

for (const [what, text, map, message] of BAD_FILES) {
  Deno.test(`an import with ${what} is refused, and nothing is written`, async () => {
    await importing(async ({ run, take }) => {
      const fine = "q,a,m\nQ,A,x\n";
      await assert.rejects(() => take([text], { map }), message);
      assert.deepEqual(rowsOf(run, "SELECT prompt_id FROM prompts"), []);
      assert.deepEqual(rowsOf(run, "SELECT model FROM models"), []);
      await take([fine]);
    });
  });
}

for (const [text, number] of [["7", 7], ["7.0", 7], ["templ-11", 11], ["t11b", 11]] as const) {
  Deno.test(`an import reads the format '${text}' as ${number}`, async () => {
    await importing(async ({ run, take }) => {
      await take([`q,a,m,f\nQ,A,x,${text}\n`], { map: { ...MAP, format: "f" } });
      assert.deepEqual(rowsOf(run, "SELECT format FROM prompts"), [{ format: number }]);
    });
  });
}

testWithShared(
  "real/llm-values-pct",
  "importResponses() takes all 4,960 published answers of eight models to 620 prompts",
  async () => {
    await withFolder(async (folder) => {
      using run = openRun(join(folder, "run"), { create: true });
      const directory = sharedPath("real", "llm-values-pct");
      const names = [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
      using files = await readImportFiles(names.map((name) => join(directory, name)), {
        map: parseColumnMap([
          "prompt=full_prompt,response=completion,model=model,item=pct_id,format=templ_id",
        ]),
        set: { dataset: "political_opinions" },
      });
      const { total, models, newPrompts } = await importResponses(run, files);
      assert.deepEqual([total.imported, models.size, newPrompts], [4960, 8, 620]);
      const [counts] = rowsOf(
        run,
        `SELECT count(DISTINCT item) AS items, count(DISTINCT format) AS formats FROM prompts`,
      );
      assert.deepEqual(counts, { items: 62, formats: 10 });
    });
  },
);
