/**
 * What the paper's study costs by our own estimate, as the tables of docs/study.md:
 *
 *     deno run -A bench/study_cost.ts data/cache/paper
 *
 * Tokens in are counted or estimated as `deno task generate` does; tokens out are assumed.
 */

import { buildJudgePrompts } from "../lib/annotation/judge_prompts.ts";
import { PythonRandom } from "../lib/base/python_random.ts";
import { userPath } from "../lib/base/project_paths.ts";
import { loadMaterial } from "../lib/materials/load_material.ts";
import { findModel } from "../lib/models/catalog.ts";
import { type TokenCounter, tokenCounter } from "../lib/models/count_tokens.ts";
import { findPrice } from "../lib/models/prices.ts";
import { costOf } from "../lib/models/token_prices.ts";
import { buildPrompts } from "../lib/prompts/build_prompts.ts";

/** Tokens of an answer, and of a judge's reply. */
const ANSWER_TOKENS = 400;
const REPLY_TOKENS = 100;

const MODELS = ["gpt-4o", "gpt-4o-mini", "gpt-6-luna", "claude-sonnet-5.5", "claude-opus-5"];
const JUDGES = ["gpt-4o", "gpt-4o-mini", "gpt-6-luna"];

const material = await loadMaterial(userPath(Deno.args[0] ?? "data/cache/paper"));
const prompts = buildPrompts(material);

console.log(row("model", ["tokens in", "tokens out", "US$", "as a batch", "price seen"]));
for (const name of MODELS) {
  await printCosts(name, { replyTokens: ANSWER_TOKENS, inputTokens: askedTokens });
}
// Judges are asked one by one: there are no batches of theirs.
console.log(row("judge", ["tokens in", "tokens out", "US$", "–", "price seen"]));
for (const name of JUDGES) {
  await printCosts(name, { replyTokens: REPLY_TOKENS, inputTokens: judgedTokens });
}

interface CostOptions {
  replyTokens: number;
  inputTokens: (counter: TokenCounter) => number;
}

async function printCosts(
  name: string,
  { replyTokens, inputTokens }: CostOptions,
): Promise<void> {
  const spec = findModel(name);
  const price = findPrice(spec);
  if (price.kind !== "priced") throw new Error(`${name} has no price`);
  const input = inputTokens(await tokenCounter(spec.model));
  const usage = { input, cached: 0, output: prompts.length * replyTokens };
  // Anthropic's batches have a format of their own, which `deno task batch` does not write.
  const batch = name.startsWith("claude") ? null : price.prices.batch;
  console.log(row(name, [
    input.toLocaleString("en"),
    usage.output.toLocaleString("en"),
    costOf(price.prices, usage).toFixed(2),
    batch === null ? "–" : costOf(batch, usage).toFixed(2),
    price.checked ?? "–",
  ]));
}

function askedTokens(counter: TokenCounter): number {
  return sum(prompts.map(({ input }) => counter.request({ prompt: input })));
}

/** What a judge reads: its prompt around an empty answer, and the answer's tokens. */
function judgedTokens(counter: TokenCounter): number {
  const parts = material.annotation;
  const random = new PythonRandom(parts.seed);
  return sum(prompts.map(({ input }) => {
    const [prompt = ""] = buildJudgePrompts(random, { parts, input, output: "" });
    return counter.request({ prompt }) + ANSWER_TOKENS;
  }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function row(name: string, cells: readonly string[]): string {
  return `| ${[name, ...cells].join(" | ")} |`;
}
