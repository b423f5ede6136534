/** A model's server that answers, or lets requests wait. */
export interface HeldServer extends AsyncDisposable {
  /** The endpoint, ending in `/v1`. */
  baseURL: string;
  /** How many more requests it answers; those beyond it wait. `Infinity` lets all go. */
  answer(count: number): void;
}

/**
 * Starts a server on loopback that speaks as OpenAI's does. A test decides how far it goes, so that
 * an interrupt always meets requests under way.
 */
export function startHeldServer(): HeldServer {
  const stopping = new AbortController();
  let left = 0;
  let waiting: (() => void)[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: stopping.signal, onListen: () => {} },
    async (request) => {
      while (left <= 0 && !stopping.signal.aborted) {
        await new Promise<void>((go) => waiting.push(go));
      }
      // Whoever was interrupted is gone, and takes no answer from the others.
      if (request.signal.aborted) return new Response(null, { status: 499 });
      left--;
      return Response.json(COMPLETION);
    },
  );
  const wake = () => {
    for (const go of waiting) go();
    waiting = [];
  };
  return {
    baseURL: `http://127.0.0.1:${server.addr.port}/v1`,
    answer(count) {
      left = count;
      wake();
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      wake();
      await server.finished;
    },
  };
}

const COMPLETION = {
  id: "1",
  object: "chat.completion",
  created: 0,
  model: "held-1",
  choices: [{
    index: 0,
    finish_reason: "stop",
    message: { role: "assistant", content: "Both sides have a point." },
  }],
  usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 },
};
