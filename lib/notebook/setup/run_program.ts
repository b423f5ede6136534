/** How a program ended. */
export interface ProgramResult {
  /** Its exit code, or `null` where it could not be started. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Options of {@linkcode runProgram}. */
export interface RunProgramOptions {
  /** Environment variables on top of this process's own. */
  env?: Record<string, string>;
  /** Working folder; this process's own by default. */
  cwd?: string;
  /** Text for its standard input; none by default. */
  input?: string;
  /** Ends the program when aborted. */
  signal?: AbortSignal;
}

/** Runs a program to its end, keeping what it prints. It never throws. */
export async function runProgram(
  command: readonly string[],
  options: RunProgramOptions = {},
): Promise<ProgramResult> {
  const [program = "", ...args] = command;
  try {
    const child = new Deno.Command(program, {
      args,
      cwd: options.cwd,
      env: options.env,
      signal: options.signal,
      stdin: options.input === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    if (options.input !== undefined) await writeAll(child.stdin, options.input);
    const { code, stdout, stderr } = await child.output();
    return { code, stdout: decode(stdout), stderr: decode(stderr) };
  } catch (error) {
    return { code: null, stdout: "", stderr: error instanceof Error ? error.message : `${error}` };
  }
}

async function writeAll(stream: WritableStream<Uint8Array>, text: string): Promise<void> {
  const writer = stream.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
