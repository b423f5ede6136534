import { UserError } from "../base/user_error.ts";
import { parsePythonLiteral, type PythonValue } from "../materials/python_literals.ts";

/** What a cell holds, or why it cannot be read. */
export type ReadCell<T> = { value: T } | { reason: string };

const LONGEST_REASON = 160;

/** The text of a Python list as option labels; a number is shown as it is written (`1.0`). */
export function readOptionsCell(text: string): ReadCell<readonly string[]> {
  const cell = readLiteral(text, { path: "options", numbersAsText: true });
  if ("reason" in cell) return cell;
  const { value } = cell;
  if (!Array.isArray(value)) return { reason: "options: expected a list" };
  const labels = value.map((label) => typeof label === "string" ? label : null);
  const texts = labels.filter((label) => label !== null);
  if (texts.length < labels.length) return { reason: "options: expected a list of texts" };
  return { value: texts };
}

/** The text of a Python dict, or of a `defaultdict` as `repr` prints it, by population. */
export function readSelectionsCell(text: string): ReadCell<ReadonlyMap<string, PythonValue>> {
  const cell = readLiteral(text, { path: "selections" });
  if ("reason" in cell) return cell;
  const { value } = cell;
  if (!(value instanceof Map)) return { reason: "selections: expected a dict" };
  const entries = new Map<string, PythonValue>();
  for (const [name, values] of value) {
    if (typeof name !== "string") return { reason: "selections: a population's name is no text" };
    entries.set(name, values);
  }
  return { value: entries };
}

/** The text of a list of numbers, as Python or JSON writes it. */
export function readListCell(text: string): ReadCell<readonly unknown[]> {
  const cell = readLiteral(text, { path: "the list" });
  if ("reason" in cell) return cell;
  const { value } = cell;
  if (!Array.isArray(value)) return { reason: "expected a list of numbers" };
  // A whole number beyond 2^53 has more digits than a share needs.
  return { value: value.map((number) => typeof number === "bigint" ? Number(number) : number) };
}

function readLiteral(
  text: string,
  options: { path: string; numbersAsText?: boolean },
): ReadCell<PythonValue> {
  if (text.trim() === "") return { reason: `${options.path}: the cell is empty` };
  try {
    return { value: parsePythonLiteral(text.trim(), options) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { reason: error.message.replace(/^Cannot read /, "").slice(0, LONGEST_REASON) };
  }
}
