import { byteLength, type TokenCounter, tokenCounter } from "../models/count_tokens.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import type { AskedPrompts, Series } from "./_asked_prompts.ts";
import type { TokenFigure } from "./_expected_output.ts";
import { samplePrompts } from "./_sampled_prompts.ts";
import { observeBytesPerToken } from "./_token_usage.ts";
import type { RunFile } from "./run_file.ts";

/** What is left to ask of one sample. */
export interface SeriesLeft extends Series {
  count: number;
}

/** Options of {@linkcode countInput}. */
export interface CountInputOptions {
  spec: ModelSpec;
  prompts: AskedPrompts;
  left: readonly SeriesLeft[];
  /** Up to so many requests are counted one by one; beyond, a sample stands for them. */
  countUpTo: number;
  /** That sample: {@linkcode sampleInputs}, drawn once for all models. */
  sample: () => readonly string[];
}

const SAMPLE_SIZE = 2000;

/**
 * Draws up to 2,000 prompts' texts, the same each time: of all prompts, as a model sees them that
 * has answered none, rather than of those left, so that one pass over them serves every model.
 */
export function sampleInputs(prompts: AskedPrompts): string[] {
  const all = inputsOf(prompts, { model: "", sample: 0, retryErrors: false });
  return [...samplePrompts(all, { count: prompts.count, size: SAMPLE_SIZE, seed: 1 })];
}

/** The input tokens of all requests that are left: system message, prompts, and what wraps them. */
export async function countInput(run: RunFile, options: CountInputOptions): Promise<TokenFigure> {
  const { spec, left, countUpTo } = options;
  const systemBytes = byteLength(spec.system ?? "");
  const observed = observeBytesPerToken(run, { model: spec.name, systemBytes });
  const counter = await tokenCounter(spec.model, { observed });
  const { how, basis } = counter;
  const requests = left.reduce((sum, { count }) => sum + count, 0);
  if (requests <= countUpTo) return { tokens: countAll(counter, options), how, basis };

  const drawn = options.sample();
  const tokens = sumTokens(counter, { inputs: drawn, system: spec.system });
  return ofSample(counter, { tokens, read: drawn.length, requests });
}

/** The input tokens of all requests, by those of a sample. */
export function ofSample(
  { basis }: TokenCounter,
  { tokens, read, requests }: { tokens: number; read: number; requests: number },
): TokenFigure {
  return {
    tokens: Math.round(tokens / Math.max(read, 1) * requests),
    how: "estimated",
    basis: `${basis}, over a sample of ${read.toLocaleString("en")} prompts`,
  };
}

function countAll(counter: TokenCounter, { spec, prompts, left }: CountInputOptions): number {
  const { system } = spec;
  const count = (series: Series) =>
    sumTokens(counter, { inputs: inputsOf(prompts, series), system });
  // Samples of which nothing is there yet ask the same.
  const isWhole = (series: SeriesLeft) => series.count === prompts.count;
  const whole = left.filter(isWhole);
  const ofWhole = whole[0] === undefined ? 0 : count(whole[0]) * whole.length;
  const parts = left.filter((series) => !isWhole(series));
  return parts.reduce((sum, series) => sum + count(series), ofWhole);
}

function* inputsOf(prompts: AskedPrompts, series: Series): Generator<string> {
  for (const { input } of prompts.look(series).pending()) yield input;
}

/** The input tokens of requests with these prompts. */
export function sumTokens(
  counter: TokenCounter,
  { inputs, system }: { inputs: Iterable<string>; system?: string },
): number {
  let tokens = 0;
  for (const prompt of inputs) tokens += counter.request({ prompt, system });
  return tokens;
}
