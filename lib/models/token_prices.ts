import { z } from "zod";

/** What tokens cost, in US dollars per million. */
export interface TokenPrices {
  input: number;
  /** Input that the provider read from its cache; null where it is charged as any input. */
  cached_input: number | null;
  /** Thinking included. */
  output: number;
}

/** What a model's tokens cost: when asked one by one, and in batches. */
export interface ModelPrices extends TokenPrices {
  /** Null where batches have no price of their own. */
  batch: TokenPrices | null;
}

/** The tokens of one request, or of many. */
export interface TokenUsage {
  /** Cached input included. */
  input: number;
  /** Of `input`: those read from the provider's cache. */
  cached: number;
  /** Thinking included. */
  output: number;
}

/** Real prices lie between 0.005 and some hundreds; less was most likely meant per token. */
const LEAST = 0.001;

/** A price in a file or a cell. */
export const USD_PER_MILLION = z.number("expected a price in USD per million tokens").min(
  0,
  "expected a price of at least 0",
).refine(
  (price) => price === 0 || price >= LEAST,
  `expected USD per million tokens, but less than ${LEAST} looks like a price per token`,
);

const BATCH = z.strictObject({
  input: USD_PER_MILLION,
  cached_input: USD_PER_MILLION.nullable().default(null),
  output: USD_PER_MILLION,
}, "expected an object with input, output and, perhaps, cached_input");

/** The keys that prices have wherever they are written. */
export const MODEL_PRICE_KEYS = {
  input: USD_PER_MILLION,
  cached_input: USD_PER_MILLION.nullable().default(null),
  output: USD_PER_MILLION,
  batch: BATCH.nullable().default(null),
};

/** Prices as a model's description gives them: `input` and `output` at least. */
export type GivenPrices = Readonly<z.input<typeof MODEL_PRICES>>;

/** Checks {@linkcode GivenPrices}, and fills what is left out with null. */
export const MODEL_PRICES = z.strictObject(
  MODEL_PRICE_KEYS,
  "expected an object with input and output, in USD per million tokens",
);

/** What the tokens cost, in US dollars. */
export function costOf(prices: TokenPrices, { input, cached, output }: TokenUsage): number {
  const { input: inputPrice, cached_input: cachedPrice, output: outputPrice } = prices;
  // Some servers report more cached tokens than input.
  const fromCache = Math.min(cached, input);
  const micro = (input - fromCache) * inputPrice + fromCache * (cachedPrice ?? inputPrice) +
    output * outputPrice;
  return micro / 1e6;
}
