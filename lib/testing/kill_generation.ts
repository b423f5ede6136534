import { hashedUniform } from "../base/hashed_uniform.ts";
import { projectPath } from "../base/project_paths.ts";
import { addPrompts } from "../runs/add_prompts.ts";
import { openRun } from "../runs/run_file.ts";
import { somePrompts, withFolder } from "./temporary_run.ts";

/** Options of {@linkcode killGeneration}. */
export interface KillOptions {
  /** How often. */
  kills: number;
  /** Chooses the instants. */
  seed: number;
  /** Answers until the next kill, at most. Default: 200. */
  within?: number;
  /** Requests under way at once. Default: 16. */
  concurrency?: number;
}

/** What was there after one kill. */
export interface Kill {
  /** The most answers that the process said were done. */
  counted: number;
  /** Rows in the file. */
  rows: number;
  /** Requests that had reached the server and have no row: they are asked again. */
  lost: number;
}

/** What was there at the end, after what was left was asked. */
export interface KillReport {
  kills: readonly Kill[];
  prompts: number;
  rows: number;
  /** Requests beyond one for each prompt. */
  askedAgain: number;
  /** What SQLite's own check says; `ok` where the file is whole. */
  integrity: string;
}

/**
 * Generates into a run by processes that are killed (SIGKILL) once the server has sent a number of
 * answers that the seed chooses, and then to the end by one that is not.
 */
export async function killGeneration(options: KillOptions): Promise<KillReport> {
  const { kills, seed, within = 200, concurrency = 16 } = options;
  const count = kills * within;
  let report: KillReport | undefined;
  await withFolder(async (folder) => {
    {
      using run = openRun(folder, { create: true });
      addPrompts(run, somePrompts(count));
    }
    const server = startServer();
    const done: Kill[] = [];
    for (let number = 0; number < kills; number++) {
      const answers = 1 + Math.floor(hashedUniform("kill", seed, number) * (within - 1));
      const { counted } = await generate({ folder, concurrency, server, killAfter: answers });
      const rows = rowsIn(folder);
      const lost = [...server.asked.keys()].filter((prompt) => !rows.has(prompt)).length;
      done.push({ counted, rows: rows.size, lost });
    }
    await generate({ folder, concurrency, server, killAfter: Infinity });
    await server[Symbol.asyncDispose]();
    using run = openRun(folder);
    const requests = [...server.asked.values()].reduce((sum, times) => sum + times, 0);
    report = {
      kills: done,
      prompts: count,
      rows: rowsIn(folder).size,
      askedAgain: requests - count,
      integrity: String(run.db.prepare("PRAGMA integrity_check").get()?.integrity_check),
    };
  });
  if (report === undefined) throw new Error("There was no generation.");
  return report;
}

interface Server extends AsyncDisposable {
  baseURL: string;
  /** How often each prompt was asked. */
  asked: Map<string, number>;
  /** Called after each answer that was sent. */
  onAnswer: () => void;
}

/** Answers each request after a while that its number chooses. */
function startServer(): Server {
  const http = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { messages } = await request.json();
    const prompt = String(messages.at(-1).content);
    server.asked.set(prompt, (server.asked.get(prompt) ?? 0) + 1);
    const wait = hashedUniform("wait", prompt) * 10;
    await new Promise((resolve) => setTimeout(resolve, wait));
    queueMicrotask(() => server.onAnswer());
    return Response.json({
      model: "m",
      choices: [{ message: { content: `To ${prompt}` }, finish_reason: "stop" }],
    });
  });
  const server: Server = {
    baseURL: `http://127.0.0.1:${http.addr.port}/v1`,
    asked: new Map(),
    onAnswer: () => {},
    [Symbol.asyncDispose]: () => http.shutdown(),
  };
  return server;
}

interface GenerateOptions {
  folder: string;
  concurrency: number;
  server: Server;
  /** Kills after so many answers. */
  killAfter: number;
}

async function generate(options: GenerateOptions): Promise<{ counted: number }> {
  const { folder, concurrency, server, killAfter } = options;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", projectPath("lib", "testing", "generating_process.ts")],
      ...[folder, server.baseURL, String(concurrency)],
    ],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  let answers = 0;
  server.onAnswer = () => {
    if (++answers === killAfter) child.kill("SIGKILL");
  };
  const { stdout } = await child.output();
  // A line that the kill cut off says nothing.
  const lines = new TextDecoder().decode(stdout).split("\n").slice(0, -1);
  return { counted: Number(lines.at(-1) ?? 0) };
}

function rowsIn(folder: string): Set<string> {
  using run = openRun(folder);
  const rows = run.db.prepare("SELECT input FROM responses JOIN prompts USING (prompt_id)").all();
  return new Set(rows.map(({ input }) => String(input)));
}
