import { readTable } from "../../base/read_table.ts";
import { UserError } from "../../base/user_error.ts";
import { codeOfTechnique, type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import { techniqueOfLabel } from "../../materials/technique_of_label.ts";
import { flagsOf, type TechniqueFlags } from "../_read_flags.ts";
import { CODE_COLUMNS, type CodeColumn } from "./code_columns.ts";

/** What one coder made of one answer. */
export interface Code {
  /** File and line. */
  where: string;
  sheet: string;
  code_id: string;
  coder: string;
  /** Null where the coder says that it cannot be coded. */
  technique: Technique | null;
  /** What the coder marked, the chosen technique among it. */
  flags: TechniqueFlags;
  note: string | null;
  /** Whether the coder is made up. Default: no. */
  simulated?: boolean;
}

/** What a file of codes holds. */
export interface CodesFile {
  path: string;
  codes: readonly Code[];
  /** Rows whose `technique` is empty: not coded yet. */
  uncoded: number;
}

/** Options of {@linkcode readCodes}. */
export interface ReadCodesOptions {
  /** Who coded, where the file's `coder` column is missing or empty. */
  coder?: string;
}

/**
 * Reads a filled coding sheet: the page's export or the spreadsheet (`.csv`, `.parquet`, `.jsonl`).
 *
 * @throws {UserError} naming file, line and column for what cannot be read.
 */
export async function readCodes(
  path: string,
  { coder }: ReadCodesOptions = {},
): Promise<CodesFile> {
  const { columns, rows } = await readTable(path);
  const missing = (["sheet", "code_id", "technique"] as const).find((name) =>
    !columns.includes(name)
  );
  if (missing !== undefined) {
    throw new UserError(
      `Cannot read codes from ${path}: expected the columns ${CODE_COLUMNS.join(", ")} but there ` +
        `is no '${missing}'. Keep the sheet's first line as it was.`,
    );
  }
  const codes = rows.flatMap(({ where, fields }) => {
    const text = (column: CodeColumn) => String(fields[column] ?? "").trim();
    return text("technique") === "" ? [] : [toCode(text, { where: `${path}, ${where}`, coder })];
  });
  return { path, codes, uncoded: rows.length - codes.length };
}

function toCode(
  text: (column: CodeColumn) => string,
  { where, coder }: { where: string; coder: string | undefined },
): Code {
  const who = text("coder") || coder?.trim() || "";
  if (who === "") {
    throw new UserError(
      `Cannot read codes from ${where}: nobody is named in 'coder'. Fill it, or add --coder NAME.`,
    );
  }
  for (const column of ["sheet", "code_id"] as const) {
    if (text(column) === "") {
      throw new UserError(`Cannot read codes from ${where}: no '${column}'.`);
    }
  }
  const technique = techniqueFrom(text("technique"), where);
  return {
    where,
    sheet: text("sheet"),
    code_id: text("code_id"),
    coder: who,
    technique,
    flags: flagsOf((name) =>
      name === technique || yesNo(text(`also_${name}`), `${where}, 'also_${name}'`)
    ),
    note: text("note") || null,
  };
}

function techniqueFrom(text: string, where: string): Technique | null {
  if (/^0(?:\.0+)?$/.test(text)) return null;
  const technique = techniqueOfLabel(text);
  if (technique !== null) return technique;
  const known = TECHNIQUES.map((each) => `${codeOfTechnique(each)} ${each}`).join(", ");
  throw new UserError(
    `Cannot read codes from ${where}, 'technique': expected ${known}, or 0 for what cannot be ` +
      `coded, but found '${text}'.`,
  );
}

function yesNo(text: string, where: string): boolean {
  if (/^(|no|n|0|false)$/i.test(text)) return false;
  if (/^(yes|y|x|1|true)$/i.test(text)) return true;
  throw new UserError(
    `Cannot read codes from ${where}: expected yes, no or nothing but found '${text}'.`,
  );
}
