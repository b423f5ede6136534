import type { z } from "zod";
import { readText } from "./read_text.ts";
import { UserError } from "./user_error.ts";

/**
 * Reads a JSON file and checks it against a schema.
 *
 * @throws {UserError} naming the file, the key and the way out for text that is no JSON and for
 * values that do not fit.
 */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return parseJson(await readText(path), { path, schema });
}

/** Options of {@linkcode parseJson}. */
export interface ParseJsonOptions<T> {
  /** Where the text came from, for the error's sake. */
  path: string;
  /** What the value must look like. */
  schema: z.ZodType<T>;
  /** Whole numbers beyond 2^53 become bigints and keep their digits. Default: they lose some. */
  keepDigits?: boolean;
}

/** Parses JSON text and checks it against a schema; see {@linkcode readJson}. */
export function parseJson<T>(text: string, options: ParseJsonOptions<T>): T {
  const { path, schema, keepDigits = false } = options;
  let value: unknown;
  try {
    value = JSON.parse(text, keepDigits ? reviveLargeInteger : undefined);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll("\n", " ") : String(error);
    throw new UserError(`Cannot read ${path}: it is not valid JSON (${reason}). Mend the file.`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const key = issue?.path.map(String).join(".") || "the whole file";
  throw new UserError(`Cannot use ${path}, key '${key}': ${issue?.message ?? "invalid value"}.`);
}

/** A reviver for `JSON.parse`: whole numbers beyond 2^53 become bigints and keep their digits. */
export function reviveLargeInteger(
  _key: string,
  value: unknown,
  context?: { source?: string },
): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}
