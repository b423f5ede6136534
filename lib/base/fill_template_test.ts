import assert from "node:assert/strict";
import { fillTemplate } from "./fill_template.ts";

const CASES: readonly { template: string; values: Record<string, string>; expected: string }[] = [
  {
    template: "On {kind}: {input}",
    values: { kind: "topic", input: "X" },
    expected: "On topic: X",
  },
  { template: "{input}{input}", values: { input: "$& {input}" }, expected: "$& {input}$& {input}" },
  { template: "{kind} {input}", values: { kind: "{input}", input: "x" }, expected: "{input} x" },
  { template: "{other} {}", values: { input: "x" }, expected: "{other} {}" },
  { template: "{toString}", values: {}, expected: "{toString}" },
];

for (const { template, values, expected } of CASES) {
  Deno.test(`fillTemplate() turns ${template} into ${expected}`, () => {
    assert.equal(fillTemplate(template, values), expected);
  });
}
