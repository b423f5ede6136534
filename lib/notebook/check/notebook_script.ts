import type { NotebookFile } from "./notebook_file.ts";

/** A notebook's code cells as one script, with the way back from its lines to theirs. */
export interface NotebookScript {
  /** TypeScript text, a module. */
  text: string;
  /** For each line of the text (index 0 = line 1), where it came from; `null` for lines of ours. */
  lines: (CellLine | null)[];
}

/** A line of a notebook's code. */
export interface CellLine {
  /** The code cell's number, from 1: what Jupyter shows as `[1]` after a run from the top. */
  cell: number;
  /** The line in the cell, from 1. */
  line: number;
}

/** Puts the code cells of a notebook together, in order, as they would run. */
export function notebookScript(notebook: NotebookFile): NotebookScript {
  const text: string[] = [];
  const lines: (CellLine | null)[] = [];
  const code = notebook.cells.filter((cell) =>
    cell.cell_type === "code" && cell.source.trim() !== ""
  );
  for (const [index, { source }] of code.entries()) {
    for (const [at, line] of source.split("\n").entries()) {
      text.push(line);
      lines.push({ cell: index + 1, line: at + 1 });
    }
    // A cell may end in a bare expression; the next one must not be read as its continuation.
    text.push(`; // end of code cell ${index + 1}`);
    lines.push(null);
  }
  text.push("export {};");
  lines.push(null);
  return { text: text.join("\n") + "\n", lines };
}
