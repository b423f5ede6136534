import type { ModelSpec } from "../models/model_spec.ts";
import type { FindPriceOptions, Price } from "../models/prices.ts";
import { type AskedPrompts, askedPrompts } from "./_asked_prompts.ts";
import type { AskedPromptsOptions } from "./_choose_prompts.ts";
import { estimateRequests } from "./estimate_requests.ts";
import { expectedOutput, type TokenFigure } from "./_expected_output.ts";
import { countInput, sampleInputs, type SeriesLeft } from "./_count_input.ts";
import { readTokenUsage } from "./_token_usage.ts";
import type { RunFile } from "./run_file.ts";

export type { TokenFigure } from "./_expected_output.ts";

/** Options of {@linkcode estimateCost}: those of the generation, and what concerns prices. */
export interface EstimateCostOptions extends AskedPromptsOptions, FindPriceOptions {
  /** Who is to be asked, under the names that they have in the run. */
  models: readonly ModelSpec[];
  /** How many answers to each prompt. Default: 1. */
  samples?: number;
  /** Whether rows that failed are asked again. Default: false. */
  retryErrors?: boolean;
  /** Whether the requests go as batches. Default: false. */
  batch?: boolean;
  /** Up to so many requests of a model are counted one by one. Default: 20,000. */
  countUpTo?: number;
}

/** What a generation may be expected to cost. */
export interface CostEstimate {
  models: readonly ModelEstimate[];
  /** Whether it is for batches. */
  batch: boolean;
}

/** What one model's share of it may be expected to cost. */
export interface ModelEstimate {
  model: string;
  /** Answers wanted that have no row yet and are not out in a batch. */
  requests: number;
  /** Of all requests together. Cached input is not expected. */
  input: TokenFigure;
  /** Of all answers together. */
  output: TokenFigure;
  price: Price;
  /** Whether batch prices were taken; false also where the model has none. */
  atBatchPrice: boolean;
  /** US dollars; null where no price is known. */
  expected: number | null;
  /** US dollars; null where the parameters set no limit to an answer, or no price is known. */
  atMost: number | null;
}

/**
 * Estimates what is left to ask and what it will cost, before anything is asked. Nothing is written.
 *
 * Tokens are counted where the model's tokenizer is public and estimated elsewhere; each figure
 * says how it was got. Of free models nothing but the requests is counted.
 */
export async function estimateCost(
  run: RunFile,
  options: EstimateCostOptions,
): Promise<CostEstimate> {
  using prompts = askedPrompts(run, options);
  // Both read the whole run: once, and only where a model needs it.
  const known = once(() => readKnown(run));
  const sample = once(() => sampleInputs(prompts));
  const context: Context = { run, prompts, options, known, sample };
  const models: ModelEstimate[] = [];
  for (const spec of options.models) models.push(await estimateModel(spec, context));
  return { models, batch: options.batch ?? false };
}

interface Context {
  run: RunFile;
  prompts: AskedPrompts;
  options: EstimateCostOptions;
  known: () => Known;
  sample: () => readonly string[];
}

type Known = Parameters<typeof expectedOutput>[1];

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const SIMULATED = "SELECT model FROM models WHERE simulated = 1";

function readKnown(run: RunFile): Known {
  const simulated = run.statement(SIMULATED).all().map(({ model }) => String(model));
  return { usage: readTokenUsage(run), simulated: new Set(simulated) };
}

async function estimateModel(spec: ModelSpec, context: Context): Promise<ModelEstimate> {
  const { run, prompts, options, known, sample } = context;
  const left = seriesLeft(spec, context);
  const { countUpTo = 20_000, batch } = options;
  return await estimateRequests(spec, {
    ...options,
    batch,
    requests: left.reduce((sum, { count }) => sum + count, 0),
    input: () => countInput(run, { spec, prompts, left, countUpTo, sample }),
    reply: () => expectedOutput(spec, known()),
  });
}

function seriesLeft({ name: model }: ModelSpec, { prompts, options }: Context): SeriesLeft[] {
  const { samples = 1, retryErrors = false } = options;
  return Array.from({ length: samples }, (_, sample) => {
    const series = { model, sample, retryErrors };
    const { done, inBatch } = prompts.look(series);
    return { ...series, count: prompts.count - done - inBatch };
  });
}
