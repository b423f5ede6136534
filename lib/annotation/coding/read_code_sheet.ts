import { UserError } from "../../base/user_error.ts";
import type { RunFile } from "../../runs/run_file.ts";

/** Answers that people are to code, in the order of the sheet. */
export interface CodeSheet {
  sheet: string;
  /** Whether the simulator made up every answer on it. */
  simulated: boolean;
  items: readonly CodeSheetItem[];
}

/** One answer on a sheet. What coders must not see is marked so. */
export interface CodeSheetItem {
  /** What the sheet calls it. */
  code_id: string;
  input: string;
  /** Text by a model, to be escaped wherever it is shown. */
  output: string;
  /** Not for coders: which answer it is. */
  prompt_id: string;
  model: string;
  sample: number;
  /** Not for coders: whether the simulator made it up. */
  simulated: boolean;
  /** Not for coders: how likely it was to be drawn, in (0, 1]. */
  inclusion: number;
}

const ITEMS = `
  SELECT i.code_id, p.input, r.response, i.prompt_id, i.model, i.sample, i.inclusion,
    m.simulated
  FROM code_sheet_items i JOIN prompts p USING (prompt_id)
  JOIN responses r USING (prompt_id, model, sample) JOIN models m USING (model)
  WHERE i.sheet = ? ORDER BY i.position`;

/** The names of a run's coding sheets, the latest last. */
export function listCodeSheets(run: RunFile): string[] {
  return run.statement("SELECT sheet FROM code_sheets ORDER BY rowid").all()
    .map(({ sheet }) => String(sheet));
}

/** A sheet that was drawn. @throws {UserError} where the run has none of that name. */
export function readCodeSheet(run: RunFile, sheet: string): CodeSheet {
  const sheets = listCodeSheets(run);
  if (!sheets.includes(sheet)) {
    throw new UserError(
      `Cannot read coding sheet '${sheet}': ${run.path} has ${sheets.join(", ") || "none"}.`,
    );
  }
  const items = run.statement(ITEMS).all(sheet).map((row) => ({
    code_id: String(row.code_id),
    input: String(row.input),
    output: String(row.response),
    prompt_id: String(row.prompt_id),
    model: String(row.model),
    sample: Number(row.sample),
    simulated: row.simulated === 1,
    inclusion: Number(row.inclusion),
  }));
  return { sheet, simulated: items.every(({ simulated }) => simulated), items };
}
