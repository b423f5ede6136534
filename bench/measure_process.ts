import { textLines } from "../lib/base/text_lines.ts";

/** How a measured process ended. */
export interface Measurement {
  /** From before its start to after its end. */
  seconds: number;
  /** The most memory it held, in MiB (`VmHWM`); null where the system does not tell. */
  peakMiB: number | null;
  /** Processor time of all its threads, in seconds; null where the system does not tell. */
  cpuSeconds: number | null;
  /** When it was started, in ms since 1970. */
  startedAt: number;
  /** Whether it ended by itself with code 0. */
  success: boolean;
  /** The end of what it wrote to standard error. */
  errors: string;
}

/** Options of {@linkcode measureProcess}. */
export interface MeasureOptions {
  /** Further environment variables. */
  env?: Readonly<Record<string, string>>;
  /** Kills the process (SIGKILL) after so many ms. Default: 20 minutes. */
  killAfterMs?: number;
  /** Kills the process when it aborts. */
  signal?: AbortSignal;
}

const POLL_EVERY_MS = 20;
const ERRORS_KEPT = 2000;

/** Runs a program from start to end, and measures time and memory of its whole process. */
export async function measureProcess(
  [program = "", ...args]: readonly string[],
  { env = {}, killAfterMs = 20 * 60_000, signal }: MeasureOptions = {},
): Promise<Measurement> {
  signal?.throwIfAborted();
  const startedAt = performance.timeOrigin + performance.now();
  const child = new Deno.Command(program, {
    args,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const kill = () => killQuietly(child);
  signal?.addEventListener("abort", kill);
  const killer = setTimeout(kill, killAfterMs);
  let use: ResourceUse = { peakMiB: null, cpuSeconds: null };
  const poller = setInterval(() => use = resourceUse(child.pid) ?? use, POLL_EVERY_MS);
  try {
    const [errors, { success }] = await Promise.all([lastOf(child.stderr), child.status]);
    const seconds = (performance.timeOrigin + performance.now() - startedAt) / 1000;
    return { ...use, seconds, startedAt, success, errors };
  } finally {
    clearInterval(poller);
    clearTimeout(killer);
    signal?.removeEventListener("abort", kill);
  }
}

function killQuietly(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

type ResourceUse = Pick<Measurement, "peakMiB" | "cpuSeconds">;

/** Clock ticks of `/proc` in a second, the same on all Linux systems that Deno runs on. */
const TICKS = 100;

/** Both only grow, so that the last look before the process ends is near enough its total. */
function resourceUse(pid: number): ResourceUse | null {
  try {
    const [, kib] = /VmHWM:\s*(\d+) kB/.exec(Deno.readTextFileSync(`/proc/${pid}/status`)) ?? [];
    if (kib === undefined) return null;
    // After the program's name, which may hold blanks, the 12th and 13th are utime and stime.
    const [, fields = ""] = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ");
    const [user, system] = fields.split(" ").slice(11, 13).map(Number);
    return { peakMiB: Number(kib) / 1024, cpuSeconds: ((user ?? 0) + (system ?? 0)) / TICKS };
  } catch {
    return null; // it has ended, or this is no Linux
  }
}

async function lastOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const line of textLines(stream)) text = `${text}${line}\n`.slice(-ERRORS_KEPT);
  return text.trim();
}
