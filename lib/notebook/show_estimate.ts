import { formatMoney } from "../base/format_money.ts";
import type { CostEstimate } from "../runs/estimate_cost.ts";
import { estimateRows, totalOf } from "../runs/format_estimate.ts";
import type { Displayable } from "./displayable.ts";
import { showTable } from "./show_table.ts";

/** What asking will cost: a line per model, and the sum above them. */
export function showEstimate(estimate: CostEstimate): Displayable {
  return showTable(estimateRows(estimate), {
    title: titleOf(estimate),
    formats: { expected: "money", at_most: "money" },
  });
}

function titleOf(estimate: CostEstimate): string {
  const { requests, paidRequests, expected, atMost, unknown } = totalOf(estimate);
  const count = `${requests.toLocaleString("en")} ${requests === 1 ? "request" : "requests"}`;
  if (paidRequests === 0) return `${count}, free of charge`;
  const more = unknown.length > 0 ? ` and an unknown price for ${unknown.join(", ")}` : "";
  const limit = atMost === null ? "with no upper limit" : `at most ${formatMoney(atMost)}`;
  return `${count}, about ${formatMoney(expected)}${more}, ${limit}`;
}
