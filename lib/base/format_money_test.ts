import assert from "node:assert/strict";
import { formatMoney } from "./format_money.ts";

for (
  const [dollars, text] of [
    [0, "$0"],
    [1e-9, "under $0.000001"],
    [0.000001, "$0.0000010"],
    [0.00013, "$0.00013"],
    [0.000999, "$0.0010"],
    [0.0042, "$0.0042"],
    [0.00421, "$0.0042"],
    [0.0099, "$0.0099"],
    [0.00995, "$0.01"],
    [0.01, "$0.01"],
    [0.426, "$0.43"],
    [12.3, "$12.30"],
    [999.99, "$999.99"],
    [999.996, "$1,000"],
    [1234.4, "$1,234"],
    [1_234_567, "$1,234,567"],
  ] as const
) {
  Deno.test(`formatMoney() writes ${dollars} as ${text}`, () => {
    assert.equal(formatMoney(dollars), text);
  });
}
