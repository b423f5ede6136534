import { tokenCounter } from "../models/count_tokens.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { findPrice, type FindPriceOptions } from "../models/prices.ts";
import { costOf } from "../models/token_prices.ts";
import type { ModelEstimate } from "./estimate_cost.ts";
import { outputLimitOf, type TokenFigure } from "./_expected_output.ts";

/** Options of {@linkcode estimateRequests}. */
export interface EstimateRequestsOptions extends FindPriceOptions {
  /** How many requests there are to send. */
  requests: number;
  /** The texts of all of them, or of a sample that stands for them; read only where they cost something. */
  prompts: () => Iterable<string>;
  /** What one reply may be expected to have; its parameters' limit goes before. */
  reply: TokenFigure;
}

/**
 * What requests to a model may be expected to cost whose replies are no answers of a run: a judge's.
 * Tokens are counted, or estimated, as `estimateCost` does.
 */
export async function estimateRequests(
  spec: ModelSpec,
  { requests, prompts, reply, ...prices }: EstimateRequestsOptions,
): Promise<ModelEstimate> {
  const price = findPrice(spec, prices);
  const shared = { model: spec.name, requests, price, atBatchPrice: false };
  if (price.kind === "free" || requests === 0) {
    const none: TokenFigure = { tokens: 0, how: "counted", basis: "nothing to pay for" };
    return { ...shared, input: none, output: none, expected: 0, atMost: 0 };
  }
  const limit = outputLimitOf(spec);
  const each = Math.min(reply.tokens, limit ?? Infinity);
  const input = await countInput(spec, { requests, prompts });
  const output = { ...reply, tokens: Math.round(each * requests) };
  if (price.kind === "unknown") return { ...shared, input, output, expected: null, atMost: null };
  const cost = (tokens: number) =>
    costOf(price.prices, { input: input.tokens, cached: 0, output: tokens });
  const atMost = limit === null ? null : cost(limit * requests);
  return { ...shared, input, output, expected: cost(output.tokens), atMost };
}

async function countInput(
  { model, system }: ModelSpec,
  { requests, prompts }: Pick<EstimateRequestsOptions, "requests" | "prompts">,
): Promise<TokenFigure> {
  const counter = await tokenCounter(model);
  let tokens = 0;
  let read = 0;
  for (const prompt of prompts()) {
    tokens += counter.request({ prompt, ...(system === undefined ? {} : { system }) });
    read++;
  }
  if (read === requests) return { tokens, how: counter.how, basis: counter.basis };
  return {
    tokens: Math.round(tokens / Math.max(read, 1) * requests),
    how: "estimated",
    basis: `${counter.basis}, over a sample of ${read.toLocaleString("en")} prompts`,
  };
}
