/**
 * The process that runs a local model: requests in, a line each; bodies out, a line each. It is started by
 * `LocalEngine` in the engine's own folder, so that neither the package nor a model's memory is part of
 * the process that asks, and a model that crashes takes nothing with it.
 */
import { textLines } from "../../../base/text_lines.ts";
import { type LocalSession, openSession } from "./local_session.ts";
import type { FromWorker, ToWorker, WorkerJob } from "./messages.ts";

const STDOUT = new TextEncoder();

function say(message: FromWorker): void {
  const bytes = STDOUT.encode(JSON.stringify(message) + "\n");
  for (let start = 0; start < bytes.length;) start += Deno.stdout.writeSync(bytes.subarray(start));
}

async function work(job: WorkerJob): Promise<void> {
  let session: LocalSession;
  try {
    session = await openSession(job);
  } catch (error) {
    say({ failed: error instanceof Error ? error.message : String(error) });
    return;
  }
  say({ ready: true });
  await serve(session, job.idleMs);
}

async function serve(session: LocalSession, idleMs: number): Promise<void> {
  const leave = () => Deno.exit(0);
  let idle = setTimeout(leave, idleMs);
  let underWay: AbortController | null = null;
  // Ends with the process that asks: its end closes our input.
  for await (const line of textLines(Deno.stdin.readable)) {
    const message: ToWorker = JSON.parse(line);
    if ("drop" in message) {
      underWay?.abort();
      continue;
    }
    clearTimeout(idle);
    const controller = underWay = new AbortController();
    void answer(session, message, controller.signal).then((reply) => {
      idle = setTimeout(leave, idleMs);
      say(reply);
    });
  }
}

async function answer(
  session: LocalSession,
  { ask }: Extract<ToWorker, { ask: unknown }>,
  signal: AbortSignal,
): Promise<FromWorker> {
  try {
    const body = ask.endpoint === "chat"
      ? await session.chat(ask.body, signal)
      : await session.complete(ask.body, signal);
    return { body };
  } catch (error) {
    if (signal.aborted) return { dropped: true };
    const message = error instanceof Error ? error.message : String(error);
    return { body: { error: { code: 500, message } } };
  }
}

await work(JSON.parse(Deno.args[0] ?? "{}"));
Deno.exit(0);
