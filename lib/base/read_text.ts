import { isUtf8 } from "node:buffer";
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

/** Why a file could not be opened or read, in words. */
export function whyUnreadable(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file. Check the path";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder, not a file";
  return error instanceof Error ? error.message : String(error);
}

/** Options of {@linkcode decodeUtf8}. */
export interface DecodeUtf8Options {
  /** The number of the first line of `bytes`, where they are a part of a file. Default: 1. */
  firstLine?: number;
}

/** Decodes strict UTF-8. @throws {UserError} naming the line that breaks it. */
export function decodeUtf8(
  bytes: Uint8Array,
  path: string,
  { firstLine = 1 }: DecodeUtf8Options = {},
): string {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  throw new UserError(
    `Cannot read ${path}, line ${firstBadLine(bytes, firstLine)}: it is not UTF-8. ` +
      `Save the file as UTF-8.`,
  );
}

function firstBadLine(bytes: Uint8Array, firstLine: number): number {
  let line = firstLine;
  let start = 0;
  for (;;) {
    const newline = bytes.indexOf(10, start);
    if (newline === -1 || !isUtf8(bytes.subarray(start, newline))) return line;
    line++;
    start = newline + 1;
  }
}
