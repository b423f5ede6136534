import type { Command } from "commander";
import { userPath } from "../base/project_paths.ts";
import type { ParamOverrides } from "../models/override_params.ts";
import { amount, nameList, wholeNumber } from "./_command.ts";
import type { PromptOptions } from "./_given_prompts.ts";
import type { ModelOptions } from "./_named_models.ts";

/** What is to be asked: the same options live and in batches. */
export interface AskingOptions extends ModelOptions, PromptOptions, ParamOverrides {
  datasets?: string[];
  stratified?: number;
  drawSeed: number;
  limit?: number;
  samples: number;
  retryErrors: boolean;
}

/** The heading of the options that say who is asked what. */
export const ASKED = "Who is asked what:";

/** Gives a command the options of {@linkcode AskingOptions}. */
export function addAskingOptions(command: Command): Command {
  return command
    .optionsGroup(ASKED)
    .option("--models <names>", "who is asked, with commas between; see below", nameList)
    .option("--models-file <file>", "JSON: [{ name, model, baseURL, apiKeyEnv, params }]", userPath)
    .option("--materials <folder>", "material folder to build the prompts from", userPath)
    .option("--prompts <file>", ".csv, .parquet or .jsonl with prompt_id and input", userPath)
    .option("--datasets <names>", "only prompts of these, with commas between", nameList)
    .option("--stratified <number>", "a random sample, each task with its share", wholeNumber(1))
    .option("--draw-seed <number>", "another seed draws another sample", wholeNumber(0), 1)
    .option("--limit <number>", "only the first so many of those, in order", wholeNumber(1))
    .option("--samples <number>", "answers to each prompt", wholeNumber(1), 1)
    .option("--retry-errors", "ask again what failed", false)
    .optionsGroup("How (what is left out stays as each model has it):")
    .option("--temperature <number>", "the temperature", amount)
    .option("--seed <number>", "the first sample's seed; the next has the next", wholeNumber(0))
    .option("--max-tokens <number>", "most tokens of an answer", wholeNumber(1))
    .option("--system <text>", "the system message");
}

/** Which answers the options ask for, as generating, estimating and exporting take it. */
export function wantedAnswers(options: AskingOptions, promptIds: readonly string[] | undefined) {
  const { datasets, stratified, drawSeed, limit, samples, retryErrors } = options;
  return {
    promptIds,
    datasets,
    stratified: stratified === undefined ? undefined : { count: stratified, seed: drawSeed },
    limit,
    samples,
    retryErrors,
  };
}
