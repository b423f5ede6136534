import type { ModelSpec } from "../models/model_spec.ts";
import { findPrice, type FindPriceOptions, type Price } from "../models/prices.ts";
import { costOf, type ModelPrices } from "../models/token_prices.ts";
import { describeSpec, type SpecDescription } from "./describe_spec.ts";
import { isSameModel } from "./series_name.ts";
import { readTokenUsage, type UsageOfRows } from "./_token_usage.ts";
import type { RunFile } from "./run_file.ts";

/** What one model's answers in a run have cost. */
export interface ModelSpending {
  model: string;
  price: Price;
  /** Answers asked for here, one by one or in batches. Imported and reused ones cost nothing here. */
  answers: number;
  /** Of `answers`: those whose tokens nobody counted, which were estimated from their texts. */
  estimated: number;
  /** Requests that failed for good. Whether they were charged cannot be known; they count nothing. */
  failed: number;
  /** US dollars; null where there are answers and no price is known. */
  dollars: number | null;
}

/** Options of {@linkcode readSpending}. */
export interface ReadSpendingOptions extends FindPriceOptions {
  /**
   * Descriptions that go before those in the run, which hold no prices. A price counts for each series
   * of its model. Default: none.
   */
  models?: readonly ModelSpec[];
}

/** Without a tokenizer's help: see `tokenCounter`. */
const BYTES_PER_TOKEN = 4;

/**
 * What a run's answers have cost so far at the prices of today, for each model that was asked here
 * and is not free; batches at the batch price where there is one. Rows are read only where there is
 * such a model.
 *
 * Requests that were sent again, timed out or were broken off may have been charged, too: nobody
 * says, and they are not in it. Nor are the judges' requests.
 */
export function readSpending(run: RunFile, options: ReadSpendingOptions = {}): ModelSpending[] {
  const priced = specsOf(run, options.models ?? [])
    .map((spec) => ({ model: spec.name, price: findPrice(spec, options) }))
    .filter(({ price }) => price.kind !== "free");
  if (priced.length === 0) return [];
  const rows = readTokenUsage(run).filter(({ origin }) => origin === "asked" || origin === "batch");
  return priced.flatMap(({ model, price }) => {
    const own = rows.filter((row) => row.model === model);
    return own.length === 0 ? [] : [spendingOf(own, { model, price })];
  });
}

function spendingOf(
  rows: readonly UsageOfRows[],
  { model, price }: Pick<ModelSpending, "model" | "price">,
): ModelSpending {
  const answers = sum(rows, (row) => row.answers);
  const cost = price.kind === "priced" ? sum(rows, (row) => costOfRows(row, price.prices)) : 0;
  return {
    model,
    price,
    answers,
    estimated: sum(rows, (row) => row.answers - row.counted),
    failed: sum(rows, (row) => row.failed),
    dollars: price.kind === "unknown" && answers > 0 ? null : cost,
  };
}

function sum(rows: readonly UsageOfRows[], value: (row: UsageOfRows) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

function costOfRows(row: UsageOfRows, prices: ModelPrices): number {
  const ofBatch = row.origin === "batch" ? prices.batch : null;
  return costOf(ofBatch ?? prices, {
    input: row.input + row.uncountedPromptBytes / BYTES_PER_TOKEN,
    cached: row.cached,
    output: row.output + row.uncountedAnswerBytes / BYTES_PER_TOKEN,
  });
}

const MODELS = "SELECT model, spec, simulated FROM models ORDER BY model";

/** The run's models, as given where they are. */
function specsOf(run: RunFile, given: readonly ModelSpec[]): ModelSpec[] {
  return run.statement(MODELS).all().map((row) => {
    const name = String(row.model);
    const described: SpecDescription = JSON.parse(String(row.spec));
    // Another series of a model has its price, too.
    const same = given.find((spec) => isSameModel(describeSpec(spec), described));
    return given.find((spec) => spec.name === name) ?? {
      name,
      model: described.model ?? name,
      baseURL: described.baseURL ?? "",
      simulated: row.simulated === 1,
      ...(same?.price === undefined ? {} : { price: same.price }),
    };
  });
}
