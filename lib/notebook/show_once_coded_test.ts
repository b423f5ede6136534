import assert from "node:assert/strict";
import { JUPYTER_DISPLAY } from "./displayable.ts";
import { showOnceCoded } from "./show_once_coded.ts";
import { showTable } from "./show_table.ts";

Deno.test("showOnceCoded() shows what rests on codes, or says what it waits for and computes nothing", () => {
  const table = showTable([{ a: 1 }]);
  assert.equal(showOnceCoded([null, "bias"], () => table), table);
  for (const gold of [[], [null]]) {
    const waits = showOnceCoded(gold, () => assert.fail("nothing is to be shown"));
    const text = waits[JUPYTER_DISPLAY]?.()["text/plain"] ?? "";
    assert.match(text, /people have given no answer a technique.*into CODED/);
    assert.equal(text.split("\n").length, 1);
  }
});
