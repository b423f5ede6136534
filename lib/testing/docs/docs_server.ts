import { startSimulator } from "../../models/simulator/start_simulator.ts";

/** A stand-in for every provider: whichever model is asked for, a simulated one answers. */
export interface DocsServer extends AsyncDisposable {
  /** The endpoint, ending in `/v1`. */
  baseURL: string;
  /** From now on this simulated model answers. */
  answerAs(model: string): void;
}

/** Starts it on a free port of loopback, in front of a simulator. */
export async function startDocsServer(): Promise<DocsServer> {
  await using started = new AsyncDisposableStack();
  const simulator = started.use(startSimulator());
  const stopping = new AbortController();
  let model = "";
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: stopping.signal, onListen: () => {} },
    (request) => passOn(request, { to: simulator.baseURL, model }),
  );
  started.defer(async () => {
    stopping.abort();
    await server.finished;
  });
  const all = started.move();
  return {
    baseURL: `http://127.0.0.1:${server.addr.port}/v1`,
    answerAs(name) {
      model = name;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function passOn(
  request: Request,
  { to, model }: { to: string; model: string },
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  // Single requests and the lines of a batch's file alike; quotes inside of texts are escaped.
  const text = (await request.text()).replaceAll(/"model":\s*"[^"]*"/g, `"model":"${model}"`);
  return await fetch(`${to}${pathname.replace(/^\/v1/, "")}${search}`, {
    method: request.method,
    headers,
    body: request.method === "POST" ? text : undefined,
  });
}
