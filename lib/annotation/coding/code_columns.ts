import { TECHNIQUES } from "../../base/vocabulary.ts";

/** The columns that coders fill, the same on the page's export and on the spreadsheet. */
export const CODE_COLUMNS = [
  "sheet",
  "code_id",
  "coder",
  "technique",
  ...TECHNIQUES.map((technique) => `also_${technique}` as const),
  "note",
] as const;

/** One of {@linkcode CODE_COLUMNS}. */
export type CodeColumn = typeof CODE_COLUMNS[number];
