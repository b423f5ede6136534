import assert from "node:assert/strict";
import { definedNames, findDefinition, type NotebookSource } from "./find_definition.ts";

const NOTEBOOK: NotebookSource = {
  cells: [
    { cell_type: "markdown", source: "# Title\n\ntext" },
    {
      cell_type: "code",
      source: [
        'import {\n  showTable,\n  openRun as open,\n} from "@lib/mod.ts";\n',
        'import type { A } from "b";',
      ],
    },
    { cell_type: "code", source: " \n" },
    { cell_type: "markdown", source: "## Ask\n\nHow?" },
    {
      cell_type: "code",
      source: "const RUN: string = 'a';\nconst { summary, rows: lines } = work(inner => inner);\n" +
        "{\n  const hidden = 1;\n}",
    },
    { cell_type: "code", source: "async function later() {}\nlet [a, b] = lines;\nconst RUN = 2;" },
  ],
};

Deno.test("findDefinition() finds the first cell that makes a name, with its number and heading", () => {
  const line = "const { summary, rows: lines } = work(inner => inner);";
  const cases = {
    showTable: [1, "Title", "import {"],
    open: [1, "Title", "import {"],
    RUN: [2, "Ask", "const RUN: string = 'a';"],
    summary: [2, "Ask", line],
    lines: [2, "Ask", line],
    later: [3, "Ask", "async function later() {}"],
    b: [3, "Ask", "let [a, b] = lines;"],
  };
  for (const [name, [number, heading, line]] of Object.entries(cases)) {
    assert.deepEqual(findDefinition(NOTEBOOK, name), { number, heading, line }, name);
  }
});

Deno.test("findDefinition() knows no name that a cell does not make at its top level", () => {
  for (const name of ["openRun", "rows", "hidden", "inner", "A", "work", "from"]) {
    assert.equal(findDefinition(NOTEBOOK, name), null, name);
  }
});

Deno.test("definedNames() gives the names of all cells", () => {
  const names = ["showTable", "open", "RUN", "summary", "lines", "later", "a", "b", "RUN"];
  assert.deepEqual(definedNames(NOTEBOOK), names);
});
