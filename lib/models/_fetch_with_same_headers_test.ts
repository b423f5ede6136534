import assert from "node:assert/strict";
import { createClient } from "./create_client.ts";

Deno.test("each request of a client carries the headers of the first, and its own body", async () => {
  const seen: { headers: Record<string, string>; content: string }[] = [];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { messages } = await request.json();
      const headers = Object.fromEntries(request.headers);
      delete headers["content-length"];
      seen.push({ headers, content: messages[0].content });
      return Response.json({ choices: [{ message: { content: "yes" }, finish_reason: "stop" }] });
    },
  );
  const key = "sk-this-is-a-key-of-a-test";
  const client = createClient({
    name: "m",
    model: "m",
    baseURL: `http://127.0.0.1:${server.addr.port}/v1`,
    apiKeyEnv: "A_KEY",
  }, { env: () => key });
  for (const prompt of ["one", "longer than one", "three"]) await client.ask({ prompt });
  assert.deepEqual(seen.map(({ content }) => content), ["one", "longer than one", "three"]);
  assert.equal(seen[0]?.headers.authorization, `Bearer ${key}`);
  assert.equal(seen[0]?.headers["content-type"], "application/json");
  for (const { headers } of seen) assert.deepEqual(headers, seen[0]?.headers);
});
