import { streamLines } from "../../base/stream_lines.ts";
import { UserError } from "../../base/user_error.ts";

/** What the bytes of a CSV file say of its records, which Polars would not tell. */
export interface CsvRecords {
  /** Records after the header, blank lines among them. */
  count: number;
  /** Fields of records that are wider or narrower than the header, by record, from 0. */
  ragged: ReadonlyMap<number, number>;
  /** Records that are blank lines: no rows. */
  blank: readonly number[];
}

/**
 * Looks at every record of a CSV file (RFC 4180). Polars cuts rows that are too long and fills up
 * those that are too short, so that a row with a comma too many would be read as something else.
 *
 * @throws {UserError} naming the line of a misplaced or unclosed quote, or of text that is not UTF-8.
 */
export async function scanCsv(path: string): Promise<CsvRecords> {
  const ragged = new Map<number, number>();
  const blank: number[] = [];
  let width = 0;
  let count = -1;
  await walkRecords(path, (_line, fields) => {
    if (count === -1) width = fields;
    else if (fields === 0) blank.push(count);
    else if (fields !== width) ragged.set(count, fields);
    count++;
  });
  return { count: Math.max(0, count), ragged, blank };
}

/** The lines, from 1, on which some records begin; the record after the header is 0. */
export async function linesOfRecords(
  path: string,
  records: ReadonlySet<number>,
): Promise<Map<number, number>> {
  const lines = new Map<number, number>();
  let record = -1;
  await walkRecords(path, (line) => {
    if (records.has(record)) lines.set(record, line);
    record++;
  });
  return lines;
}

const QUOTE = 34;
const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;

/** Where in a field a byte can stand. */
const START = 0;
const PLAIN = 1;
const QUOTED = 2;
/** Behind a quote that is either a field's last one or the first of a doubled one. */
const CLOSED = 3;

/** @param visit Told of each record: its first line, and its fields (0 for a blank line). */
async function walkRecords(
  path: string,
  visit: (line: number, fields: number) => void,
): Promise<void> {
  const reader: RecordReader = { at: START, line: 1, first: 1, fields: 0, path, visit };
  for await (const { bytes, firstLine } of streamLines(path)) {
    // A byte-order mark is no field's content.
    readBytes(reader, firstLine === 1 && bytes[0] === 0xef ? bytes.subarray(3) : bytes);
  }
  const { at, first, fields } = reader;
  if (at === QUOTED) {
    throw new UserError(
      `Cannot read ${path}: the quote that a field opens in the row of line ${first} is not closed. ` +
        `Check the quotes of that row.`,
    );
  }
  if (at !== START || fields > 0) visit(first, fields + 1);
}

interface RecordReader {
  at: number;
  /** The present line, and the one on which the record began. */
  line: number;
  first: number;
  /** Fields of the record that have ended. */
  fields: number;
  path: string;
  visit: (line: number, fields: number) => void;
}

/** One pass over each byte: half a gigabyte takes about two seconds, so all is held in locals. */
function readBytes(reader: RecordReader, bytes: Uint8Array): void {
  let { at, line, first, fields } = reader;
  const { path, visit } = reader;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (at === QUOTED) {
      if (byte === QUOTE) at = CLOSED;
      else if (byte === NEWLINE) line++;
    } else if (byte === COMMA) {
      at = START;
      fields++;
    } else if (byte === NEWLINE) {
      visit(first, at === START && fields === 0 ? 0 : fields + 1);
      at = START;
      fields = 0;
      first = ++line;
    } else if (byte === QUOTE) {
      if (at === PLAIN) throw misplacedQuote(path, line);
      at = QUOTED;
    } else if (at === CLOSED) {
      if (byte !== RETURN) throw misplacedQuote(path, line);
    } else if (byte !== RETURN) at = PLAIN;
  }
  Object.assign(reader, { at, line, first, fields });
}

function misplacedQuote(path: string, line: number): UserError {
  return new UserError(
    `Cannot read ${path}, line ${line}: a quote stands in the middle of a field. Quote the whole ` +
      `field, and double the quotes in it.`,
  );
}
