import assert from "node:assert/strict";
import { parsePairs } from "./parse_pairs.ts";

Deno.test("parsePairs() reads the model before alignment first", () => {
  assert.deepEqual(parsePairs(["llama = llama-chat", "a=b"]), [
    { before: "llama", after: "llama-chat" },
    { before: "a", after: "b" },
  ]);
});

for (const text of ["", "a", "=b", "a=", "a=a", "a=b=c"]) {
  Deno.test(`parsePairs() refuses ${JSON.stringify(text)} in one line`, () => {
    assert.throws(() => parsePairs([text]), /^UserError: Cannot read the pair '.*': expected two/);
  });
}
