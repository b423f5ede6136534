import assert from "node:assert/strict";
import { canonicalJson } from "./canonical_json.ts";

Deno.test("canonicalJson() is the same for the same value, whatever the order of its keys", () => {
  assert.equal(
    canonicalJson({ b: [2, { d: 1, c: null }], a: "é" }),
    '{"a":"é","b":[2,{"c":null,"d":1}]}',
  );
  assert.equal(
    canonicalJson({ a: "é", b: [2, { c: null, d: 1 }] }),
    canonicalJson({
      b: [2, { d: 1, c: null }],
      a: "é",
    }),
  );
});

Deno.test("canonicalJson() keeps the order of lists", () => {
  assert.notEqual(canonicalJson([1, 2]), canonicalJson([2, 1]));
});
