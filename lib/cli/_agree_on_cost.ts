import type { CostMeter } from "../runs/cost_meter.ts";
import { costQuestion, formatEstimate, totalOf } from "../runs/format_estimate.ts";
import { priceGeneration, type PriceGenerationOptions } from "../runs/price_generation.ts";
import type { RunFile } from "../runs/run_file.ts";
import { confirm } from "./_confirm.ts";

/**
 * Says what the asking will cost, and asks on a terminal whether it may. Where nothing costs anything
 * it says and asks nothing.
 *
 * @param yes Whether the question is answered already.
 * @returns What follows the cost, undefined where there is nothing to follow, or that the user said no.
 * @throws {UserError} where there is a limit and a model without a known price.
 */
export async function agreeOnCost(
  run: RunFile,
  { yes, ...options }: PriceGenerationOptions & { yes: boolean },
): Promise<CostMeter | undefined | "refused"> {
  const { estimate, meter } = await priceGeneration(run, options);
  if (totalOf(estimate).paid.length === 0) return meter;
  for (const line of formatEstimate(estimate)) console.error(line);
  if (await confirm(costQuestion(estimate), { yes })) return meter;
  console.error("Nothing was asked.");
  return "refused";
}
