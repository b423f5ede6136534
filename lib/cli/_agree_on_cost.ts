import type { CostMeter } from "../runs/cost_meter.ts";
import { costQuestion, formatEstimate, totalOf } from "../runs/format_estimate.ts";
import type { PricedGeneration } from "../runs/price_generation.ts";
import { confirm } from "./_confirm.ts";

/**
 * Says what the asking will cost, and asks on a terminal whether it may. Where nothing costs anything
 * it says and asks nothing.
 *
 * @param yes Whether the question is answered already.
 * @returns What follows the cost, undefined where there is nothing to follow, or that the user said no.
 */
export async function agreeOnCost(
  { estimate, meter }: PricedGeneration,
  { yes }: { yes: boolean },
): Promise<CostMeter | undefined | "refused"> {
  if (totalOf(estimate).paid.length === 0) return meter;
  for (const line of formatEstimate(estimate)) console.error(line);
  if (await confirm(costQuestion(estimate), { yes })) return meter;
  console.error("Nothing was asked.");
  return "refused";
}
