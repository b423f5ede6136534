import assert from "node:assert/strict";
import { basename } from "node:path";
import { PROJECT_ROOT } from "../base/project_paths.ts";
import { type NotebookCell, readNotebook } from "./check/notebook_file.ts";
import { newNotebookCells } from "./new_notebook_cells.ts";
import { numberedNotebooks } from "./run_demo.ts";

/** Every notebook's cells, a new one's too. */
async function notebooks(): Promise<[name: string, cells: NotebookCell[]][]> {
  const paths = await numberedNotebooks(PROJECT_ROOT);
  const read = await Promise.all(paths.map(async (path): Promise<[string, NotebookCell[]]> => {
    return [basename(path), (await readNotebook(path)).cells];
  }));
  return [...read, ["a new notebook", newNotebookCells("mine").cells]];
}

Deno.test("each notebook begins with its question, what comes of it, imports and parameters", async () => {
  for (const [name, cells] of await notebooks()) {
    const [head, imports, prose, parameters] = cells.map(({ source }) => source);
    assert.match(head ?? "", /^# .+\n\n\*\*[^*]+\?\*\*/, name);
    for (const row of ["You will have", "Reads", "Writes", "Takes"]) {
      assert.match(head ?? "", new RegExp(`^\\| ${row} +\\| \\S`, "m"), `${name}: ${row}`);
    }
    assert.match(imports ?? "", /^import \{/, name);
    assert.match(prose ?? "", /^## Parameters/, name);
    assert.match(parameters ?? "", /^\/\/ .*\n(\/\/ .*\n)*const RUN = /, name);
  }
});

Deno.test("each parameter of a notebook has a comment before it", async () => {
  for (const [name, cells] of await notebooks()) {
    const lines = cells[3]?.source.split("\n") ?? [];
    const bare = lines.filter((line, index) =>
      line.startsWith("const ") && !/^\/\/ /.test(lines[index - 1] ?? "") &&
      !/^const WANTED/.test(line)
    );
    assert.deepEqual(bare, [], name);
  }
});

Deno.test("no cell shows something before its last line, where Jupyter would not show it", async () => {
  for (const [name, cells] of await notebooks()) {
    for (const { cell_type, source } of cells) {
      const shows = source.match(/^show[A-Z]\w*\(/gm)?.length ?? 0;
      assert.ok(cell_type !== "code" || shows <= 1, `${name} shows ${shows} things:\n${source}`);
    }
  }
});
