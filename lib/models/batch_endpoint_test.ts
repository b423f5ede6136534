import assert from "node:assert/strict";
import { join } from "node:path";
import { withFolder } from "../testing/temporary_run.ts";
import { BatchRefused, connectBatches } from "./batch_endpoint.ts";
import { EndpointError } from "./call_endpoint.ts";
import { startSimulator } from "./simulator/start_simulator.ts";

/** A server between the client and the simulator that may spoil answers. */
function startProxy(
  target: string,
  spoil: (call: { route: string; number: number; response: Response }) => Promise<Response | null>,
) {
  const calls = new Map<string, number>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const route = `${request.method} ${pathname.replace(/^\/v1/, "")}`;
    const number = (calls.get(route) ?? 0) + 1;
    calls.set(route, number);
    const { method, headers } = request;
    // Whole: handed on as a stream, Deno 2.8.1 at times cuts a body off after its first piece.
    const body = method === "GET" ? null : await request.arrayBuffer();
    const url = target.replace(/\/v1$/, pathname) + search;
    const response = await fetch(url, { method, body, headers });
    return await spoil({ route, number, response }) ?? response;
  });
  return {
    spec: { name: "m", baseURL: `http://127.0.0.1:${server.addr.port}/v1` },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function broken(response: Response, status: number): Promise<Response> {
  await response.body?.cancel();
  return Response.json({ error: { message: "spoilt" } }, { status });
}

const waits: number[] = [];
const options = {
  sleep: (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  },
};

const BATCH = { metadata: { run: "r", shard: "s" }, writtenAt: Date.now() };

async function upload(spec: { name: string; baseURL: string }): Promise<string> {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "{}\n");
  const id = await connectBatches(spec, options).upload(path, "s.jsonl");
  await Deno.remove(path);
  return id;
}

Deno.test("createOnce() finds the batch whose making was answered by an error", async () => {
  await using simulator = startSimulator();
  await using proxy = startProxy(
    simulator.baseURL,
    ({ route, number, response }) =>
      route === "POST /batches" && number === 1 ? broken(response, 502) : Promise.resolve(null),
  );
  const input_file_id = await upload(proxy.spec);
  const endpoint = connectBatches(proxy.spec, options);
  const { id } = await endpoint.createOnce({ ...BATCH, input_file_id });
  assert.equal((await endpoint.createOnce({ ...BATCH, input_file_id })).id, id);
  assert.equal(simulator.stats.batches, 1);
  const other = { ...BATCH, metadata: { run: "r", shard: "t" }, input_file_id };
  assert.notEqual((await endpoint.createOnce(other)).id, id);
});

Deno.test("createOnce() says that nothing was made where that is certain, and only there", async () => {
  await using simulator = startSimulator();
  const making = connectBatches({ name: "m", baseURL: simulator.baseURL }, options);
  await assert.rejects(
    making.createOnce({ ...BATCH, input_file_id: "file-gone" }),
    (error) => error instanceof BatchRefused && /there is no such file/.test(error.message),
  );
  await using proxy = startProxy(
    simulator.baseURL,
    ({ route, response }) => broken(response, route === "GET /batches" ? 401 : 200),
  );
  await assert.rejects(
    connectBatches(proxy.spec, options).createOnce({ ...BATCH, input_file_id: "x" }),
    (error) => error instanceof EndpointError && !(error instanceof BatchRefused),
  );
});

Deno.test("download() leaves a whole file or none, and tries again where it broke off", async () => {
  await using simulator = startSimulator();
  await using proxy = startProxy(simulator.baseURL, ({ route, number, response }) => {
    if (!route.endsWith("/content") || number > 2) return Promise.resolve(null);
    return number === 1 ? broken(response, 503) : cutOff(response);
  });
  const id = await upload(proxy.spec);
  await withFolder(async (folder) => {
    const path = join(folder, "out.jsonl");
    waits.length = 0;
    await connectBatches(proxy.spec, options).download(id, path);
    assert.equal(await Deno.readTextFile(path), "{}\n");
    assert.equal(waits.length, 2);
    await assert.rejects(
      connectBatches(proxy.spec, options).download("file-gone", join(folder, "gone")),
      /Cannot fetch file file-gone at http.*404/,
    );
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["out.jsonl"]);
  });
});

/** The same response, of which the connection breaks after the first byte. */
async function cutOff(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  let sent = false;
  const body = new ReadableStream({
    async pull(controller) {
      if (!sent) controller.enqueue(bytes.subarray(0, 1));
      else {
        // The first byte has to leave before the connection breaks.
        await new Promise((done) => setTimeout(done, 5));
        controller.error(new Error("cut off"));
      }
      sent = true;
    },
  });
  return new Response(body);
}
