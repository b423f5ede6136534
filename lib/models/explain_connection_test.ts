import assert from "node:assert/strict";
import { explainConnection } from "./explain_connection.ts";

const SENDING = "error sending request for url (http://127.0.0.1:9/v1/chat/completions): ";

const CASES: readonly [detail: string, words: string][] = [
  [
    "client error (Connect): tcp connect error: Connection refused (os error 111)",
    "nothing answers at 127.0.0.1:9 (connection refused). Start the server, or mend its address",
  ],
  [
    "client error (Connect): tcp connect error: No connection could be made because the target " +
    "machine actively refused it. (os error 10061)",
    "nothing answers at 127.0.0.1:9 (connection refused). Start the server, or mend its address",
  ],
  [
    "client error (Connect): dns error: failed to lookup address information: Name or service not known",
    "there is no server called 127.0.0.1:9. Mend the address, or see to the network",
  ],
  [
    "client error (Connect): invalid peer certificate: $&",
    "no safe connection to 127.0.0.1:9 (client error (Connect): invalid peer certificate: $&). " +
    "See to its certificate",
  ],
  [
    "client error (SendRequest)",
    "the connection to 127.0.0.1:9 failed (client error (SendRequest))",
  ],
];

for (const [detail, words] of CASES) {
  Deno.test(`explainConnection() says of '${detail.slice(0, 60)}' what it means`, () => {
    assert.equal(explainConnection(SENDING + detail), words);
  });
}

Deno.test("explainConnection() leaves what it does not know as it is", () => {
  assert.equal(explainConnection("connection closed"), "connection closed");
});

Deno.test("explainConnection() reads what this Deno says of a port that nobody listens at", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const error = await fetch(`http://127.0.0.1:${port}/v1`).catch((error: Error) => error);
  assert.ok(error instanceof Error);
  assert.match(
    explainConnection(error.message),
    new RegExp(`^nothing answers at 127.0.0.1:${port}`),
  );
});
