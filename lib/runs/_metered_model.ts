import type { Answer } from "../models/answer.ts";
import { type TokenCounter, tokenCounter } from "../models/count_tokens.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { findPrice, type FindPriceOptions, type Price } from "../models/prices.ts";
import { costOf, type TokenPrices, type TokenUsage } from "../models/token_prices.ts";
import { outputLimitOf } from "./_expected_output.ts";
import { type OutputTail, outputTailOf } from "./_output_tail.ts";
import type { ModelSpending } from "./read_spending.ts";
import type { RunFile } from "./run_file.ts";

/** What one model's answers have cost. */
export interface ModelSpent {
  model: string;
  price: Price;
  /** US dollars in earlier sessions, and in this one; null where no price is known. */
  before: number | null;
  now: number | null;
  /** Answers, of this session and earlier ones, whose tokens were estimated from their texts. */
  estimated: number;
}

/** Follows what one model's answers cost. */
export interface MeteredModel {
  spent(): ModelSpent;
  /** Null where there is nothing to pay, or nobody knows what. */
  readonly paid: PaidModel | null;
}

/** A model whose answers are paid for. */
export interface PaidModel {
  /** US dollars that one request will hardly exceed. */
  worstCase(prompt: string): number;
  /** Takes an answer's cost into account, and returns it: US dollars, 0 where it failed. */
  charge(prompt: string, answer: Answer): number;
}

/** Options of {@linkcode meteredModel}. */
export interface MeteredModelOptions extends FindPriceOptions {
  /** What the run's models have cost so far. */
  before: readonly ModelSpending[];
}

/** Meters a model of the session, going on from what it has cost before. */
export async function meteredModel(
  run: RunFile,
  spec: ModelSpec,
  options: MeteredModelOptions,
): Promise<MeteredModel> {
  const price = findPrice(spec, options);
  const known = options.before.find(({ model }) => model === spec.name);
  const isUnknown = price.kind === "unknown";
  const spent: ModelSpent = {
    model: spec.name,
    price,
    before: known?.dollars ?? (isUnknown ? null : 0),
    now: isUnknown ? null : 0,
    estimated: known?.estimated ?? 0,
  };
  const paid = price.kind === "priced"
    ? payingModel(spent, {
      spec,
      prices: price.prices,
      counter: await tokenCounter(spec.model),
      tail: outputTailOf(run, spec.name),
    })
    : null;
  return { spent: () => ({ ...spent }), paid };
}

interface Paying {
  spec: ModelSpec;
  prices: TokenPrices;
  counter: TokenCounter;
  tail: OutputTail;
}

function payingModel(spent: ModelSpent, { spec, prices, counter, tail }: Paying): PaidModel {
  const { system } = spec;
  return {
    worstCase(prompt) {
      const input = counter.requestAtMost({ prompt, system });
      return costOf(prices, { input, cached: 0, output: outputLimitOf(spec) ?? tail.atMost() });
    },
    charge(prompt, answer) {
      if (answer.status === "failed") return 0;
      const counted = countedUsage(answer);
      const usage = counted ?? estimatedUsage(answer, counter, { prompt, system });
      if (counted === null) spent.estimated++;
      tail.add(usage.output);
      const dollars = costOf(prices, usage);
      spent.now = (spent.now ?? 0) + dollars;
      return dollars;
    },
  };
}

function countedUsage(answer: Answer): TokenUsage | null {
  const { input_tokens: input, output_tokens: output, cached_input_tokens: cached } = answer;
  return input === null || output === null ? null : { input, output, cached: cached ?? 0 };
}

function estimatedUsage(
  { response, thinking }: Answer,
  counter: TokenCounter,
  request: { prompt: string; system?: string },
): TokenUsage {
  const output = counter.text(response ?? "") + counter.text(thinking ?? "");
  return { input: counter.request(request), cached: 0, output };
}
