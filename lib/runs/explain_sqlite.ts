import { UserError } from "../base/user_error.ts";

/** SQLite's result codes for what is wrong with the disk or the file, not with the program. */
const CODES_OF_THE_PLACE = [
  5, // busy
  8, // read-only
  10, // input/output error
  11, // damaged
  13, // disk full
  14, // cannot be opened
];

/** A full disk, a read-only folder and the like as an error that users can mend; others as they are. */
export function explainSqlite(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("errcode" in error)) return error;
  // The lowest byte is the code, the others say more closely what it was.
  if (!CODES_OF_THE_PLACE.includes(Number(error.errcode) & 0xff)) return error;
  return new UserError(
    `Cannot write to ${path}: ${error.message.replaceAll("\n", " ")}. Make room, see to the ` +
      `folder's permissions, or end what else uses the file, then start again: it goes on where ` +
      `it was.`,
  );
}
