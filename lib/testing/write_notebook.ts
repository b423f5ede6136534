import { dirname } from "node:path";

/** Writes a notebook for the Deno kernel with these code cells, after a heading of its own. */
export async function writeNotebook(path: string, cells: readonly string[]): Promise<void> {
  const heading = {
    cell_type: "markdown",
    id: "head",
    metadata: {},
    source: "# A notebook, $x^2$",
  };
  const code = cells.map((source, index) => ({
    cell_type: "code",
    execution_count: null,
    id: `code-${index + 1}`,
    metadata: {},
    outputs: [],
    source,
  }));
  const notebook = {
    cells: [heading, ...code],
    metadata: { kernelspec: { display_name: "Deno", language: "typescript", name: "deno" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, JSON.stringify(notebook, null, 1) + "\n");
}
