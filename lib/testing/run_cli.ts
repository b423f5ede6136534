import { projectPath } from "../base/project_paths.ts";

/** What a task's process printed, and how it ended. */
export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Options of {@linkcode runCli} and {@linkcode spawnCli}. */
export interface CliOptions {
  /** Further environment variables. */
  env?: Readonly<Record<string, string>>;
}

/** Starts a task (`generate` for `lib/cli/generate.ts`) as a process of its own. */
export function spawnCli(
  task: string,
  args: readonly string[],
  { env = {} }: CliOptions = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", projectPath("lib", "cli", `${task}.ts`), ...args],
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a task as a process of its own to its end. */
export async function runCli(
  task: string,
  args: readonly string[],
  options: CliOptions = {},
): Promise<CliResult> {
  return await resultOf(spawnCli(task, args, options));
}

/** Waits for a task's end. */
export async function resultOf(process: Deno.ChildProcess): Promise<CliResult> {
  const { code, stdout, stderr } = await process.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
