import { alignColumns } from "../base/align_columns.ts";
import { formatMoney } from "../base/format_money.ts";
import { oneLine } from "../base/one_line.ts";
import type { CostEstimate, ModelEstimate, TokenFigure } from "./estimate_cost.ts";
import { formatCount } from "./progress.ts";

/** One model's line in the table of an estimate. */
export interface EstimateRow {
  model: string;
  requests: number;
  tokens_in: number;
  tokens_out: number;
  /** US dollars, or null: see `notes`. */
  expected: number | null;
  at_most: number | null;
  /** How the figures were got, and what is uncertain. */
  notes: string;
}

/** An estimate as plain rows, one per model. */
export function estimateRows({ models, batch }: CostEstimate): EstimateRow[] {
  return models.map((model) => ({
    model: model.model,
    requests: model.requests,
    tokens_in: model.input.tokens,
    tokens_out: model.output.tokens,
    expected: model.expected,
    at_most: model.atMost,
    notes: notesOf(model, batch),
  }));
}

/** The lines of an estimate: a table with a row per model, then a line on how each was got. */
export function formatEstimate(estimate: CostEstimate): string[] {
  const rows = estimateRows(estimate);
  const total = totalOf(estimate);
  const table = [
    ["model", "requests", "tokens in", "tokens out", "expected", "at most"],
    ...rows.map((row) => [
      row.model,
      formatCount(row.requests),
      formatCount(row.tokens_in),
      formatCount(row.tokens_out),
      row.expected === null ? "unknown" : formatMoney(row.expected),
      limitCell(row.expected, row.at_most),
    ]),
  ];
  if (rows.length > 1) {
    const isWhole = total.unknown.length === 0;
    const expected = formatMoney(total.expected) + (isWhole ? "" : " and more");
    const atMost = limitCell(isWhole ? total.expected : null, total.atMost);
    table.push(["together", formatCount(total.requests), "", "", expected, atMost]);
  }
  return [
    ...alignColumns(table),
    ...rows.map(({ model, notes }) => oneLine(`${model}: ${notes}`)),
  ];
}

function limitCell(expected: number | null, atMost: number | null): string {
  if (expected === null) return "unknown";
  return atMost === null ? "no limit" : formatMoney(atMost);
}

/** The whole of an estimate. */
export interface EstimateTotal {
  /** Requests to models that are not free. */
  paidRequests: number;
  requests: number;
  /** US dollars, of the models whose price is known. */
  expected: number;
  /** US dollars; null where some model has no limit. */
  atMost: number | null;
  /** Models that have requests left and no known price. */
  unknown: readonly string[];
  /** Models that have requests left and are not free. */
  paid: readonly string[];
}

/** Adds the models of an estimate up. */
export function totalOf({ models }: CostEstimate): EstimateTotal {
  const asked = models.filter(({ requests }) => requests > 0);
  const paid = asked.filter(({ price }) => price.kind !== "free");
  const sum = (rows: readonly ModelEstimate[]) =>
    rows.reduce((total, { requests }) => total + requests, 0);
  const hasLimit = asked.every(({ atMost }) => atMost !== null);
  return {
    paidRequests: sum(paid),
    requests: sum(asked),
    expected: asked.reduce((total, { expected }) => total + (expected ?? 0), 0),
    atMost: hasLimit ? asked.reduce((total, { atMost }) => total + (atMost ?? 0), 0) : null,
    unknown: asked.filter(({ price }) => price.kind === "unknown").map(({ model }) => model),
    paid: paid.map(({ model }) => model),
  };
}

/**
 * What a user is to agree to, such as `Send 10,314 requests to gpt-4o for about $12.30 (at most
 * $20.10)?`; null where nothing that is left to ask costs anything.
 */
export function costQuestion(estimate: CostEstimate): string | null {
  const { paidRequests, expected, atMost, unknown, paid } = totalOf(estimate);
  if (paidRequests === 0) return null;
  const who = paid.length > 3 ? `${paid.length} models` : paid.join(", ");
  const what = `${formatCount(paidRequests)} ${paidRequests === 1 ? "request" : "requests"}`;
  const howMuch = unknown.length === paid.length
    ? "at an unknown price"
    : `for about ${formatMoney(expected)}${limitWords(atMost, unknown)}`;
  return oneLine(`Send ${what} to ${who} ${howMuch}?`);
}

function limitWords(atMost: number | null, unknown: readonly string[]): string {
  if (unknown.length > 0) return `, and ${unknown.join(", ")} at an unknown price`;
  return atMost === null ? "" : ` (at most ${formatMoney(atMost)})`;
}

function notesOf(model: ModelEstimate, batch: boolean): string {
  const { price, input, output } = model;
  if (price.kind === "free") return `free: ${price.why}`;
  if (model.requests === 0) return "nothing is left to ask";
  const tokens = `tokens in ${howOf(input)}, tokens out ${howOf(output)}`;
  if (price.kind === "unknown") return `${price.why}; ${tokens}`;
  const day = price.checked === null ? "" : ` of ${price.checked}`;
  const noBatch = batch && !model.atBatchPrice ? "; batches have no price of their own" : "";
  const note = price.note === null ? "" : `; ${price.note}`;
  return `${tokens}; price${day} from ${price.source}${noBatch}${note}`;
}

function howOf({ how, basis }: TokenFigure): string {
  return `${how} (${basis})`;
}
