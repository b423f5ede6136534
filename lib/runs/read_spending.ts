import type { ModelSpec } from "../models/model_spec.ts";
import { findPrice, type FindPriceOptions, type Price } from "../models/prices.ts";
import { costOf } from "../models/token_prices.ts";
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
  /** Descriptions that go before those in the run, which hold no prices. Default: none. */
  models?: readonly ModelSpec[];
}

/** Without a tokenizer's help: see `tokenCounter`. */
const BYTES_PER_TOKEN = 4;

/**
 * What a run's answers have cost so far at the prices of today, for each model that was asked here;
 * batches at the batch price where there is one.
 *
 * Requests that were sent again, timed out or were broken off may have been charged, too: nobody
 * says, and they are not in it. Nor are the judges' requests.
 */
export function readSpending(run: RunFile, options: ReadSpendingOptions = {}): ModelSpending[] {
  const rows = readTokenUsage(run).filter(({ origin }) => origin === "asked" || origin === "batch");
  const names = [...new Set(rows.map(({ model }) => model))];
  return names.map((model) => {
    const price = findPrice(specOf(run, model, options.models ?? []), options);
    const own = rows.filter((row) => row.model === model);
    const answers = sum(own, (row) => row.answers);
    const cost = sum(own, (row) => costOfRows(row, price) ?? 0);
    return {
      model,
      price,
      answers,
      estimated: sum(own, (row) => row.answers - row.counted),
      failed: sum(own, (row) => row.failed),
      dollars: price.kind === "unknown" && answers > 0 ? null : cost,
    };
  });
}

function sum(rows: readonly UsageOfRows[], value: (row: UsageOfRows) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

function costOfRows(row: UsageOfRows, price: Price): number | null {
  if (price.kind !== "priced") return price.kind === "free" ? 0 : null;
  const ofBatch = row.origin === "batch" ? price.prices.batch : null;
  return costOf(ofBatch ?? price.prices, {
    input: row.input + row.uncountedPromptBytes / BYTES_PER_TOKEN,
    cached: row.cached,
    output: row.output + row.uncountedAnswerBytes / BYTES_PER_TOKEN,
  });
}

const SPEC = "SELECT spec, simulated FROM models WHERE model = ?";

function specOf(run: RunFile, name: string, given: readonly ModelSpec[]): ModelSpec {
  const own = given.find((spec) => spec.name === name);
  if (own !== undefined) return own;
  const row = run.statement(SPEC).get(name);
  const described: Record<string, unknown> = JSON.parse(String(row?.spec ?? "{}"));
  return {
    name,
    model: String(described.model ?? name),
    baseURL: String(described.baseURL ?? ""),
    simulated: row?.simulated === 1,
  };
}
