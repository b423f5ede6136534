import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PROJECT_ROOT } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { type ErrorPlace, explainError } from "./explain_error.ts";

function placeIn(file: string, name: string | null = null): ErrorPlace {
  return { getFileName: () => file, getFunctionName: () => name, getLineNumber: () => 7 };
}

const CELL = placeIn("");
const DRAWING = join(PROJECT_ROOT, "lib", "figures", "a.ts");
const DRAW = placeIn(DRAWING, "draw");
const DENO = placeIn("ext:core/01_core.js");
const NOTEBOOK = {
  cells: [
    { cell_type: "markdown", source: "## Parameters" },
    { cell_type: "code", source: "const tables = computeTables(frames);" },
  ],
};
const readNotebook = () => NOTEBOOK;

Deno.test("explainError() says what users can mend and how, without any place", () => {
  const error = new UserError("Cannot read data/x.csv, line 12. Quote fields with commas.");
  assert.equal(
    explainError(error, { places: [DRAW, CELL], readNotebook }),
    "Cannot read data/x.csv, line 12.\nQuote fields with commas.\n\n" +
      "Then run this cell again, and those below it: until then\nthey lack what it makes, or have what it made before.",
  );
});

Deno.test("explainError() breaks long sentences between words", () => {
  const words = Array.from({ length: 60 }, (_, index) => `word${index}`);
  const error = new UserError(words.join(" "));
  const [said = ""] = explainError(error, { places: [], readNotebook }).split("\n\n");
  assert.deepEqual(said.split(/\s/), words);
  assert.ok(said.split("\n").every((line) => line.length <= 80));
});

Deno.test("explainError() names the cell that makes what is missing", () => {
  for (const message of ["tables is not defined", "Cannot access 'tables' before initialization"]) {
    const said = explainError(new ReferenceError(message), { places: [CELL], readNotebook });
    assert.match(said, /waits for 'tables', which code cell \[1\] under “Parameters” makes\.$/m);
    assert.match(said, /^ {4}\[1\] {2}const tables = computeTables\(frames\);$/m);
  }
});

Deno.test("explainError() offers names that are near, and does without the notebook", () => {
  const error = new ReferenceError("table is not defined");
  assert.match(explainError(error, { places: [CELL], readNotebook }), /Did you mean tables\?/);
  const said = explainError(error, { places: [CELL], readNotebook: () => null });
  assert.match(said, /^This cell waits for 'table', which no cell has made so far\.$/m);
});

Deno.test("explainError() takes a name that the library lacks for a fault of the library", () => {
  const error = new ReferenceError("tables is not defined");
  assert.equal(
    explainError(error, {
      places: [DRAW, placeIn(pathToFileURL(DRAWING).href, "draw"), DENO, CELL, CELL],
      readNotebook,
    }),
    "ReferenceError: tables is not defined\n    in draw, lib/figures/a.ts:7\n    in a cell",
  );
});

Deno.test("explainError() tells the cause, and an interrupt as one", () => {
  const error = new Error("one", { cause: new TypeError("two") });
  const places = [CELL];
  assert.match(explainError(error, { places, readNotebook }), /\nBecause of TypeError: two$/);
  const interrupt = new DOMException("by the user", "AbortError");
  assert.match(explainError(interrupt, { places, readNotebook }), /^Interrupted\. Run this cell/);
});

Deno.test("explainError() says what to do where a name is declared by another word than before", () => {
  const error = new SyntaxError("Identifier 'run' has already been declared");
  const said = explainError(error, { places: [], readNotebook });
  assert.match(said, /^This cell declares 'run', which a cell has declared before with another/);
  assert.match(said, /restart the kernel/);
});

Deno.test("explainError() sends a cell that works on a closed run to the one that opens it", () => {
  for (const message of ["database is not open", "statement has been finalized"]) {
    const said = explainError(new Error(message), { places: [DRAW, CELL], readNotebook });
    assert.match(said, /^This cell works on a run that is closed,/);
    assert.doesNotMatch(said, /\.ts|Error/);
  }
});
