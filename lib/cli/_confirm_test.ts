import assert from "node:assert/strict";
import { confirm, type ConfirmIo } from "./_confirm.ts";

const QUESTION = "Send 10,314 requests to gpt-4o for about $12.30?";

function fakeIo(typed: string | null, isTerminal = true): ConfirmIo & { written: string } {
  return {
    written: "",
    isTerminal,
    write(text) {
      this.written += text;
    },
    readLine: () => Promise.resolve(typed),
  };
}

for (
  const [typed, agreed] of [
    ["y", true],
    ["YES", true],
    [" yes \r", true],
    ["", false],
    ["n", false],
    ["yellow", false],
    [null, false],
  ] as const
) {
  Deno.test(`confirm() takes ${JSON.stringify(typed)} for ${agreed ? "yes" : "no"}`, async () => {
    const io = fakeIo(typed);
    assert.equal(await confirm(QUESTION, { yes: false, io }), agreed);
    assert.equal(io.written, `${QUESTION} [y/N] ${typed === null ? "\n" : ""}`);
  });
}

for (
  const [when, question, yes, isTerminal] of [
    ["nothing costs anything", null, false, true],
    ["--yes has answered", QUESTION, true, true],
    ["nobody is there to answer", QUESTION, false, false],
  ] as const
) {
  Deno.test(`confirm() goes on without a question where ${when}`, async () => {
    const io = fakeIo("n", isTerminal);
    assert.equal(await confirm(question, { yes, io }), true);
    assert.equal(io.written, "");
  });
}
