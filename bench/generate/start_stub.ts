import { fileURLToPath } from "node:url";
import { textLines } from "../../lib/base/text_lines.ts";
import type { StubStats } from "./stub_stats.ts";

/** A stub server in a process of its own; disposing of it ends the process. */
export interface Stub extends AsyncDisposable {
  /** The OpenAI-compatible address: `http://127.0.0.1:PORT/v1`. */
  baseURL: string;
  /** Forgets what was counted; from now on each answer takes `latencyMs`. */
  reset(latencyMs: number): Promise<void>;
  stats(): Promise<StubStats>;
}

/** Starts the stub server on a free port of loopback and waits until it listens. */
export async function startStub(): Promise<Stub> {
  const program = fileURLToPath(new URL("stub_server.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", program],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const address = `http://127.0.0.1:${await firstLine(child.stdout)}`;
  async function get(path: string): Promise<StubStats> {
    const response = await fetch(`${address}${path}`);
    return await response.json();
  }
  return {
    baseURL: `${address}/v1`,
    reset: async (latencyMs) => void await get(`/reset?latency=${latencyMs}`),
    stats: () => get("/stats"),
    async [Symbol.asyncDispose]() {
      await child.stdin.close();
      await child.status;
    },
  };
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  for await (const line of textLines(stream)) return line;
  throw new Error("The stub server did not start; see above.");
}
