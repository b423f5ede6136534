/** What stands for an answer that was not given, and for one that is none of 0 to 5. */
export const MISSING = 0;
export const UNREADABLE = 6;

/** Where a line lies in a piece of a file, and where its answers go. */
export interface AnswerLine {
  /** The index of its first byte. */
  start: number;
  /** One more than that of its last, without the line break. */
  end: number;
  /** One for each statement. */
  answers: Uint8Array;
}

/**
 * Reads the answers of a line: 1 to 5, {@linkcode MISSING} or {@linkcode UNREADABLE}. False where the
 * line has no place for them all.
 */
export type ReadAnswers = (bytes: Uint8Array, line: AnswerLine) => boolean;

const [ZERO, FIVE, COMMA, BLANK] = [48, 53, 44, 32];
const LONGEST_FIELD = 8;

/** Of IPIP-NEO-120: one digit each from the 32nd column on. */
export const FIRST_ITEM_COLUMN = 32;

/** Fixed width: an answer's place is its column. */
export function readFixedWidth(
  bytes: Uint8Array,
  { start, end, answers }: AnswerLine,
): boolean {
  const first = start + FIRST_ITEM_COLUMN - 1;
  if (first + answers.length > end) return false;
  for (let item = 0; item < answers.length; item++) {
    answers[item] = answerOf(bytes[first + item] ?? 0);
  }
  return true;
}

/**
 * CSV: the last fields of the line are the answers. Read from its end, so that commas in what stands
 * before them do not matter; an empty field is missing, and `3.0` is 3, as tables with gaps have it.
 */
export function readLastFields(
  bytes: Uint8Array,
  { start, end, answers }: AnswerLine,
): boolean {
  let fieldEnd = end;
  for (let item = answers.length - 1; item >= 0; item--) {
    if (fieldEnd < start) return false;
    let at = fieldEnd - 1;
    while (at >= start && bytes[at] !== COMMA) at--;
    answers[item] = fieldEnd - at === 2
      ? answerOf(bytes[at + 1] ?? 0)
      : fieldAnswer(bytes.subarray(at + 1, fieldEnd));
    fieldEnd = at;
  }
  return true;
}

/** The answer of a field that is not one character: empty, in quotes, or a number with a point. */
function fieldAnswer(field: Uint8Array): number {
  if (field.length > LONGEST_FIELD) return UNREADABLE;
  const text = String.fromCharCode(...field).replaceAll('"', "").trim();
  if (text === "") return MISSING;
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 && value <= 5 ? value : UNREADABLE;
}

function answerOf(byte: number): number {
  if (byte >= ZERO && byte <= FIVE) return byte - ZERO;
  return byte === BLANK ? MISSING : UNREADABLE;
}
