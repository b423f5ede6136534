import { formatMoney } from "../base/format_money.ts";
import { oneLine } from "../base/one_line.ts";
import type { ModelSpent, SpentSoFar } from "./cost_meter.ts";
import { formatSpentShort } from "./format_spent_short.ts";
import { formatCount } from "./progress.ts";

/** The lines of a summary: what each model has cost, and all together; none where all are free. */
export function formatSpent(spent: SpentSoFar): string[] {
  const paid = spent.models.filter(({ price }) => price.kind !== "free");
  if (paid.length === 0) return [];
  const lines = paid.map((model) => oneLine(`${model.model}: ${costOfModel(model)}`));
  const short = formatSpentShort(spent);
  return paid.length === 1 && spent.limit === null ? lines : [...lines, `spent in all: ${short}`];
}

function costOfModel({ price, before, now, estimated }: ModelSpent): string {
  if (price.kind === "unknown") return price.why;
  const parts = [`${formatMoney(now ?? 0)} spent now`];
  if (before !== null && before > 0) parts.push(`${formatMoney(before)} before`);
  if (estimated > 0) {
    const answers = estimated === 1 ? "answer" : "answers";
    parts.push(`estimated for ${formatCount(estimated)} ${answers} without token counts`);
  }
  return parts.join(", ");
}
