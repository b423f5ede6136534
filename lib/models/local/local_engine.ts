import { APIConnectionTimeoutError } from "openai";
import { textLines } from "../../base/text_lines.ts";
import type { FromWorker, ToWorker, WorkerJob } from "./worker/messages.ts";

/** Options of {@linkcode LocalEngine}. */
export interface LocalEngineOptions {
  /** What to load; loaded with the first request. */
  job: WorkerJob;
  /** The folder whose `node_modules` the worker may import. */
  folder: string;
  /** How long one request may take, in ms. */
  timeoutMs: number;
  /** The program that is started. Default: our worker. */
  worker?: string;
}

/** A request as the worker takes it. */
export type LocalRequest = Extract<ToWorker, { ask: unknown }>["ask"];

interface Running {
  process: Deno.ChildProcess;
  replies: AsyncGenerator<string>;
  /** The last line that it complained with. */
  complaint: string;
  hasEnded: boolean;
}

const WORKER = new URL("./worker/main.ts", import.meta.url).href;

/**
 * The process that holds one model in memory and answers one request at a time. It is started when it is
 * needed, ends itself when it is idle for long or this process ends, and is started again.
 */
export class LocalEngine implements AsyncDisposable {
  readonly #options: LocalEngineOptions;
  #running: Running | null = null;
  /** Resolves when the requests so far are done. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: LocalEngineOptions) {
    this.#options = options;
  }

  /**
   * The body that answers a request, as a server would send it.
   *
   * @throws the signal's reason where it aborts; `TypeError` where the process ended before it answered,
   * and `APIConnectionTimeoutError` where it took too long, as a connection's errors are.
   */
  ask(request: LocalRequest, signal?: AbortSignal): Promise<unknown> {
    const mine = this.#last.then(() => this.#askNow(request, signal));
    this.#last = mine.catch(() => {});
    return mine;
  }

  /** Ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last;
    const running = this.#running;
    running?.process.ref();
    if (running !== null) await end(running);
  }

  async #askNow(request: LocalRequest, signal: AbortSignal | undefined): Promise<unknown> {
    signal?.throwIfAborted();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      kill(this.#running);
    }, this.#options.timeoutMs);
    const drop = () => {
      if (this.#running !== null) tell(this.#running, { drop: true });
    };
    signal?.addEventListener("abort", drop);
    try {
      const running = await this.#ready();
      if (typeof running === "string") return notLoaded(running);
      signal?.throwIfAborted();
      tell(running, { ask: request });
      const reply = await nextReply(running);
      if ("body" in reply) return reply.body;
      signal?.throwIfAborted();
      throw new TypeError("the local model's process said something that is no answer");
    } catch (error) {
      signal?.throwIfAborted();
      throw isLate ? new APIConnectionTimeoutError() : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", drop);
      this.#running?.process.unref();
    }
  }

  /** The process with its model loaded, or why it could not load it. */
  async #ready(): Promise<Running | string> {
    const known = this.#running;
    if (known !== null && !known.hasEnded) {
      known.process.ref();
      return known;
    }
    const running = this.#running = start(this.#options);
    const reply = await nextReply(running);
    if ("ready" in reply) return running;
    await end(running);
    this.#running = null;
    return "failed" in reply ? reply.failed : "it said something unexpected";
  }
}

function start({ job, folder, worker = WORKER }: LocalEngineOptions): Running {
  const process = new Deno.Command(Deno.execPath(), {
    // The engine's own settings, not this project's, say where its packages are.
    args: ["run", "-A", "--quiet", "--node-modules-dir=manual", "--config", `${folder}/deno.json`]
      .concat(worker, JSON.stringify(job)),
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const running = { process, replies: textLines(process.stdout), complaint: "", hasEnded: false };
  void process.status.then(() => running.hasEnded = true);
  void listen(running);
  return running;
}

async function listen(running: Running): Promise<void> {
  for await (const line of textLines(running.process.stderr)) {
    if (line.trim() !== "") running.complaint = line.trim();
  }
}

/** The model cannot be had: not this question, and no other, is worth asking again. */
function notLoaded(why: string): unknown {
  return { error: { code: "model_not_found", message: `the weights cannot be loaded: ${why}` } };
}

function tell(running: Running, message: ToWorker): void {
  const writer = running.process.stdin.getWriter();
  // A process that has ended takes nothing: that it did shows where its reply is awaited.
  writer.write(new TextEncoder().encode(JSON.stringify(message) + "\n")).catch(() => {});
  writer.releaseLock();
}

async function nextReply(running: Running): Promise<FromWorker> {
  const { value, done } = await running.replies.next();
  if (!done) return JSON.parse(value);
  const { code, signal } = await running.process.status;
  running.hasEnded = true;
  const how = signal === null ? `with code ${code}` : `by ${signal}`;
  const why = running.complaint === "" ? "" : `: ${running.complaint}`;
  throw new TypeError(`the local model's process ended ${how}${why}`);
}

function kill(running: Running | null): void {
  if (running === null || running.hasEnded) return;
  try {
    running.process.kill("SIGKILL");
  } catch {
    // It has gone by itself.
  }
}

async function end(running: Running): Promise<void> {
  await running.process.stdin.close().catch(() => {});
  for await (const _ of running.replies);
  await running.process.status;
}
