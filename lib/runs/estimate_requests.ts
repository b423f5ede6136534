import type { ModelSpec } from "../models/model_spec.ts";
import { findPrice, type FindPriceOptions } from "../models/prices.ts";
import { costOf } from "../models/token_prices.ts";
import type { ModelEstimate } from "./estimate_cost.ts";
import { outputLimitOf, type TokenFigure } from "./_expected_output.ts";

/** Options of {@linkcode estimateRequests}. */
export interface EstimateRequestsOptions extends FindPriceOptions {
  /** How many requests there are to send. */
  requests: number;
  /** The input tokens of all of them; asked for only where they cost something. */
  input: () => Promise<TokenFigure>;
  /** What one reply may be expected to have, likewise; the limit of the model's parameters goes before. */
  reply: () => TokenFigure;
  /** Whether the requests go as batches. Default: false. */
  batch?: boolean | undefined;
}

/** What requests to a model may be expected to cost. */
export async function estimateRequests(
  spec: ModelSpec,
  { requests, input: countInput, reply, batch = false, ...prices }: EstimateRequestsOptions,
): Promise<ModelEstimate> {
  const price = findPrice(spec, prices);
  const shared = { model: spec.name, requests, price };
  if (price.kind === "free" || requests === 0) {
    const none: TokenFigure = { tokens: 0, how: "counted", basis: "nothing to pay for" };
    const cost = { atBatchPrice: false, expected: 0, atMost: 0 };
    return { ...shared, input: none, output: none, ...cost };
  }
  const limit = outputLimitOf(spec);
  const input = await countInput();
  const each = reply();
  const tokens = Math.round(Math.min(each.tokens, limit ?? Infinity) * requests);
  const output = { ...each, tokens };
  if (price.kind === "unknown") {
    return { ...shared, input, output, atBatchPrice: false, expected: null, atMost: null };
  }
  const batchPrices = batch ? price.prices.batch : null;
  const cost = (output: number) =>
    costOf(batchPrices ?? price.prices, { input: input.tokens, cached: 0, output });
  return {
    ...shared,
    ...{ input, output, atBatchPrice: batchPrices !== null },
    expected: cost(tokens),
    atMost: limit === null ? null : cost(limit * requests),
  };
}
