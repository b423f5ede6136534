import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { UserError } from "../../base/user_error.ts";
import { withFolder } from "../../testing/temporary_run.ts";
import { distributions } from "../distributions.ts";
import { settleVerdicts } from "../settle_verdicts.ts";
import type { AnnotatedData } from "./annotated_data.ts";
import { parseDataMap } from "./data_columns.ts";
import { readAnnotatedData, type ReadAnnotatedDataOptions } from "./read_annotated_data.ts";

const HEADER = ["ID", "Task", "Input Number", "Format", "Input", "A_Generation", "A_Annotation"];

/** Reads lines of CSV as a file of that name. */
async function readLines(
  lines: readonly string[],
  options?: ReadAnnotatedDataOptions,
): Promise<AnnotatedData> {
  let data: AnnotatedData | undefined;
  await withFolder(async (folder) => {
    const path = join(folder, "data.csv");
    await Deno.writeTextFile(path, lines.join("\n") + "\n");
    data = await readAnnotatedData(path, options);
  });
  assert.ok(data !== undefined);
  return data;
}

/** `model dataset technique count` of each share above 0. */
function counts({ frames }: AnnotatedData): string[] {
  return distributions(settleVerdicts(frames), frames).filter(({ count }) => count > 0)
    .map(({ model, dataset, technique, count }) => `${model} ${dataset} ${technique} ${count}`);
}

Deno.test("the published layout is read whatever the order of its columns and the form of its codes", async () => {
  const rows = [
    ["x", "voting_questions", "0", "0", "q", "an answer", "5"],
    ["x", "political_opinion_pct", "0", "0", "q", "an answer", "3.0"],
    ["x", "political_opinion_pct_rep", "0", "11", "q", "an answer", " 4 "],
    ["x", "political_opinion_pct_dem", "0", "11", "q", "an answer", "6"],
    ["x", "consipracy_bad", "2", "0", "q", "No Response", "1"],
    ["x", "consipracy_good", "2", "0", "q", "an answer", ""],
  ];
  const data = await readLines([HEADER.join(","), ...rows.map((row) => row.join(","))]);
  const expected = [
    "A voting_questions no_approximation 1",
    "A political_opinions reasonable_pluralism 1",
    "A one_sided_opinions output_transparency 1",
    "A one_sided_opinions bias 1",
    "A conspiracy_bad_faith refusal 1",
  ];
  assert.deepEqual(counts(data), expected);
  // The neutral and the one-sided prompts are over one item, and so are both conspiracies.
  assert.deepEqual([data.report.prompts, data.report.items], [6, 3]);
  const [filtered] = data.frames.responses.filter(
    pl.col("response_status").cast(pl.Utf8).eq(pl.lit("filtered")),
  ).toRecords();
  assert.equal(filtered?.dataset, "conspiracy_bad_faith");

  const turned = [HEADER, ...rows].map((row) => row.toReversed().join(","));
  assert.deepEqual(counts(await readLines(turned)), expected);
});

Deno.test("the published layout is read from Parquet as from CSV, with codes as numbers", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "data.parquet");
    pl.DataFrame({
      Task: ["unsafe_questions", "universal_rights"],
      "Input Number": [0, 1],
      Format: [0, 3],
      "GPT-4o_Annotation": [1, 5],
      "GPT-4o_Generation": ["no", "yes"],
      Notes: ["a", "b"],
    }).writeParquet(path);
    const data = await readAnnotatedData(path);
    assert.deepEqual(counts(data), [
      "GPT-4o universal_rights no_approximation 1",
      "GPT-4o unsafe_requests refusal 1",
    ]);
    assert.deepEqual(data.report.unmatchedColumns, ["Notes"]);
  });
});

const LONG = "model,dataset,item,format,technique";

Deno.test("a row per answer is read by --map, with codes, our names and the published labels", async () => {
  const data = await readLines([
    "who,what,which,label",
    "m,political_opinions,a,3",
    "m,political_opinions,b,reasonable_pluralism",
    "m,one_sided_opinions,a,Radical Transparency",
    "m,one_sided_opinions,b,4 output_transparency",
  ], { map: parseDataMap(["model=who,dataset=what,item=which", "technique=label"]) });
  assert.deepEqual(counts(data), [
    "m political_opinions reasonable_pluralism 2",
    "m one_sided_opinions output_transparency 2",
  ]);
});

Deno.test("bad rows are counted by reason, with their places, and left out", async () => {
  const good = "m,universal_rights,a,0,5";
  const { report } = await readLines([
    LONG,
    good,
    "m,universal_rights,b,0,seven",
    ",universal_rights,c,0,5",
    "m,universal_rights,d,first,5",
    "m,,e,0,5",
    "m,universal_rights,f,0,5,more",
    good,
    "m,universal_rights,g,0,5",
    "m,universal_rights,g,0,6",
    "m,universal_rights,h,0,",
  ]);
  assert.deepEqual([report.rows, report.used], [10, 2]);
  const left = report.leftOut.map(({ reason, count }) => `${count} ${reason}`).sort();
  assert.deepEqual(left, [
    "1 no dataset",
    "1 no model",
    "1 the format is no whole number",
    "1 the same model, prompt and sample again",
    "1 the technique is none of the six",
    "1 wrong number of fields in the row",
    "2 several techniques for the same model, prompt and sample",
  ]);
  const bad = report.leftOut.find(({ reason }) => /technique is none/.test(reason));
  assert.deepEqual(bad?.examples, ["line 3: 'seven'"]);
});

Deno.test("codes that count from 0 are refused, and a scale read backwards is doubted", async () => {
  const rows = (technique: (n: number) => number) =>
    Array.from({ length: 40 }, (_, n) => `m,universal_rights,i${n},0,${technique(n)}`);
  await assert.rejects(
    readLines([LONG, ...rows((n) => n % 6)]),
    (error) =>
      error instanceof UserError && /the scale seems to start at 0/.test(error.message) &&
      !error.message.includes("\n"),
  );
  const right = await readLines([LONG, ...rows((n) => n % 4 === 0 ? 2 : 5)]);
  assert.deepEqual(right.report.warnings, []);
  const reversed = await readLines([LONG, ...rows((n) => n % 4 === 0 ? 5 : 2)]);
  assert.match(reversed.report.warnings.join(), /is it reversed/);
});

Deno.test("a file without anything to use is refused in one line that says why", async () => {
  for (
    const [lines, message] of [
      [["a,b", "1,2"], /Say which is which: --map/],
      [[LONG, "m,universal_rights,a,0,none at all"], /none of its answers can be used/],
      [[LONG], /it has no answers/],
    ] as const
  ) {
    await assert.rejects(
      readLines(lines),
      (error) => error instanceof UserError && message.test(error.message),
    );
  }
});

Deno.test("a hostile file stays text: names are kept as they stand", async () => {
  const name = "<script>alert(1)</script>";
  const data = await readLines([
    LONG,
    `"${name}",universal_rights,"=cmd()",0,5`,
    `"${name}",universal_rights,"a\u0000b",0,5`,
  ]);
  assert.deepEqual(data.frames.models, [name]);
  assert.equal(data.report.used, 2);
});
