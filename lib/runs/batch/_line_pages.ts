import { textLines } from "../../base/text_lines.ts";
import { UserError } from "../../base/user_error.ts";

/** A line of a file. */
export interface FileLine {
  /** From 1. */
  number: number;
  text: string;
}

const PAGE = 1000;

/**
 * A file's lines that are not blank, a thousand at a time; what is not UTF-8 becomes U+FFFD.
 *
 * @throws {UserError} where the file cannot be read.
 */
export async function* linePages(path: string): AsyncGenerator<FileLine[]> {
  let page: FileLine[] = [];
  let number = 0;
  try {
    const file = await Deno.open(path);
    for await (const text of textLines(file.readable)) {
      number++;
      if (text.trim() === "") continue;
      page.push({ number, text });
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
  } catch (error) {
    if (error instanceof UserError || !isOfTheFile(error)) throw error;
    const reason = error instanceof Deno.errors.NotFound ? "there is no such file" : error.message;
    throw new UserError(`Cannot read ${path}: ${reason}. Check the path.`);
  }
  if (page.length > 0) yield page;
}

/** What the file system says; what whoever reads the lines throws is not ours. */
function isOfTheFile(error: unknown): error is Error {
  return error instanceof Error &&
    ["NotFound", "PermissionDenied", "IsADirectory"].includes(error.name);
}
