import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import pl from "nodejs-polars";
import { readTable } from "./read_table.ts";
import { writeTable } from "./write_table.ts";

const COLUMNS = { id: "text", note: "text", count: "integer" } as const;

const anyRow = fc.record({
  id: fc.string({ unit: "grapheme", minLength: 1 }),
  note: fc.constantFrom(
    "a,b",
    'say "hi"',
    "two\nlines",
    "a\rb",
    "{input} $& \\",
    "🙂 é",
    " padded ",
  ),
  count: fc.integer({ min: -1_000_000, max: 1_000_000 }),
}, { noNullPrototype: true });

for (const ending of ["csv", "parquet", "jsonl"]) {
  Deno.test(`readTable() reads from .${ending} what writeTable() wrote`, async () => {
    const folder = await Deno.makeTempDir();
    const path = join(folder, `table.${ending}`);
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (rows) => {
          await writeTable(path, { columns: COLUMNS, rows });
          const table = await readTable(path);
          assert.deepEqual(table.columns, Object.keys(COLUMNS));
          const asText = ending === "csv";
          assert.deepEqual(
            table.rows.map((row) => row.fields),
            rows.map((row) => asText ? { ...row, count: String(row.count) } : row),
          );
        }),
        { numRuns: 60 },
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

const REFUSED: readonly { file: string; text: string; message: RegExp }[] = [
  { file: "x.txt", text: "a\n", message: /expected a file ending in .csv, .parquet or .jsonl/ },
  { file: "x.parquet", text: "not parquet", message: /x\.parquet: it is no readable Parquet/ },
  { file: "x.jsonl", text: '{"a":1}\n{"a":\n', message: /x\.jsonl, line 2: it is not valid JSON/ },
  { file: "x.jsonl", text: "[1]\n", message: /line 1: expected a JSON object but found \[1\]/ },
];

for (const { file, text, message } of REFUSED) {
  Deno.test(`readTable() refuses ${file} holding ${JSON.stringify(text)}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(join(folder, file), text);
      await assert.rejects(readTable(join(folder, file)), message);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("readTable() says which file is missing", async () => {
  await assert.rejects(readTable("/nowhere/x.csv"), /Cannot read \/nowhere\/x\.csv: there is no/);
});

Deno.test("readTable() keeps every digit of ids that are large integers", async () => {
  const folder = await Deno.makeTempDir();
  const ids = ["9007199254740993", "9007199254740995"];
  try {
    await Deno.writeTextFile(join(folder, "x.jsonl"), ids.map((id) => `{"id":${id}}\n`).join(""));
    const frame = pl.DataFrame([pl.Series("id", ids).cast(pl.Int64)]);
    await Deno.writeFile(join(folder, "x.parquet"), frame.writeParquet());
    for (const ending of ["jsonl", "parquet"]) {
      const { rows } = await readTable(join(folder, `x.${ending}`));
      assert.deepEqual(rows.map(({ fields }) => String(fields.id)), ids);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
