import assert from "node:assert/strict";
import { checkImportColumns, parseColumnMap, parseSetValues } from "./import_columns.ts";

Deno.test("parseColumnMap() reads pairs in one text or several", () => {
  const expected = { prompt: "full_prompt", response: "completion", model: "a=b" };
  assert.deepEqual(parseColumnMap(["prompt=full_prompt,response=completion,model=a=b"]), expected);
  assert.deepEqual(
    parseColumnMap(["prompt=full_prompt", " response = completion , model=a=b"]),
    expected,
  );
});

Deno.test("parseSetValues() leaves commas inside a value alone", () => {
  assert.deepEqual(parseSetValues(["source=Röttger et al., 2024,dataset=political_opinions"]), {
    source: "Röttger et al., 2024",
    dataset: "political_opinions",
  });
});

const BAD_PAIRS: readonly (readonly [string, RegExp])[] = [
  ["prompt", /expected our_column=their_column but found 'prompt'/],
  ["prompt=", /but found 'prompt='/],
  ["=x", /but found '=x'/],
  ["", /but found ''/],
  ["prompt=a,,model=b", /but found ''/],
  ["promt=x", /'promt' is no column of ours\. Use one of prompt, response, /],
  ["toString=x", /'toString' is no column of ours/],
  ["prompt=a,prompt=b", /'prompt' is there twice/],
];

for (const [text, message] of BAD_PAIRS) {
  Deno.test(`parseColumnMap() refuses '${text}'`, () => {
    assert.throws(() => parseColumnMap([text]), message);
  });
}

const INCOMPLETE: readonly (readonly [string, string, RegExp])[] = [
  ["prompt=a,model=b", "", /no column is mapped to 'response'/],
  ["prompt=a,model=b", "response=x", /no column is mapped to 'response'/],
  ["response=a,model=b", "", /nothing says the 'prompt'/],
  ["response=a,prompt=b", "", /nothing says the 'model'/],
  ["response=a,prompt=b,model=c", "model=d", /'model' is in both --map and --set/],
];

for (const [map, set, message] of INCOMPLETE) {
  Deno.test(`checkImportColumns() refuses --map ${map} with --set '${set}'`, () => {
    const values = set === "" ? {} : parseSetValues([set]);
    assert.throws(() => checkImportColumns(parseColumnMap([map]), values), message);
  });
}

Deno.test("checkImportColumns() takes a prompt_id in place of the prompt's text", () => {
  checkImportColumns({ prompt_id: "id", response: "r" }, { model: "m" });
});
