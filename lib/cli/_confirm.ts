/** Where a question is asked. */
export interface ConfirmIo {
  /** Whether someone can read the question and answer it. */
  isTerminal: boolean;
  /** Writes text as it is. */
  write(text: string): void;
  /** The next line typed, without its end; null where there is none. */
  readLine(): Promise<string | null>;
}

/** Options of {@linkcode confirm}. */
export interface ConfirmOptions {
  /** Whether the answer is yes already (`--yes`). */
  yes: boolean;
  /** Default: standard input and standard error. */
  io?: ConfirmIo;
}

/**
 * Asks a question, to which only `y` and `yes` mean yes. Nothing is asked where there is no question
 * (null), where `--yes` has answered it, and where nobody is there to answer: then it is yes.
 */
export async function confirm(
  question: string | null,
  { yes, io = terminalIo() }: ConfirmOptions,
): Promise<boolean> {
  if (question === null || yes || !io.isTerminal) return true;
  io.write(`${question} [y/N] `);
  const line = await io.readLine();
  if (line === null) io.write("\n");
  return /^\s*y(es)?\s*$/i.test(line ?? "");
}

function terminalIo(): ConfirmIo {
  return {
    isTerminal: Deno.stdin.isTerminal() && Deno.stderr.isTerminal(),
    write: (text) => Deno.stderr.writeSync(new TextEncoder().encode(text)),
    readLine,
  };
}

/** A terminal hands over a line at a time; what is typed beyond the first line is not for us. */
async function readLine(): Promise<string | null> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(1024);
  let text = "";
  for (;;) {
    const length = await Deno.stdin.read(buffer);
    if (length === null) return text === "" ? null : text;
    text += decoder.decode(buffer.subarray(0, length), { stream: true });
    const [line, ...rest] = text.split("\n");
    if (rest.length > 0) return line ?? "";
  }
}
