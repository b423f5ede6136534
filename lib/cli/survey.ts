import { InvalidArgumentError } from "commander";
import { relative } from "node:path";
import { oneLine } from "../base/one_line.ts";
import { userPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { analyzeSurvey } from "../figures/surveys/analyze_survey.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { readPrices } from "../models/prices.ts";
import { simulatedSurveySpec } from "../models/simulator/simulated_spec.ts";
import { SIMULATED_SURVEY_MODELS } from "../models/simulator/survey_truth.ts";
import { showProgress } from "../notebook/show_progress.ts";
import { formatSummary } from "../runs/format_summary.ts";
import type { GenerationSummary } from "../runs/generation_summary.ts";
import { priceGeneration } from "../runs/price_generation.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { lockRun } from "../runs/run_lock.ts";
import { askSurvey } from "../surveys/ask_survey.ts";
import { keepSurvey, type KeptSurvey } from "../surveys/keep_survey.ts";
import type { SpellingRule } from "../surveys/letter_log_probabilities.ts";
import { loadOpinions } from "../surveys/load_opinions.ts";
import { loadPersonality } from "../surveys/load_personality.ts";
import type { AveragingRule } from "../surveys/option_distribution.ts";
import { parsePairs } from "../surveys/parse_pairs.ts";
import {
  opinionMaterial,
  personalityMaterial,
  type SurveyMaterial,
} from "../surveys/survey_material.ts";
import { planSurvey, type SurveyMethodChoice } from "../surveys/survey_plan.ts";
import { TOP_LOGPROBS } from "../surveys/survey_method.ts";
import { simulateSurvey } from "../surveys/simulate_survey.ts";
import { findVariant, SURVEY_VARIANTS } from "../surveys/survey_variant.ts";
import { formatSurvey } from "../surveys/tables/format_survey.ts";
import { readWorkedExamples } from "../surveys/worked_examples.ts";
import { agreeOnCost } from "./_agree_on_cost.ts";
import { amount, nameList, runTask, taskCommand, wholeNumber } from "./_command.ts";
import { IN_PROCESS, namedModels } from "./_named_models.ts";
import { stopSignal } from "./_stop_signal.ts";

interface SurveyTaskOptions {
  run: string;
  survey: SurveyMaterial["survey"];
  material: string;
  populations?: string[];
  people?: string;
  limit?: number;
  models?: string[];
  modelsFile?: string;
  variants: string[];
  repeats: number;
  samples: number;
  seed: number;
  examples?: string;
  method: SurveyMethodChoice;
  topLogprobs: number;
  concurrency: number;
  retryErrors: boolean;
  maxCost?: number;
  prices?: string;
  yes: boolean;
  pairs: string[];
  base: number;
  permutations: number;
  spellings: SpellingRule;
  average: AveragingRule;
}

const SURVEYS = ["global_opinion_qa", "machine_personality"] as const;
const METHODS = ["auto", "logprobs", "sampling"] as const;
const SPELLINGS = ["probabilities", "logits"] as const;
const AVERAGES = ["log_probabilities", "probabilities"] as const;

const command = taskCommand(
  "survey",
  "Asks models survey questions, and compares their answers with people's.",
)
  .requiredOption("--run <folder>", "the run's folder; made where there is none", userPath)
  .optionsGroup("Which questions:")
  .option("--survey <name>", SURVEYS.join(" or "), oneOf(SURVEYS), SURVEYS[0])
  .option("--material <name>", "starter, a published set, or a path; see below", "starter")
  .option("--populations <names...>", "opinions: whom to compare with; default: the two asked most")
  .option("--people <file>", "personality: people's answers, in place of the material's")
  .option("--limit <number>", "only the first so many questions", wholeNumber(1))
  .optionsGroup("Who is asked, and how:")
  .option("--models <names>", "with commas between; without any, only tables and figures", nameList)
  .option("--models-file <file>", "JSON: [{ name, model, baseURL, endpoint, … }]", userPath)
  .option("--variants <names>", "with commas between; see below", nameList, ["as_published"])
  .option("--repeats <number>", "times each question is asked", wholeNumber(1), 5)
  .option("--samples <number>", "of sampled models: answers to each prompt", wholeNumber(1), 4)
  .option("--seed <number>", "what answers to worked examples are drawn by", wholeNumber(0), 1)
  .option("--examples <file>", "worked examples in place of data/survey_examples.json", userPath)
  .option("--method <name>", METHODS.join(", "), oneOf(METHODS), "auto")
  .option(
    "--top-logprobs <number>",
    "likeliest tokens asked for, 1 to 20",
    topLogprobs,
    TOP_LOGPROBS,
  )
  .option("--concurrency <number>", "most requests under way, per provider", wholeNumber(1), 64)
  .option("--retry-errors", "ask again what failed", false)
  .option("--max-cost <dollars>", "stop before the run costs more than this in all", amount)
  .option("--prices <file>", "prices that go before data/prices.json", userPath)
  .option("--yes", "do not ask before money is spent", false)
  .optionsGroup("What is made of the answers:")
  .option("--pairs <pairs>", "before=after alignment, with commas between", nameList, [])
  .option("--base <number>", "of the logarithm in distances, above 1", amount, 2)
  .option(
    "--permutations <number>",
    "shuffles of the baseline; 1 as published",
    wholeNumber(1),
    1000,
  )
  .option("--spellings <rule>", SPELLINGS.join(" or "), oneOf(SPELLINGS), SPELLINGS[0])
  .option("--average <rule>", AVERAGES.join(" or "), oneOf(AVERAGES), AVERAGES[0])
  .addHelpText(
    "after",
    `
Material: starter (our own questions, invented people); global-opinion-qa, machine-personality (once
deno task data has fetched them); a folder or file of the same layout. docs/surveys.md says more.

Models: names of the models file or of data/models.json; PROVIDER/MODEL; or, made up and free,
${SIMULATED_SURVEY_MODELS.join(", ")}. Base models need "endpoint": "completions".
With a models file and no --models, all of the file are asked.

Variants: ${SURVEY_VARIANTS.map(({ name }) => name).join(", ")}.

Method: 'auto' asks for the log-probabilities of the answers' letters, and samples a model whose
provider gives none. Spellings of a letter (A, ' A', 'A.') are put together by adding their
'probabilities', or, as published, their 'logits'; repeats by the mean of 'log_probabilities', as
published, or of 'probabilities'.

What has a row is not asked again, so the same command goes on where it was stopped. Tables and
figures go into the run's folder.

Exit code: 0 where everything asked has a row; 1 where a model was given up; 130 after Ctrl-C.`,
  )
  .action(survey);

async function survey(options: SurveyTaskOptions): Promise<void> {
  const { run: folder, base, permutations, spellings, average } = options;
  const pairs = parsePairs(options.pairs);
  if (base <= 1) throw new UserError(`Cannot take logarithms of base ${base}: expected above 1.`);
  const isAsked = options.models !== undefined || options.modelsFile !== undefined;
  if (isAsked && await ask(options) === "refused") return;
  const { survey, tables, paths } = await analyzeSurvey(folder, {
    ...{ pairs, base, permutations, spellings, average },
  });
  for (const line of formatSurvey(survey, tables)) console.log(line);
  console.log(`Wrote to ${folder}:`);
  for (const path of paths) console.log(`  ${relative(folder, path)}`);
}

async function ask(options: SurveyTaskOptions): Promise<"asked" | "refused"> {
  // Whatever can be wrong is found before the run is made and before anything is asked.
  const variants = options.variants.map(findVariant);
  const specs = await namedModels(
    options,
    SIMULATED_SURVEY_MODELS.map((name) => simulatedSurveySpec(name, IN_PROCESS)),
  );
  const material = await loadMaterial(options);
  const examples = await readWorkedExamples(options.examples);
  using run = openRun(options.run, { create: true });
  const { repeats, seed } = options;
  const kept = keepSurvey(run, material, { variants, repeats, seed, examples });
  const isSimulated = ({ baseURL }: ModelSpec) => baseURL === IN_PROCESS;
  await using simulator = specs.some(isSimulated) ? simulateSurvey(run, material) : null;
  const models = specs.map((spec) =>
    isSimulated(spec) && simulator ? { ...spec, baseURL: simulator.baseURL } : spec
  );
  return await askModels(run, { ...options, survey: kept, models });
}

async function loadMaterial(options: SurveyTaskOptions): Promise<SurveyMaterial> {
  const { populations, people, limit } = options;
  const material = options.survey === "global_opinion_qa"
    ? opinionMaterial(await loadOpinions(options.material, { populations }))
    : personalityMaterial(await loadPersonality(options.material, { answers: people }));
  return { ...material, questions: material.questions.slice(0, limit) };
}

type AskModelsOptions = Omit<SurveyTaskOptions, "survey" | "models"> & {
  survey: KeptSurvey;
  models: readonly ModelSpec[];
};

async function askModels(run: RunFile, options: AskModelsOptions): Promise<"asked" | "refused"> {
  const own = options.prices === undefined ? undefined : await readPrices(options.prices);
  const { maxCost, yes, concurrency, retryErrors } = options;
  // Nobody is asked about money for a run that another task is writing to.
  lockRun(run, "survey")[Symbol.dispose]();
  const plan = await planSurvey(run, { ...options, maxConcurrency: concurrency });
  for (const note of plan.notes) console.error(oneLine(note));
  const money = { own, maxCost, retryErrors };
  for (const part of plan.asks) {
    const priced = await priceGeneration(run, { ...part, ...money });
    if (await agreeOnCost(priced, { yes }) === "refused") return "refused";
  }
  using stop = stopSignal("Stopping: what was answered is kept. Ctrl-C again leaves at once.");
  const summary = await showProgress((onProgress) =>
    askSurvey(run, plan, {
      ...{ concurrency, retryErrors, signal: stop.signal, onProgress },
      openMeter: async ({ models: _, ...part }) =>
        (await priceGeneration(run, { ...part, ...money, models: plan.models })).meter,
    })
  );
  report(summary);
  return "asked";
}

function report(summary: GenerationSummary): void {
  for (const line of formatSummary(summary)) console.log(line);
  const simulated = summary.models.filter((model) => model.simulated).map(({ model }) => model);
  if (simulated.length > 0) console.log(`Simulated, not real: ${simulated.join(", ")}`);
  if (summary.left > 0) {
    console.log(`${summary.left} answers are left. The same command again goes on from here.`);
  }
  if (summary.aborted) Deno.exitCode = 130;
  else if (summary.models.some(({ stopped }) => stopped !== null)) Deno.exitCode = 1;
}

function oneOf<T extends string>(names: readonly T[]): (text: string) => T {
  return (text) => {
    const found = names.find((name) => name === text.replaceAll("-", "_"));
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Expected ${names.join(" or ")}.`);
  };
}

function topLogprobs(text: string): number {
  if (/^([1-9]|1\d|20)$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number from 1 to 20.");
}

await runTask(command);
