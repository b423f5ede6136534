import assert from "node:assert/strict";
import { readCompletion } from "./read_completion.ts";

const FAILURES: readonly { name: string; body: unknown; kind: string }[] = [
  { name: "no choices", body: { choices: [] }, kind: "empty_choices" },
  { name: "a list of choices that is missing", body: { object: "x" }, kind: "malformed" },
  { name: "a web page", body: "<html>", kind: "malformed" },
  { name: "nothing", body: undefined, kind: "malformed" },
  { name: "a choice without message", body: { choices: [{}] }, kind: "malformed" },
  {
    name: "an error with a status in a body that came with 200",
    body: { error: { code: 502, message: "Provider down" } },
    kind: "http_502",
  },
  {
    name: "an error inside a choice",
    body: { choices: [{ error: { code: 429, message: "Slow down" }, message: { content: "" } }] },
    kind: "http_429",
  },
  {
    name: "an answer that the provider broke off",
    body: { choices: [{ message: { content: "Ye" }, finish_reason: "error" }] },
    kind: "malformed",
  },
  {
    name: "a spent account in a body that came with 200",
    body: { error: { code: "insufficient_quota", message: "Pay." } },
    kind: "quota",
  },
  {
    name: "a wrong key in a body that came with 200",
    body: { error: { type: "authentication_error", message: "Who?" } },
    kind: "http_401",
  },
  {
    name: "an overload in a body that came with 200",
    body: { error: { type: "overloaded_error", message: "Busy" } },
    kind: "http_529",
  },
  {
    name: "a prompt that is too long in a body that came with 200",
    body: { error: { code: 400, message: "This model's maximum context length is 10 tokens." } },
    kind: "context_length",
  },
  { name: "an error that is a text", body: { error: "no" }, kind: "malformed" },
  { name: "a choice that is a text", body: { choices: ["Yes."] }, kind: "malformed" },
  { name: "a list", body: [], kind: "malformed" },
  { name: "an error of unknown code", body: { error: { message: "Oh" } }, kind: "malformed" },
];

for (const { name, body, kind } of FAILURES) {
  Deno.test(`readCompletion() takes ${name} for a failure of kind ${kind}`, () => {
    const found = readCompletion(body);
    assert.ok("kind" in found);
    assert.equal(found.kind, kind);
  });
}
