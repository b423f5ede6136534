import { Buffer, isUtf8 } from "node:buffer";
import { decodeUtf8, whyUnreadable } from "./read_text.ts";
import { UserError } from "./user_error.ts";

/** Whole lines of a text file. */
export interface LinesPiece {
  /** The number of the first of them, from 1. */
  firstLine: number;
  /** UTF-8, checked; each line with its line break, which the file's last one may lack. */
  bytes: Uint8Array;
}

const PIECE_BYTES = 256 * 1024;
const NEWLINE = 10;

/**
 * Reads a text file as strict UTF-8, some lines at a time: as much memory as a piece of 256 KiB, or
 * as the longest line. A byte-order mark at the start stays where it is.
 *
 * @throws {UserError} where the file is missing, unreadable, or not UTF-8 (with the line).
 */
export async function* streamLines(path: string): AsyncGenerator<LinesPiece> {
  let firstLine = 1;
  let held: Uint8Array[] = [];
  for await (const bytes of readPieces(path)) {
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const lines = Buffer.concat([...held, bytes.subarray(0, end)]);
      yield checked(lines, { path, firstLine });
      firstLine += countLines(lines);
      held = [];
    }
    if (end < bytes.length) held.push(bytes.subarray(end));
  }
  if (held.length > 0) yield checked(Buffer.concat(held), { path, firstLine });
}

async function* readPieces(path: string): AsyncGenerator<Uint8Array> {
  using file = await openFile(path);
  for (;;) {
    // A new array each time: the one before may still be held.
    const bytes = new Uint8Array(PIECE_BYTES);
    const count = await readInto(file, { bytes, path });
    if (count === null) return;
    yield bytes.subarray(0, count);
  }
}

async function openFile(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path);
  } catch (error) {
    throw new UserError(`Cannot read ${path}: ${whyUnreadable(error)}.`);
  }
}

async function readInto(
  file: Deno.FsFile,
  { bytes, path }: { bytes: Uint8Array; path: string },
): Promise<number | null> {
  try {
    return await file.read(bytes);
  } catch (error) {
    throw new UserError(`Cannot read ${path}: ${whyUnreadable(error)}.`);
  }
}

function checked(
  bytes: Uint8Array,
  { path, firstLine }: { path: string; firstLine: number },
): LinesPiece {
  if (!isUtf8(bytes)) decodeUtf8(bytes, path, { firstLine });
  return { firstLine, bytes };
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
