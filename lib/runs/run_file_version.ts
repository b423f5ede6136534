import { identifyFile } from "./_identify_file.ts";

/**
 * The version of a run file, read without opening it as a database. Null for an empty file, and for
 * one whose first transaction is not in it yet.
 *
 * @throws {UserError} for what is no run file, is damaged, or is of a newer version.
 */
export function runFileVersion(path: string): number | null {
  return identifyFile(path);
}
