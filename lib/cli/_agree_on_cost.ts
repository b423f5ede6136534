import type { PriceList } from "../models/prices.ts";
import { nameInRun } from "../runs/add_model.ts";
import { type CostMeter, openCostMeter } from "../runs/cost_meter.ts";
import { estimateCost, type EstimateCostOptions } from "../runs/estimate_cost.ts";
import { costQuestion, formatEstimate, totalOf } from "../runs/format_estimate.ts";
import type { ModelToAsk } from "../runs/generate_responses.ts";
import type { RunFile } from "../runs/run_file.ts";
import { confirm } from "./_confirm.ts";

/** Options of {@linkcode agreeOnCost}. */
export interface AgreeOnCostOptions {
  models: readonly ModelToAsk[];
  /** What is asked of them. */
  wanted: Omit<EstimateCostOptions, "models" | "own">;
  /** Prices that go before `data/prices.json`. */
  own: PriceList | undefined;
  /** US dollars that the run may cost in all. */
  maxCost?: number;
  /** Whether the question is answered already. */
  yes: boolean;
}

/**
 * Says what the asking will cost, and asks on a terminal whether it may. Where nothing costs anything
 * it says and asks nothing.
 *
 * @returns What counts the cost, undefined where there is nothing to count, or that the user said no.
 * @throws {UserError} where there is a limit and a model without a known price.
 */
export async function agreeOnCost(
  run: RunFile,
  { models, wanted, own, maxCost, yes }: AgreeOnCostOptions,
): Promise<CostMeter | undefined | "refused"> {
  const asked = models.filter(({ client }) => !("unavailable" in client))
    .map(({ spec }) => ({ ...spec, name: nameInRun(run, spec) }));
  const estimate = await estimateCost(run, { ...wanted, own, models: asked });
  const isFree = totalOf(estimate).paid.length === 0;
  if (isFree && maxCost === undefined) return undefined;
  if (!isFree) { for (const line of formatEstimate(estimate)) console.error(line); }
  const meter = await openCostMeter(run, { own, models: asked, maxCost });
  if (await confirm(costQuestion(estimate), { yes })) return meter;
  console.error("Nothing was asked.");
  return "refused";
}
