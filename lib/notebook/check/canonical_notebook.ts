import type { NotebookCell, NotebookFile } from "./notebook_file.ts";

/**
 * A notebook's text in the one form in which it is committed: no outputs, no execution counts, no
 * empty cells, no traces of the editor, the Deno kernel, and the spelling that Jupyter itself
 * writes (sorted keys, one blank of indent), so that a diff shows what a person changed.
 */
export function canonicalNotebook(notebook: NotebookFile): string {
  const cells = notebook.cells.filter((cell) => cell.source.trim() !== "");
  const ids = new Set<string>();
  const canonical = {
    cells: cells.map((cell, index) => canonicalCell(cell, freshId(cell.id, { index, ids }))),
    metadata: {
      kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
      language_info: {
        file_extension: ".ts",
        mimetype: "text/x.typescript",
        name: "typescript",
        pygments_lexer: "typescript",
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return JSON.stringify(canonical, null, 1) + "\n";
}

function canonicalCell(cell: NotebookCell, id: string): Record<string, unknown> {
  const { tags } = cell.metadata;
  const metadata = tags === undefined || tags.length === 0 ? {} : { tags };
  const source = cell.source.trimEnd().split(/(?<=\n)/);
  const { cell_type } = cell;
  if (cell_type !== "code") return { cell_type, id, metadata, source };
  return { cell_type, execution_count: null, id, metadata, outputs: [], source };
}

/** The cell's own id, or one from its place where it has none or another cell has the same. */
function freshId(
  id: string | undefined,
  { index, ids }: { index: number; ids: Set<string> },
): string {
  let fresh = id !== undefined && /^[\w-]{1,64}$/.test(id) ? id : `cell-${index + 1}`;
  while (ids.has(fresh)) fresh = `${fresh}-again`.slice(-64);
  ids.add(fresh);
  return fresh;
}
