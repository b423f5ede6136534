import { UserError } from "../base/user_error.ts";
import { formatMoney } from "../base/format_money.ts";
import type { Answer } from "../models/answer.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { findPrice, type FindPriceOptions } from "../models/prices.ts";
import { type MeteredModel, meteredModel, type ModelSpent } from "./_metered_model.ts";
import { type SpendingLimit, spendingLimit } from "./_spending_limit.ts";
import { type ModelSpending, readSpending } from "./read_spending.ts";
import type { RunFile } from "./run_file.ts";

export type { ModelSpent } from "./_metered_model.ts";

/** Options of {@linkcode openCostMeter}. */
export interface CostMeterOptions extends FindPriceOptions {
  /** Who is asked in this session, under the names that they have in the run. */
  models: readonly ModelSpec[];
  /** US dollars that the whole run may cost, earlier sessions included. Default: no limit. */
  maxCost?: number;
  /** What was spent before this session. Default: what the run's answers have cost. */
  before?: readonly ModelSpending[];
}

/** Leave for one request, or why there is none. */
export type Leave = {
  granted: true;
  /** Takes the request's cost; to be called once with what came of it, null where it was dropped. */
  settle(answer: Answer | null): void;
} | { granted: false; why: string };

/** Follows what a session costs, and holds it to a limit. */
export interface CostMeter {
  /**
   * Asks for leave to send one request. Near the limit it waits for requests under way.
   *
   * @throws The signal's reason, once it is aborted.
   */
  mayAsk(model: string, request: { prompt: string; signal?: AbortSignal }): Promise<Leave>;
  /** What was spent so far, in this session and before. */
  spent(): SpentSoFar;
}

/** What was spent so far. */
export interface SpentSoFar {
  /** One per model of the session, in the order given, then those asked in earlier sessions only. */
  models: readonly ModelSpent[];
  /** US dollars of all models whose price is known, earlier sessions included. */
  total: number;
  /** US dollars set aside for requests under way; 0 where there is no limit. */
  held: number;
  /** US dollars, or null. */
  limit: number | null;
}

/**
 * Opens a meter for one session of asking. It counts the answers that come, at the prices of today:
 * cached input at its own price, tokens that the provider did not count as an estimate.
 *
 * With a limit, the worst case of each request is set aside before it is sent: its input, and
 * `max_tokens` of output. Without `max_tokens` it is what 99 of 100 answers of the model do not
 * exceed, and half as much again, at least 2,000 tokens; then a few very long answers can together
 * exceed the limit by what they cost beyond that. Requests that were charged though no answer came
 * (sent again, timed out, dropped) cannot be known and are not counted, and those that are out in a
 * batch count when their answers are imported.
 *
 * @throws {UserError} where there is a limit and a model without a known price, or no sense in it.
 */
export async function openCostMeter(run: RunFile, options: CostMeterOptions): Promise<CostMeter> {
  const { maxCost } = options;
  checkLimit(maxCost);
  const before = options.before ?? readSpending(run, options);
  if (maxCost !== undefined) refuseUnknown(options, before);
  const models = new Map<string, MeteredModel>();
  for (const spec of options.models) {
    models.set(spec.name, await meteredModel(run, spec, { ...options, before }));
  }
  const earlier = before.filter(({ model }) => !models.has(model)).map(toSpent);
  const limit = spendingLimit(
    maxCost ?? Infinity,
    before.reduce((sum, { dollars }) => sum + (dollars ?? 0), 0),
  );
  return {
    mayAsk(name, request) {
      const model = models.get(name);
      // A model that nobody meters would slip through the limit.
      if (model === undefined) {
        throw new UserError(
          `Cannot ask '${name}': the cost was worked out for other models ` +
            `(${
              [...models.keys()].join(", ")
            }). Work it out again first: priceGeneration(), priceJudging().`,
        );
      }
      return mayAsk(model.paid, { limit, maxCost, ...request });
    },
    spent: () => ({
      models: [...models.values()].map((model) => model.spent()).concat(earlier),
      total: limit.spent,
      held: maxCost === undefined ? 0 : limit.held,
      limit: maxCost ?? null,
    }),
  };
}

interface MayAskContext {
  limit: SpendingLimit;
  maxCost: number | undefined;
  prompt: string;
  signal?: AbortSignal;
}

/** Leave where there is nothing to pay, or nobody knows what. */
const FREE: Leave = { granted: true, settle: () => {} };

async function mayAsk(
  model: MeteredModel["paid"],
  { limit, maxCost, prompt, signal }: MayAskContext,
): Promise<Leave> {
  if (model === null) return FREE;
  const worst = maxCost === undefined ? 0 : model.worstCase(prompt);
  const hold = await limit.hold(worst, signal);
  if (hold === null) {
    const why = `the limit of ${formatMoney(maxCost ?? 0)} is reached: ` +
      `${formatMoney(limit.spent)} are spent, and one more request may cost ${formatMoney(worst)}`;
    return { granted: false, why };
  }
  let isOpen = true;
  return {
    granted: true,
    settle(answer) {
      if (!isOpen) return;
      isOpen = false;
      hold.settle(answer === null ? 0 : model.charge(prompt, answer));
    },
  };
}

function checkLimit(maxCost: number | undefined): void {
  if (maxCost === undefined || (Number.isFinite(maxCost) && maxCost > 0)) return;
  throw new UserError(
    `Cannot take ${maxCost} as the most that the run may cost: expected US dollars above 0.`,
  );
}

function refuseUnknown(options: CostMeterOptions, before: readonly ModelSpending[]): void {
  const unasked = options.models.map((spec) => ({ spec, price: findPrice(spec, options) }));
  const unknown = unasked.find(({ price }) => price.kind === "unknown");
  const name = unknown?.spec.name ?? before.find(({ dollars }) => dollars === null)?.model;
  if (name === undefined) return;
  const asked = unknown === undefined ? ", which the run has asked before," : "";
  throw new UserError(
    `Cannot hold the cost to a limit: no price is known for '${name}'${asked} in data/prices.json. ` +
      `Give one in a file of prices, or as "price": { "input": …, "output": … } (USD per million ` +
      `tokens, 0 where it costs nothing) in its description; or leave the limit out.`,
  );
}

function toSpent({ model, price, dollars, estimated }: ModelSpending): ModelSpent {
  return { model, price, before: dollars, now: price.kind === "unknown" ? null : 0, estimated };
}
