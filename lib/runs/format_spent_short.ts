import { formatMoney } from "../base/format_money.ts";
import type { SpentSoFar } from "./cost_meter.ts";

/** What was spent so far, for a progress line: `$1.23 of $5.00`; empty where nothing is paid for. */
export function formatSpentShort({ models, total, limit }: SpentSoFar): string {
  if (models.every(({ price }) => price.kind === "free")) return "";
  const isWhole = models.every(({ price }) => price.kind !== "unknown");
  const spent = `${formatMoney(total)}${isWhole ? "" : " and more"}`;
  return limit === null ? spent : `${spent} of ${formatMoney(limit)}`;
}
