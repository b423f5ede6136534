/** Options of {@linkcode runBareLoop}. */
export interface BareLoopOptions {
  /** JSONL with `prompt_id` and `input`. */
  promptsFile: string;
  /** JSONL that is written: `prompt_id` and `response`. */
  outFile: string;
  /** Requests under way at once. */
  concurrency: number;
}

/** Asks all prompts of a file, so many at once, and appends each answer to a file as it arrives. */
export async function runBareLoop(
  { promptsFile, outFile, concurrency }: BareLoopOptions,
  ask: (input: string) => Promise<string | null>,
): Promise<void> {
  const lines = (await Deno.readTextFile(promptsFile)).trimEnd().split("\n");
  const encoder = new TextEncoder();
  using out = await Deno.open(outFile, { append: true, create: true });
  let next = 0;
  async function worker(): Promise<void> {
    for (let line = lines[next++]; line !== undefined; line = lines[next++]) {
      const { prompt_id, input } = JSON.parse(line);
      const response = await ask(input);
      out.writeSync(encoder.encode(`${JSON.stringify({ prompt_id, response })}\n`));
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker));
}
