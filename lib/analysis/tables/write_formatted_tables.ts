import { join } from "node:path";
import { formatLatex } from "../../base/format_latex.ts";
import { formatMarkdown } from "../../base/format_markdown.ts";
import type { FormattedTable } from "../../base/formatted_table.ts";
import { writeAtomically } from "../../base/write_atomically.ts";

/**
 * Writes each table as `<name>.md` and `<name>.tex` into `folder`, beside the CSV files.
 *
 * @returns The paths, two for each table in order.
 * @throws {UserError} where a file cannot be written.
 */
export async function writeFormattedTables(
  folder: string,
  tables: readonly FormattedTable[],
): Promise<string[]> {
  const paths: string[] = [];
  for (const table of tables) {
    const stem = join(folder, table.name);
    await writeAtomically(`${stem}.md`, formatMarkdown(table));
    await writeAtomically(`${stem}.tex`, formatLatex(table));
    paths.push(`${stem}.md`, `${stem}.tex`);
  }
  return paths;
}
