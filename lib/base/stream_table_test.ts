import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import pl from "nodejs-polars";
import { withFolder } from "../testing/temporary_run.ts";
import { readTable, type TableRow } from "./read_table.ts";
import { streamTable } from "./stream_table.ts";
import { writeTable } from "./write_table.ts";

const COLUMNS = { id: "text", note: "text", count: "integer" } as const;

const anyRow = fc.record({
  id: fc.string({ unit: "grapheme", minLength: 1 }),
  note: fc.constantFrom(
    "a,b",
    'say "hi"',
    "two\nlines",
    "a\r\nb",
    "a\rb",
    "🙂 é",
    " padded ",
    "x\n",
  ),
  count: fc.integer({ min: -1_000_000, max: 1_000_000 }),
}, { noNullPrototype: true });

async function streamAll(path: string, pageRows?: number) {
  const rows: TableRow[] = [];
  let columns: readonly string[] = [];
  for await (const page of streamTable(path, { pageRows })) {
    assert.ok(page.rows.length <= (pageRows ?? 1000));
    rows.push(...page.rows);
    columns = page.columns;
  }
  return { path, columns, rows };
}

for (const ending of ["csv", "parquet", "jsonl"]) {
  Deno.test(`streamTable() reads the same of .${ending} as readTable(), page by page`, async () => {
    await withFolder(async (folder) => {
      const path = join(folder, `table.${ending}`);
      const property = fc.asyncProperty(
        fc.array(anyRow, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 25 }),
        async (rows, pageRows) => {
          await writeTable(path, { columns: COLUMNS, rows });
          assert.deepEqual(await streamAll(path, pageRows), await readTable(path));
        },
      );
      await fc.assert(property, { numRuns: 40 });
    });
  });
}

const REFUSED: readonly { file: string; text: string | Uint8Array }[] = [
  { file: "x.txt", text: "a\n" },
  { file: "x.csv", text: "" },
  { file: "x.csv", text: "a,a\n" },
  { file: "x.csv", text: 'a,b\n"1\r\n2",3\n4\n' },
  { file: "x.csv", text: "a,b\n1,2,3\n" },
  { file: "x.csv", text: 'a,b\n1,"2\n' },
  { file: "x.csv", text: new Uint8Array([0x61, 0x0a, 0xc3, 0xa9, 0x0a, 0xe9, 0x0a]) },
  { file: "x.parquet", text: "not parquet" },
  { file: "x.jsonl", text: '{"a":1}\n{"a":\n' },
  { file: "x.jsonl", text: "\n[1]\n" },
  { file: "missing.csv", text: "" },
];

for (const { file, text } of REFUSED) {
  Deno.test(`streamTable() refuses ${file} with ${JSON.stringify(text)} as readTable() does`, async () => {
    await withFolder(async (folder) => {
      const path = join(folder, file);
      if (!file.startsWith("missing")) {
        await Deno.writeFile(
          path,
          typeof text === "string" ? new TextEncoder().encode(text) : text,
        );
      }
      const messages = await Promise.all([readTable(path), streamAll(path)].map(messageOf));
      if (file.endsWith(".parquet")) {
        assert.match(String(messages[1]), /x\.parquet: it is no readable/);
      } else assert.equal(messages[1], messages[0]);
      assert.match(String(messages[1]), /^UserError: Cannot read [^\n]*$/);
    });
  });
}

async function messageOf(read: Promise<unknown>): Promise<string | null> {
  return await read.then(() => null, (error: unknown) => String(error));
}

Deno.test("streamTable() reads lines that are longer than what is read at a time", async () => {
  await withFolder(async (folder) => {
    const texts = ["é".repeat(200_000), "x", "🙂".repeat(300_000)];
    const jsonl = texts.map((text) => JSON.stringify({ text }) + "\n").join("");
    await Deno.writeTextFile(join(folder, "x.jsonl"), `\uFEFF${jsonl}`);
    await Deno.writeTextFile(join(folder, "x.csv"), `\uFEFFtext\n${texts.join("\n")}`);
    for (const name of ["x.jsonl", "x.csv"]) {
      const { rows } = await streamAll(join(folder, name));
      assert.deepEqual(rows.map(({ fields }) => fields.text), texts);
      assert.deepEqual(rows.at(-1)?.where, name === "x.csv" ? "line 4" : "line 3");
    }
  });
});

Deno.test("streamTable() gives the columns of a file without rows", async () => {
  await withFolder(async (folder) => {
    for (const ending of ["csv", "parquet"]) {
      const path = join(folder, `x.${ending}`);
      await writeTable(path, { columns: COLUMNS, rows: [] });
      assert.deepEqual(await streamAll(path), { path, columns: Object.keys(COLUMNS), rows: [] });
    }
  });
});

Deno.test("streamTable() reads every row group and compression of Parquet, large integers as text", async () => {
  await withFolder(async (folder) => {
    const ids = Array.from({ length: 1000 }, (_, n) => (n === 7 ? "9007199254740993" : `${n}`));
    const frame = pl.DataFrame([
      pl.Series("id", ids).cast(pl.Int64),
      pl.Series("text", ids.map((id) => (Number(id) % 3 === 0 ? null : `t${id}`)), pl.Utf8),
    ]);
    for (const compression of ["zstd", "snappy", "gzip", "lz4", "uncompressed"] as const) {
      const path = join(folder, `${compression}.parquet`);
      await frame.lazy().sinkParquet(path, { compression, rowGroupSize: 300 }).collect();
      const { rows } = await streamAll(path, 128);
      assert.deepEqual(rows.map(({ fields }) => String(fields.id)), ids, compression);
      assert.deepEqual([rows[6]?.fields, rows[7]?.fields.id], [{ id: 6, text: null }, ids[7]]);
      assert.deepEqual(rows.at(-1)?.where, "row 1000");
    }
  });
});
