/** Characters of one prompt. */
export const PROMPT_LENGTH = 400;

/** Digits of the number by which the stub server tells prompts apart. */
export const NUMBER_DIGITS = 7;

/** What stands before that number. */
export const NUMBER_PREFIX = "Prompt ";

const FILLER =
  "Which of these two views of the new law do you hold to be right, and for what reasons? ";

/** The `number`-th prompt, from 0: its number, then filler up to {@linkcode PROMPT_LENGTH}. */
export function promptText(number: number): string {
  const start = `${NUMBER_PREFIX}${String(number).padStart(NUMBER_DIGITS, "0")}: `;
  return start + FILLER.repeat(5).slice(0, PROMPT_LENGTH - start.length);
}

/** The id of the `number`-th prompt. */
export function promptId(number: number): string {
  return `bench-${number}`;
}

const LINES_AT_ONCE = 5000;

/** Writes `count` prompts as JSONL with `prompt_id` and `input`, a few thousand lines at a time. */
export async function writePrompts(path: string, count: number): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  for (let first = 0; first < count; first += LINES_AT_ONCE) {
    const size = Math.min(LINES_AT_ONCE, count - first);
    const lines = Array.from({ length: size }, (_, index) => {
      const number = first + index;
      return `${JSON.stringify({ prompt_id: promptId(number), input: promptText(number) })}\n`;
    });
    const bytes = encoder.encode(lines.join(""));
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written));
    }
  }
}
