/**
 * An OpenAI-compatible server that answers at once, or after a fixed time, and counts; a process of
 * its own, so that it shares no event loop with who is measured:
 *
 *     deno run -A bench/generate/stub_server.ts
 *
 * It prints its port as the first line and ends when its standard input is closed.
 */
import { NUMBER_DIGITS, NUMBER_PREFIX } from "./write_prompts.ts";
import type { StubStats } from "./stub_stats.ts";

/** Characters of one answer. */
const ANSWER_LENGTH = 1200;
const MOST_PROMPTS = 10 ** NUMBER_DIGITS;
const ANSWER_START = "Answer to ";
const JSON_HEADERS = { headers: { "content-type": "application/json" } };

const BEFORE =
  '{"id":"stub","object":"chat.completion","created":0,"model":"stub-1","choices":[{"index":0,' +
  `"message":{"role":"assistant","content":"${ANSWER_START}`;
const AFTER = ": " +
  "Both views have their reasons, and people who know the law well hold either of them. ".repeat(20)
    .slice(0, ANSWER_LENGTH - ANSWER_START.length - NUMBER_DIGITS - 2) +
  '"},"finish_reason":"stop"}],"usage":{"prompt_tokens":100,"completion_tokens":300,' +
  '"total_tokens":400}}';

/** What has been counted since the last reset. */
interface Counts {
  latencyMs: number;
  /** How often each prompt was asked, by its number. */
  asked: Uint8Array;
  repeated: number;
  sent: number;
  /** When each request arrived, in ms since 1970, in order. */
  arrivals: number[];
}

let counts = newCounts(0);

function newCounts(latencyMs: number): Counts {
  return { latencyMs, asked: new Uint8Array(MOST_PROMPTS), repeated: 0, sent: 0, arrivals: [] };
}

async function handle(request: Request, info: Deno.ServeHandlerInfo): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === "/v1/chat/completions") return await answer(request, info);
  if (pathname === "/reset") counts = newCounts(Number(searchParams.get("latency")));
  else if (pathname !== "/stats") return new Response("not found", { status: 404 });
  return Response.json(statsOf(counts));
}

async function answer(request: Request, info: Deno.ServeHandlerInfo): Promise<Response> {
  const now = counts;
  now.arrivals.push(performance.timeOrigin + performance.now());
  const body = await request.text();
  const start = body.indexOf(NUMBER_PREFIX) + NUMBER_PREFIX.length;
  const number = body.slice(start, start + NUMBER_DIGITS);
  const before = now.asked[Number(number)];
  if (before === undefined) return new Response("the prompt has no number", { status: 400 });
  if (before > 0) now.repeated++;
  now.asked[Number(number)] = before + 1;
  if (now.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, now.latencyMs));
  // Those whom a kill cut off are not sent in full.
  info.completed.then(() => now.sent++, () => {});
  return new Response(BEFORE + number + AFTER, JSON_HEADERS);
}

function statsOf({ arrivals, repeated, sent }: Counts): StubStats {
  return {
    requests: arrivals.length,
    repeated,
    sent,
    firstAt: arrivals[0] ?? null,
    steadyRate: steadyRate(arrivals),
  };
}

/** Requests a second between the first fifth and the last fifth of all. */
function steadyRate(arrivals: readonly number[]): number | null {
  const first = Math.floor(arrivals.length * 0.2);
  const last = Math.floor(arrivals.length * 0.8);
  const milliseconds = (arrivals[last] ?? NaN) - (arrivals[first] ?? NaN);
  return milliseconds > 0 ? 1000 * (last - first) / milliseconds : null;
}

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(port),
}, handle);
// Whoever started it holds the other end: when that process is gone, however it ended, so is this.
for await (const _ of Deno.stdin.readable);
void server;
Deno.exit();
