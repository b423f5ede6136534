import { type PriceList } from "../models/prices.ts";
import { countPrompts } from "../runs/count_prompts.ts";
import { estimateRequests } from "../runs/estimate_requests.ts";
import type { TokenFigure } from "../runs/estimate_cost.ts";
import { meterOf, type PricedGeneration } from "../runs/price_generation.ts";
import type { RunFile } from "../runs/run_file.ts";
import { judgedAnswers } from "./_judged_answers.ts";
import { judgePrompts, type ModelJudge } from "./_judge_questions.ts";
import type { AnnotateOptions } from "./annotate_options.ts";
import { judgeInRun } from "./judge.ts";

/** Options of {@linkcode priceJudging}: those of the judging, and what concerns money. */
export interface PriceJudgingOptions extends
  Pick<
    AnnotateOptions,
    "judge" | "variants" | "missing" | "limit" | "spread" | "retryErrors"
  > {
  /** Prices that go before `data/prices.json`. Default: none. */
  own?: PriceList | undefined;
  /** US dollars that this judging may cost. Default: no limit. */
  maxCost?: number | undefined;
  /** Up to so many requests are counted one by one; beyond, so many stand for them. Default: 2,000. */
  countUpTo?: number;
}

/**
 * Says before anything is judged what the judging will cost. Nothing is written.
 *
 * A run does not keep what its judges have cost: the limit is on this judging alone.
 *
 * @throws {UserError} where there is a limit and no known price, and where the judge is known to the run
 * as another.
 */
export async function priceJudging(
  run: RunFile,
  options: PriceJudgingOptions,
): Promise<PricedGeneration> {
  const { variants = 1, missing = "skip", own, maxCost } = options;
  const judge = judgeInRun(run, options.judge, { variants, missing });
  if (judge.kind === "rules") return { estimate: { models: [], batch: false }, meter: undefined };
  const prices = own === undefined ? {} : { own };
  const { spec } = judge;
  const { requests, prompts } = requestsOf(run, judge, options);
  const model = await estimateRequests(spec, {
    ...prices,
    requests,
    input: () => countPrompts(spec, { requests, prompts: prompts() }),
    reply: () => expectedReply(run, spec.name),
  });
  const estimate = { models: [model], batch: false };
  const limit = maxCost === undefined ? {} : { maxCost };
  const metered = { ...prices, ...limit, models: [spec], before: [] };
  return { estimate, meter: await meterOf(run, estimate, metered) };
}

/** How many requests are left, and what they say. */
function requestsOf(
  run: RunFile,
  judge: ModelJudge,
  options: PriceJudgingOptions,
): { requests: number; prompts: () => Iterable<string> } {
  const { variants = 1, missing = "skip", limit, spread, retryErrors = false } = options;
  const { countUpTo = 2000 } = options;
  const series = { judge: judge.spec.name, variants, retryErrors };
  const list = { missing, limit, spread };
  using answers = judgedAnswers(run, list);
  let requests = answers.count * variants;
  for (let variant = 0; variant < variants; variant++) {
    requests -= answers.countDone({ ...series, variant }).upToLimit;
  }
  return {
    requests,
    *prompts() {
      const isWhole = requests <= countUpTo;
      // Where there are too many: some of all answers in one variant, as a judge sees them that has judged none.
      const asked = isWhole ? series : { ...series, judge: "", variants: 1 };
      const sample = { missing, limit: countUpTo, spread: true };
      using drawn = judgedAnswers(run, isWhole ? list : sample);
      for (const { input } of judgePrompts(drawn, judge.parts, asked)) yield input;
    },
  };
}

/** A verdict as the prompt asks for it: six answers and a code, as JSON, and some words around it. */
const ASSUMED_REPLY = 100;
const BYTES_PER_TOKEN = 4;
/** Fewer replies say too little. */
const ENOUGH_REPLIES = 20;

const REPLIES = `SELECT count(*) AS replies, avg(octet_length(raw)) AS bytes FROM annotations
  WHERE judge = ? AND raw IS NOT NULL`;

/** By the judge's own replies in the run, whose thinking nobody kept; else an assumption. */
function expectedReply(run: RunFile, judge: string): TokenFigure {
  const { replies, bytes } = run.statement(REPLIES).get(judge) ?? {};
  if (Number(replies) < ENOUGH_REPLIES) {
    const basis = `${ASSUMED_REPLY} tokens a reply; judges that think write many times as many`;
    return { tokens: ASSUMED_REPLY, how: "assumed", basis };
  }
  return {
    tokens: Number(bytes) / BYTES_PER_TOKEN,
    how: "estimated",
    basis: `from ${Number(replies).toLocaleString("en")} replies of its own`,
  };
}
