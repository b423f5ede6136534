import { join } from "node:path";
import { writeAtomically } from "../../base/write_atomically.ts";
import type { RunFile } from "../../runs/run_file.ts";
import { codeSheetPage } from "./code_sheet_page.ts";
import { readCodebook } from "./codebook.ts";
import { formatCodeSheet } from "./format_code_sheet.ts";
import type { CodeSheet } from "./read_code_sheet.ts";

/** Where a coding sheet was written. */
export interface WrittenCodeSheet {
  /** To be opened in a browser. */
  page: string;
  /** For spreadsheets. */
  csv: string;
}

/** Writes a coding sheet as a web page and as CSV into `coding/` of the run's folder. */
export async function writeCodeSheet(run: RunFile, sheet: CodeSheet): Promise<WrittenCodeSheet> {
  const stem = join(run.folder, "coding", sheet.sheet);
  const written = { page: `${stem}.html`, csv: `${stem}.csv` };
  await writeAtomically(written.page, await codeSheetPage(sheet, await readCodebook()));
  await writeAtomically(written.csv, formatCodeSheet(sheet));
  return written;
}
