import { identifyFile } from "./_identify_file.ts";

/** Where a database's header has `user_version`: https://www.sqlite.org/fileformat.html, section 1.3. */
const AT = 60;

/**
 * The version of a run file, read without opening it as a database. Null for an empty file, and for
 * one whose first transaction is not in it yet.
 *
 * @throws {UserError} for what is no run file, is damaged, or is of a newer version.
 */
export function runFileVersion(path: string): number | null {
  identifyFile(path);
  const header = new Uint8Array(AT + 4);
  using file = Deno.openSync(path);
  if ((file.readSync(header) ?? 0) < header.length) return null;
  return new DataView(header.buffer).getUint32(AT) || null;
}
