import { UserError } from "./user_error.ts";

/**
 * Reads a text file as strict UTF-8; a byte-order mark at its start is left out.
 *
 * @throws {UserError} where the file is missing, unreadable, or not UTF-8 (with line and byte).
 */
export async function readText(path: string): Promise<string> {
  return decodeUtf8(await readBytes(path), path);
}

/** Reads a file's bytes. @throws {UserError} where it is missing or unreadable. */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw new UserError(`Cannot read ${path}: ${whyUnreadable(error)}.`);
  }
}

function whyUnreadable(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file. Check the path";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder, not a file";
  return error instanceof Error ? error.message : String(error);
}

/** Decodes strict UTF-8. @throws {UserError} naming the line and the byte that breaks it. */
export function decodeUtf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const { line, byte } = firstBadByte(bytes);
    throw new UserError(
      `Cannot read ${path}, line ${line}: byte ${byte} is not UTF-8. Save the file as UTF-8.`,
    );
  }
}

function firstBadByte(bytes: Uint8Array): { line: number; byte: number } {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (!isUtf8(bytes.subarray(start, end))) break;
    if (newline !== -1) line++;
    start = end;
  }
  let byte = start;
  while (byte < bytes.length && isUtf8Prefix(bytes.subarray(start, byte + 1))) byte++;
  return { line, byte: byte + 1 };
}

function isUtf8(bytes: Uint8Array): boolean {
  return decodes(bytes, false);
}

function isUtf8Prefix(bytes: Uint8Array): boolean {
  return decodes(bytes, true);
}

function decodes(bytes: Uint8Array, stream: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}
