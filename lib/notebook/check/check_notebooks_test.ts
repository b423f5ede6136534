import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { projectPath } from "../../base/project_paths.ts";
import { temporaryFolder } from "../../testing/temporary_folder.ts";
import { writeNotebook } from "../../testing/write_notebook.ts";
import { canonicalNotebook } from "./canonical_notebook.ts";
import { checkCells } from "./check_cells.ts";
import { committedNotebook } from "./committed_notebook.ts";
import { type NotebookFile, readNotebook } from "./notebook_file.ts";
import { notebookScript } from "./notebook_script.ts";

function notebookOf(cells: Partial<NotebookFile["cells"][number]>[]): NotebookFile {
  const blank = { cell_type: "code" as const, metadata: {}, source: "" };
  return { cells: cells.map((cell) => ({ ...blank, ...cell })), metadata: {}, nbformat: 4 };
}

/** A notebook beside a copy of the project's settings, so that its import map is found. */
async function findingsIn(cells: readonly string[]): Promise<string[]> {
  await using folder = await temporaryFolder();
  await Deno.copyFile(projectPath("deno.json"), join(folder.path, "deno.json"));
  await Deno.symlink(projectPath("lib"), join(folder.path, "lib"));
  const path = join(folder.path, "notebooks", "07_try.ipynb");
  await writeNotebook(path, cells);
  const findings = await checkCells([path]);
  const left = await Array.fromAsync(Deno.readDir(join(folder.path, "notebooks")));
  assert.deepEqual(left.map(({ name }) => name), ["07_try.ipynb"]);
  return findings;
}

Deno.test("checkCells() finds nothing in cells that share values and end in expressions", async () => {
  const cells = [
    `import { sha256 } from "@lib/base/sha256.ts";`,
    "const ids = [1, 2].map(String)\nids",
    "(await Promise.resolve(sha256(ids.join()))).length",
    "[...ids].length",
  ];
  assert.deepEqual(await findingsIn(cells), []);
});

Deno.test("checkCells() names notebook, code cell and line of a type error", async () => {
  const findings = await findingsIn(["const n = 1;", "// note\nconst s: string = n;\ns"]);
  assert.equal(findings.length, 1);
  assert.match(findings[0] ?? "", /^TS2322.*'number' is not assignable/s);
  assert.match(findings[0] ?? "", /at 07_try\.ipynb, code cell \[2\], line 2, column 7/);
});

Deno.test("checkCells() names notebook, code cell and line of what lint finds", async () => {
  const findings = await findingsIn(["1", "let fixed = 2;\nfixed"]);
  assert.equal(findings.length, 1);
  assert.match(findings[0] ?? "", /07_try\.ipynb, code cell \[2\], line 1, column 5.*prefer-const/);
});

Deno.test("checkCells() says that a cell cannot be parsed", async () => {
  const findings = await findingsIn(["1", "const = ;"]);
  assert.match(findings.join("\n"), /07_try\.ipynb, code cell \[2\], line 1/);
});

Deno.test("notebookScript() leads each line back to its cell", () => {
  const { text, lines } = notebookScript(notebookOf([
    { source: "a\nb" },
    { cell_type: "markdown", source: "# not code" },
    { source: "  " },
    { source: "c" },
  ]));
  const at = text.split("\n").indexOf("c");
  assert.deepEqual(lines[at], { cell: 2, line: 1 });
  assert.deepEqual(lines[1], { cell: 1, line: 2 });
  assert.equal(lines.length, text.trimEnd().split("\n").length);
});

Deno.test("canonicalNotebook() strips outputs, counts, empty cells and the editor's traces", () => {
  const text = canonicalNotebook(notebookOf([
    {
      id: "one",
      source: "1 + 1\n",
      outputs: [{}],
      execution_count: 7,
      metadata: { trusted: true },
    },
    { source: " \n" },
    { cell_type: "markdown", id: "one", source: "a\nb", metadata: { tags: ["try"] } },
  ]));
  const { cells } = JSON.parse(text);
  assert.deepEqual(cells, [
    {
      cell_type: "code",
      execution_count: null,
      id: "one",
      metadata: {},
      outputs: [],
      source: ["1 + 1"],
    },
    {
      cell_type: "markdown",
      id: "one-again",
      metadata: { tags: ["try"] },
      source: ["a\n", "b"],
    },
  ]);
});

Deno.test("committedNotebook() formats cells, strips outputs, and changes nothing twice", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "n.ipynb");
  await writeNotebook(path, ["const  a=1 ;\na"]);
  const once = await committedNotebook(path);
  assert.match(once, /"const a = 1;\\n",\n +"a;?"/);
  await Deno.writeTextFile(path, once);
  assert.equal(await committedNotebook(path), once);
});

Deno.test("canonicalNotebook() of what it wrote is the same text", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "n.ipynb");
  const cell = fc.record({
    cell_type: fc.constantFrom("code" as const, "markdown" as const),
    id: fc.option(fc.string(), { nil: undefined }),
    source: fc.string({ unit: "grapheme" }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { maxLength: 6 }), async (cells) => {
      const once = canonicalNotebook(notebookOf(cells));
      await Deno.writeTextFile(path, once);
      assert.equal(canonicalNotebook(await readNotebook(path)), once);
    }),
    { numRuns: 50 },
  );
});
