import type { PriceList } from "../models/prices.ts";
import { nameInRun } from "./add_model.ts";
import { type CostMeter, type CostMeterOptions, openCostMeter } from "./cost_meter.ts";
import { type CostEstimate, estimateCost, type EstimateCostOptions } from "./estimate_cost.ts";
import { totalOf } from "./format_estimate.ts";
import type { ModelToAsk } from "./generate_responses.ts";
import type { RunFile } from "./run_file.ts";

/** Options of {@linkcode priceGeneration}: those of the generation, and what concerns money. */
export interface PriceGenerationOptions extends Omit<EstimateCostOptions, "models" | "own"> {
  models: readonly ModelToAsk[];
  /** Prices that go before `data/prices.json`. Default: none. */
  own?: PriceList | undefined;
  /** US dollars that the run may cost in all. Default: no limit. */
  maxCost?: number | undefined;
}

/** What a generation will cost, and what follows its cost. */
export interface PricedGeneration {
  estimate: CostEstimate;
  /** To be handed to `generateResponses`; undefined where nothing costs anything and there is no limit. */
  meter: CostMeter | undefined;
}

/**
 * Says before anything is asked what the asking will cost. Models that cannot be asked are left out.
 *
 * @throws {UserError} where there is a limit and a model without a known price.
 */
export async function priceGeneration(
  run: RunFile,
  { models, own, maxCost, ...wanted }: PriceGenerationOptions,
): Promise<PricedGeneration> {
  const asked = models.filter(({ client }) => !("unavailable" in client))
    .map(({ spec }) => ({ ...spec, name: nameInRun(run, spec) }));
  const prices = own === undefined ? {} : { own };
  const estimate = await estimateCost(run, { ...wanted, ...prices, models: asked });
  const limit = maxCost === undefined ? {} : { maxCost };
  return { estimate, meter: await meterOf(run, estimate, { ...prices, ...limit, models: asked }) };
}

/** A meter for what was estimated; undefined where nothing costs anything and there is no limit. */
export async function meterOf(
  run: RunFile,
  estimate: CostEstimate,
  options: CostMeterOptions,
): Promise<CostMeter | undefined> {
  const isFree = totalOf(estimate).paid.length === 0;
  return isFree && options.maxCost === undefined ? undefined : await openCostMeter(run, options);
}
