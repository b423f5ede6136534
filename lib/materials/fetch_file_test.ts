import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user_error.ts";
import { fetchFile } from "./fetch_file.ts";
import type { FetchFileOptions } from "./fetch_file.ts";

const CONTENT = new TextEncoder().encode("0123456789".repeat(2000));
const HASH = sha256(CONTENT);
const QUICK = { retryDelay: 1 };

interface Scene {
  url: string;
  path: string;
  /** The `Range` header of each request, in order; null where there was none. */
  ranges: (string | null)[];
}

/** Runs a test against a server of its own, with an empty folder; both are gone afterwards. */
async function withServer(
  answer: (request: Request, count: number) => Response,
  test: (scene: Scene) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "fetch-" });
  const ranges: (string | null)[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    ranges.push(request.headers.get("range"));
    return answer(request, ranges.length);
  });
  try {
    const url = `http://127.0.0.1:${server.addr.port}/file.bin`;
    await test({ url, path: join(folder, "sub", "file.bin"), ranges });
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

/** A server that does what RFC 9110 says about `Range` and `If-Range`. */
function honest(request: Request, etag = '"v1"', content = CONTENT): Response {
  const range = /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "");
  const ifRange = request.headers.get("if-range");
  if (range === null || (ifRange !== null && ifRange !== etag)) {
    return new Response(content, { headers: { etag } });
  }
  const start = Number(range[1]);
  if (start >= content.length) {
    return new Response(null, {
      status: 416,
      headers: { "content-range": `bytes */${content.length}` },
    });
  }
  return new Response(content.slice(start), {
    status: 206,
    headers: {
      etag,
      "content-range": `bytes ${start}-${content.length - 1}/${content.length}`,
    },
  });
}

/** An answer that promises all of the content and breaks off after `count` bytes. */
function broken(count: number, headers: Record<string, string> = { etag: '"v1"' }): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(CONTENT.slice(0, count));
    },
    async pull(controller) {
      // Only what has been sent can arrive: the break comes in a later turn.
      await new Promise((resolve) => setTimeout(resolve, 20));
      controller.error(new Error("broken on purpose"));
    },
  }, { highWaterMark: 0 });
  return new Response(body, { headers });
}

async function errorOf(url: string, options: FetchFileOptions): Promise<string> {
  try {
    await fetchFile(url, options);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.ok(!error.message.includes("\n"));
    return error.message;
  }
  return "no error";
}

/** The names of what lies beside a file, itself included. */
async function beside(path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(join(path, ".."))) names.push(name);
  return names.sort();
}

async function assertHasContent(path: string): Promise<void> {
  assert.equal(sha256(await Deno.readFile(path)), HASH);
  assert.deepEqual(await beside(path), ["file.bin"]);
}

Deno.test("fetchFile() brings a file, says its hash, and tells how far it is", async () => {
  await withServer((request) => honest(request), async ({ url, path }) => {
    const seen: [number, number | null][] = [];
    const fetched = await fetchFile(url, {
      path,
      sha256: HASH,
      onProgress: (done, total) => seen.push([done, total]),
    });
    assert.deepEqual(fetched, { sha256: HASH, bytes: CONTENT.length });
    await assertHasContent(path);
    assert.deepEqual(seen.at(0), [0, CONTENT.length]);
    assert.deepEqual(seen.at(-1), [CONTENT.length, CONTENT.length]);
  });
});

Deno.test("fetchFile() refuses a wrong hash with both hashes, and keeps nothing", async () => {
  await withServer((request) => honest(request), async ({ url, path }) => {
    const wrong = "0".repeat(64);
    const message = await errorOf(url, { path, sha256: wrong });
    assert.equal(
      message,
      `Cannot accept ${url}: expected SHA-256 ${wrong} but found ${HASH}. Nothing was kept; the ` +
        `publisher's file has changed or was damaged on the way.`,
    );
    assert.deepEqual(await beside(path), []);
  });
});

Deno.test("fetchFile() leaves a good file in place when a new one has a wrong hash", async () => {
  await withServer((request) => honest(request), async ({ url, path }) => {
    await fetchFile(url, { path });
    await errorOf(url, { path, sha256: "0".repeat(64) });
    await assertHasContent(path);
  });
});

Deno.test("fetchFile() goes on by itself where a connection breaks", async () => {
  await withServer(
    (request, count) => count === 1 ? broken(7000) : honest(request),
    async ({ url, path, ranges }) => {
      await fetchFile(url, { path, sha256: HASH, ...QUICK });
      await assertHasContent(path);
      assert.deepEqual(ranges, [null, "bytes=7000-"]);
    },
  );
});

Deno.test("fetchFile() keeps the part of a broken download and goes on the next time", async () => {
  await withServer(
    (request, count) => count === 1 ? broken(7000) : honest(request),
    async ({ url, path, ranges }) => {
      const message = await errorOf(url, { path, retries: 0, wayOut: "Or else." });
      assert.match(message, /^Cannot fetch .*: the connection broke after 7000 bytes \(/);
      assert.match(message, /Run it again to go on from there\. Or else\.$/);
      assert.deepEqual(await beside(path), ["file.bin.part", "file.bin.part.json"]);
      // Without a known hash the file's version is what tells that the pieces fit.
      assert.equal((await fetchFile(url, { path })).sha256, HASH);
      await assertHasContent(path);
      assert.deepEqual(ranges, [null, "bytes=7000-"]);
    },
  );
});

Deno.test("fetchFile() starts again where the file has changed meanwhile", async () => {
  await withServer(
    (request, count) => count === 1 ? broken(7000, { etag: '"old"' }) : honest(request, '"new"'),
    async ({ url, path, ranges }) => {
      await fetchFile(url, { path, ...QUICK });
      await assertHasContent(path);
      assert.deepEqual(ranges, [null, "bytes=7000-"]);
    },
  );
});

Deno.test("fetchFile() starts again where the server ignores Range", async () => {
  await withServer(
    (_, count) => count === 1 ? broken(7000) : new Response(CONTENT, { headers: { etag: '"v1"' } }),
    async ({ url, path }) => {
      await fetchFile(url, { path, sha256: HASH, ...QUICK });
      await assertHasContent(path);
    },
  );
});

Deno.test("fetchFile() starts again where the server sends another part", async () => {
  await withServer(
    (request, count) =>
      count === 1 ? broken(7000) : count === 2
        ? new Response(CONTENT.slice(5), {
          status: 206,
          headers: { "content-range": `bytes 5-${CONTENT.length - 1}/${CONTENT.length}` },
        })
        : honest(request),
    async ({ url, path, ranges }) => {
      await fetchFile(url, { path, sha256: HASH, ...QUICK });
      await assertHasContent(path);
      assert.deepEqual(ranges, [null, "bytes=7000-", null]);
    },
  );
});

Deno.test("fetchFile() does not go on with a part of no known version and no known hash", async () => {
  await withServer(
    (request, count) => count === 1 ? broken(7000, {}) : honest(request),
    async ({ url, path, ranges }) => {
      await fetchFile(url, { path, ...QUICK });
      await assertHasContent(path);
      assert.deepEqual(ranges, [null, null]);
    },
  );
});

Deno.test("fetchFile() takes a part that is already whole", async () => {
  await withServer((request) => honest(request), async ({ url, path }) => {
    await Deno.mkdir(join(path, ".."), { recursive: true });
    await Deno.writeFile(`${path}.part`, CONTENT);
    await Deno.writeTextFile(`${path}.part.json`, JSON.stringify({ url, validator: '"v1"' }));
    await fetchFile(url, { path, sha256: HASH });
    await assertHasContent(path);
  });
});

Deno.test("fetchFile() begins again where the part is longer than the file", async () => {
  await withServer((request) => honest(request), async ({ url, path }) => {
    await Deno.mkdir(join(path, ".."), { recursive: true });
    await Deno.writeFile(`${path}.part`, new Uint8Array(CONTENT.length + 1));
    await Deno.writeTextFile(`${path}.part.json`, JSON.stringify({ url, validator: '"v1"' }));
    await fetchFile(url, { path, sha256: HASH, ...QUICK });
    await assertHasContent(path);
  });
});

Deno.test("fetchFile() does not go on with the part of another address", async () => {
  await withServer((request) => honest(request), async ({ url, path, ranges }) => {
    await Deno.mkdir(join(path, ".."), { recursive: true });
    await Deno.writeFile(`${path}.part`, new Uint8Array(50));
    await Deno.writeTextFile(
      `${path}.part.json`,
      JSON.stringify({ url: "http://127.0.0.1/other", validator: null }),
    );
    await fetchFile(url, { path, sha256: HASH });
    await assertHasContent(path);
    assert.deepEqual(ranges, [null]);
  });
});

Deno.test("fetchFile() says at once that a file is not there", async () => {
  await withServer(() => new Response("no", { status: 404 }), async ({ url, path, ranges }) => {
    assert.equal(
      await errorOf(url, { path, wayOut: "Or else." }),
      `Cannot fetch ${url}: the server answered 404 Not Found. The publisher may have moved the ` +
        `file. Or else.`,
    );
    assert.equal(ranges.length, 1);
    assert.deepEqual(await beside(path), []);
  });
});

Deno.test("fetchFile() tries a busy server again, and not for ever", async () => {
  await withServer(
    (request, count) => count < 3 ? new Response("", { status: 503 }) : honest(request),
    async ({ url, path }) => {
      await fetchFile(url, { path, sha256: HASH, ...QUICK });
      await assertHasContent(path);
    },
  );
  await withServer(() => new Response("", { status: 503 }), async ({ url, path, ranges }) => {
    const message = await errorOf(url, { path, retries: 2, ...QUICK });
    assert.match(message, /the server answered 503 Service Unavailable\. Try again later\.$/);
    assert.equal(ranges.length, 3);
  });
});

Deno.test("fetchFile() refuses a web page in place of a file whose hash is unknown", async () => {
  const page = () => new Response("<html>", { headers: { "content-type": "text/html" } });
  await withServer(page, async ({ url, path }) => {
    assert.match(await errorOf(url, { path }), /answered with a web page, not with the file\.$/);
    assert.deepEqual(await beside(path), []);
  });
});

Deno.test("fetchFile() refuses a file that begins otherwise than it must", async () => {
  await withServer((request) => honest(request), async ({ url, path }) => {
    const message = await errorOf(url, { path, begins: "PAR1" });
    assert.match(message, /expected a file that begins with 'PAR1'\. Nothing was kept\.$/);
    assert.deepEqual(await beside(path), []);
    await fetchFile(url, { path, begins: "0123" });
  });
});

Deno.test("fetchFile() gives up a connection that falls silent", async () => {
  const silent = () =>
    new Response(new ReadableStream({ start: (c) => c.enqueue(CONTENT.slice(0, 10)) }));
  await withServer(silent, async ({ url, path }) => {
    const message = await errorOf(url, { path, idleTimeout: 100, retries: 0 });
    assert.match(message, /the connection broke after 10 bytes \(nothing came in time\)/);
  });
});

Deno.test("fetchFile() says in one line that there is no connection, and the way out", async () => {
  // A port that was free a moment ago, and on which nothing listens now.
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}/file.bin`;
  listener.close();
  const folder = await Deno.makeTempDir();
  const message = await errorOf(url, { path: join(folder, "file.bin"), wayOut: "Or --from DIR." });
  await Deno.remove(folder, { recursive: true });
  assert.match(
    message,
    /^Cannot fetch http:\/\/127\.0\.0\.1:\d+\/file\.bin: no connection \(.+\)\. /,
  );
  assert.match(message, /Check the network and try again\. Or --from DIR\.$/);
});

Deno.test("fetchFile() says in one line where its folder cannot be made", async () => {
  await withServer(() => new Response(CONTENT), async ({ url, path }) => {
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, "a file, not a folder");
    const message = await errorOf(url, { path: join(path, "x", "file.bin") });
    assert.match(message, /^Cannot make the folder .*: .*Choose another with --cache\.$/);
  });
});
