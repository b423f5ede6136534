import assert from "node:assert/strict";
import { parseCsv } from "./read_csv.ts";
import { decodeUtf8 } from "./read_text.ts";
import { UserError } from "./user_error.ts";

Deno.test("parseCsv() keeps every field as it is written and says on which line a row starts", () => {
  const text = '\uFEFFa,b\n" x\ny ","say ""hi"""\n\n007,\r\n';
  const { columns, rows } = parseCsv(text, { path: "x.csv" });
  assert.deepEqual(columns, ["a", "b"]);
  assert.deepEqual(rows, [
    { line: 2, fields: { a: " x\ny ", b: 'say "hi"' } },
    { line: 5, fields: { a: "007", b: "" } },
  ]);
});

const BROKEN: readonly { name: string; text: string; message: RegExp }[] = [
  { name: "an empty file", text: "", message: /x\.csv: it is empty/ },
  {
    name: "a short row",
    text: 'a,b\n"1\n2",3\n4\n',
    message: /x\.csv, line 4: expected 2 columns but found 1/,
  },
  { name: "a long row", text: "a,b\n1,2,3\n", message: /line 2: expected 2 columns but found 3/ },
  { name: "an open quote", text: 'a,b\n1,"2\n', message: /x\.csv: .*line 2/ },
  { name: "a repeated column", text: "a,a\n", message: /line 1: column 'a' is there twice/ },
  {
    name: "a missing column",
    text: "b,c\n1,2\n",
    message: /line 1: expected column 'a' but found b, c/,
  },
];

for (const { name, text, message } of BROKEN) {
  Deno.test(`parseCsv() refuses ${name} in one line that says where`, () => {
    assert.throws(() => parseCsv(text, { path: "x.csv", required: ["a"] }), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, message);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
  });
}

Deno.test("decodeUtf8() names the line that is not UTF-8", () => {
  const bytes = new Uint8Array([0x61, 0x0a, 0xc3, 0xa9, 0xe9, 0x0a]); // "a\né" and a Latin-1 é
  assert.throws(() => decodeUtf8(bytes, "x.csv"), /x\.csv, line 2: it is not UTF-8/);
});
