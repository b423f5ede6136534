import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import pl from "nodejs-polars";
import { withFolder } from "../testing/temporary_run.ts";
import { readTable } from "./read_table.ts";
import type { TableColumns, TableFormat } from "./table_columns.ts";
import { openTableWriter } from "./table_writer.ts";

const COLUMNS: TableColumns = {
  text: "text",
  count: "integer",
  share: "real",
  is_so: "boolean",
  last: "text",
};

const text = fc.option(fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "",
    " ",
    'say "hi"',
    "a,b",
    "two\nlines",
    "a\r\nb",
    "end\r",
    "🙂 é",
    "=1+1",
    "null",
  ),
));
const anyRow = fc.record({
  text,
  count: fc.option(fc.maxSafeInteger()),
  share: fc.option(fc.double({ noNaN: true, min: -1e9, max: 1e9 })),
  is_so: fc.option(fc.boolean()),
  last: text,
}, { noNullPrototype: true });

type Row = typeof anyRow extends fc.Arbitrary<infer T> ? T : never;

function writeRows(path: string, format: TableFormat, rows: readonly Row[]): void {
  using writer = openTableWriter(path, { format, columns: COLUMNS });
  for (const row of rows) writer.write(row);
  writer.finish();
}

function whatIsRead(row: Row, format: TableFormat): Record<string, unknown> {
  // JSON has no −0.
  if (format === "jsonl") return { ...row, share: row.share === 0 ? 0 : row.share };
  if (format === "parquet") return row;
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, String(cell ?? "")]));
}

for (const format of ["csv", "jsonl", "parquet"] as const) {
  Deno.test(`what openTableWriter() wrote as ${format} is read back`, async () => {
    await withFolder(async (folder) => {
      const path = join(folder, `x.${format}`);
      const property = fc.asyncProperty(fc.array(anyRow, { minLength: 1 }), async (rows) => {
        writeRows(path, format, rows);
        const table = await readTable(path);
        assert.deepEqual(table.columns, Object.keys(COLUMNS));
        const read = table.rows.map(({ fields }) => fields);
        assert.deepEqual(read, rows.map((row) => whatIsRead(row, format)));
      });
      await fc.assert(property, { numRuns: 60 });
    });
  });
}

Deno.test("CSV tells an empty text from none by its quotes", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "x.csv");
    writeRows(path, "csv", [{ text: "", count: null, share: 0.5, is_so: true, last: null }]);
    assert.equal(await Deno.readTextFile(path), 'text,count,share,is_so,last\n"",,0.5,true,\n');
  });
});

Deno.test("Parquet keeps its types where a column holds nothing, and where there are no rows", async () => {
  await withFolder((folder) => {
    const path = join(folder, "x.parquet");
    const nothing = { text: null, count: null, share: null, is_so: null, last: null };
    for (const rows of [[], [nothing]]) {
      writeRows(path, "parquet", rows);
      const frame = pl.readParquet(path);
      assert.equal(frame.height, rows.length);
      const types = [pl.String, pl.Int64, pl.Float64, pl.Bool, pl.String];
      assert.deepEqual(frame.dtypes.map(String), types.map(String));
    }
  });
});

Deno.test("a Parquet file of several row groups holds every row in order", async () => {
  await withFolder((folder) => {
    const path = join(folder, "x.parquet");
    const count = 25_001;
    const row = { text: "é", share: null, is_so: null, last: "" };
    writeRows(path, "parquet", Array.from({ length: count }, (_, n) => ({ ...row, count: n })));
    const counts: unknown[] = pl.readParquet(path).getColumn("count").toArray();
    assert.deepEqual(counts.map(Number), Array.from({ length: count }, (_, n) => n));
  });
});
