import { whyUnreadable } from "../base/read_text.ts";
import { UserError } from "../base/user_error.ts";

/** Bytes of whole lines; what they lie in is used again for the next. */
export interface WholeLines {
  bytes: Uint8Array;
  /** How many of the bytes are these lines, the last with its line break where the file has one. */
  end: number;
}

const PIECE_BYTES = 1 << 20;
const NEWLINE = 10;

/**
 * A file's lines, as many at a time as a piece of it holds, without a look at what they are encoded in:
 * columns of old files can hold bytes of any encoding. One buffer serves throughout.
 *
 * @throws {UserError} where the file cannot be read or has a line longer than a piece.
 */
export async function* wholeLines(path: string): AsyncGenerator<WholeLines> {
  using file = await orExplain(path, () => Deno.open(path));
  const bytes = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  for (;;) {
    const count = await orExplain(path, () => file.read(bytes.subarray(filled)));
    if (count === null) break;
    filled += count;
    const end = bytes.lastIndexOf(NEWLINE, filled - 1) + 1;
    if (end > 0) {
      yield { bytes, end };
      bytes.copyWithin(0, end, filled);
      filled -= end;
    } else if (filled === bytes.length) {
      throw new UserError(
        `Cannot read ${path}: a line is longer than ${PIECE_BYTES} bytes. Check that it is text.`,
      );
    }
  }
  if (filled > 0) yield { bytes, end: filled };
}

async function orExplain<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new UserError(`Cannot read ${path}: ${whyUnreadable(error)}.`);
  }
}
