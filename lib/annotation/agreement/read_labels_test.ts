import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../../base/user_error.ts";
import { withFolder } from "../../testing/temporary_run.ts";
import { readLabelMap } from "./label_map.ts";
import { readLabels, type ReadLabelsOptions } from "./read_labels.ts";

function read(rows: Record<string, unknown>[], options: ReadLabelsOptions) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const fields = rows.map((row, index) => ({ where: `line ${index + 2}`, fields: row }));
  return readLabels({ path: "t.csv", columns, rows: fields }, options);
}

const MAP = new Map([["refusal", "1"], ["refused", "1"], ["bias", "6"]]);

Deno.test("readLabels() trims and lower-cases a label, which stands for itself without a map", () => {
  const { table, unmapped } = read([{ a: " Bias\t", b: "bias" }, { a: "", b: "  " }], {
    raters: ["a", "b"],
  });
  assert.deepEqual(table.rows, [["bias", "bias"], [null, null]]);
  assert.deepEqual(unmapped, {});
});

Deno.test("readLabels() looks labels up, and counts those the map lacks by rater as written", () => {
  const rows = [
    { a: "REFUSED", b: " Refusal ", gold: "?" },
    { a: "Maybe", b: "Maybe", gold: "bias" },
    { a: "Maybe", b: "maybe", gold: "" },
  ];
  const { table, reference, unmapped } = read(rows, {
    raters: ["a", "b"],
    reference: "gold",
    map: MAP,
  });
  assert.deepEqual(table.rows, [["1", "1"], [null, null], [null, null]]);
  assert.deepEqual(reference, [null, "6", null]);
  assert.deepEqual(unmapped, { a: { Maybe: 2 }, b: { Maybe: 1, maybe: 1 }, gold: { "?": 1 } });
});

Deno.test("readLabels() takes numbers and truth values as their text, null and NaN as missing", () => {
  const rows = [{ a: 1, b: true }, { a: null, b: NaN }, { a: 2n ** 60n }];
  const { table } = read(rows, { raters: ["a", "b"] });
  assert.deepEqual(table.rows, [["1", "true"], [null, null], ["1152921504606846976", null]]);
});

Deno.test("readLabels() counts a reference that is a rater too once", () => {
  const { reference, unmapped } = read([{ a: "x" }, { a: "bias" }], {
    ...{ raters: ["a"], reference: "a", map: MAP },
  });
  assert.deepEqual(reference, [null, "6"]);
  assert.deepEqual(unmapped, { a: { x: 1 } });
});

Deno.test("readLabels() lets a row without a cluster stand alone", () => {
  const rows = [{ a: "x", b: "x", c: "1" }, { a: "x", b: "x", c: "" }, { a: "x", b: "x", c: "" }];
  const { table } = read(rows, { raters: ["a", "b"], cluster: "c" });
  assert.equal(new Set(table.clusters).size, 3);
});

const WRONG: readonly (readonly [string, ReadLabelsOptions, RegExp])[] = [
  ["an unknown rater", { raters: ["a", "who"] }, /t\.csv.*'who'.*found a, b/],
  ["an unknown reference", { raters: ["a"], reference: "gold" }, /'gold'.*found a, b/],
  ["an unknown cluster", { raters: ["a", "b"], cluster: "item" }, /'item'.*found a, b/],
  ["a rater named twice", { raters: ["a", "b", "a"] }, /'a' is named twice/],
  ["one rater without a reference", { raters: ["a"] }, /two raters or more but found 'a' only/],
  ["no rater", { raters: [], reference: "a" }, /found none/],
];

for (const [what, options, message] of WRONG) {
  Deno.test(`readLabels() refuses ${what}`, () => {
    assert.throws(
      () => read([{ a: "x", b: "y" }], options),
      (error) => error instanceof UserError && message.test(error.message),
    );
  });
}

Deno.test("readLabelMap() normalises raw labels of pairs, and keeps labels as they are written", async () => {
  const map = await readLabelMap(" Refused =Refusal, BIAS=6,bias=6");
  assert.deepEqual([...map], [["refused", "Refusal"], ["bias", "6"]]);
});

Deno.test("readLabelMap() reads a JSON file, where raw labels may hold commas", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "map=1.json");
    await Deno.writeTextFile(path, `{ "No, sorry": "refusal", "a=b": "bias" }`);
    assert.deepEqual([...await readLabelMap(path)], [["no, sorry", "refusal"], ["a=b", "bias"]]);
  });
});

const BAD_MAPS: readonly (readonly [string, RegExp])[] = [
  ["a=x,b", /'b'.*JSON file/],
  ["a=b=c", /'a=b=c'/],
  ["a=", /'a='/],
  ["=x", /'=x'/],
  ["a=x,A =y", /'a' stands for both 'x' and 'y'/],
  ["nowhere.json", /nowhere\.json', and there is no such file/],
];

for (const [text, message] of BAD_MAPS) {
  Deno.test(`readLabelMap() refuses '${text}' and names the entry`, async () => {
    await assert.rejects(() => readLabelMap(text), { name: "UserError", message });
  });
}

const BAD_FILES: readonly (readonly [string, RegExp])[] = [
  [`{ "refused": 1 }`, /map\.json, key 'refused'/],
  [`{ "a": " " }`, /map\.json: expected a raw label and a label but found 'a= '/],
  ["{}", /map\.json: it maps nothing/],
  ["[", /map\.json: it is not valid JSON/],
];

for (const [text, message] of BAD_FILES) {
  Deno.test(`readLabelMap() refuses a file that holds ${text}`, async () => {
    await withFolder(async (folder) => {
      const path = join(folder, "map.json");
      await Deno.writeTextFile(path, text);
      await assert.rejects(() => readLabelMap(path), { name: "UserError", message });
    });
  });
}
