import { UserError } from "../base/user_error.ts";
import type { Answer } from "../models/answer.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { connectModels, type ConnectModelsOptions } from "../runs/connect_models.ts";
import type { ModelToAsk } from "../runs/generate_responses.ts";
import type { RunFile } from "../runs/run_file.ts";
import type { KeptSurvey } from "./keep_survey.ts";
import type { SurveyMethod } from "./survey_answer.ts";
import { logprobMethodOf, methodOf, specFor, type SpecForOptions } from "./survey_method.ts";

/**
 * How models are asked: `auto` asks for log-probabilities, and samples where the provider gives none.
 */
export type SurveyMethodChoice = "auto" | "logprobs" | "sampling";

/** Options of {@linkcode planSurvey}. */
export interface PlanSurveyOptions extends SpecForOptions, ConnectModelsOptions {
  survey: KeptSurvey;
  models: readonly ModelSpec[];
  /** Default: `auto`. */
  method?: SurveyMethodChoice;
  /** How often each prompt with worked examples is sampled. Default: 4. */
  samples?: number;
}

/** What is to be asked together: options of `generateResponses()`. */
export interface SurveyAsk {
  models: readonly ModelToAsk[];
  promptIds: readonly string[];
  samples: number;
}

/** How a survey is to be asked. */
export interface SurveyPlan {
  /** All of them, ready to be asked: what one part costs counts against the limit of the others. */
  models: readonly ModelToAsk[];
  asks: readonly SurveyAsk[];
  /** By model. */
  methods: ReadonlyMap<string, SurveyMethod>;
  /** Why a model is sampled although log-probabilities would be asked for; one line each. */
  notes: readonly string[];
}

const DEFAULT_SAMPLES = 4;

/**
 * Decides for each model how it is asked. One that the run knows goes on as before; of any other, one
 * request is sent to see whether log-probabilities come, and its answer is not kept.
 *
 * @throws {UserError} where there is nothing to ask, or a model's description is wrong.
 */
export async function planSurvey(run: RunFile, options: PlanSurveyOptions): Promise<SurveyPlan> {
  const { survey, models, samples = DEFAULT_SAMPLES } = options;
  const { repeated, single, repeats } = survey;
  const [probe] = [...repeated, ...single];
  if (probe === undefined || models.length === 0) {
    throw new UserError("Cannot ask a survey: there are no questions or no models. Name some.");
  }
  const chosen = await Promise.all(models.map((spec) => choose(run, spec, { ...options, probe })));
  const isSampled = ({ method }: Choice) => method === "sampling";
  const connect = (choices: readonly Choice[]) =>
    connectModels(choices.map(({ spec, method }) => specFor(spec, method, options)), options);
  const sampled = connect(chosen.filter(isSampled));
  const scored = connect(chosen.filter((choice) => !isSampled(choice)));
  const asks = [
    {
      models: scored,
      promptIds: [...repeated, ...single],
      samples: 1,
    },
    { models: sampled, promptIds: repeated, samples },
    { models: sampled, promptIds: single, samples: samples * repeats },
  ];
  return {
    models: [...scored, ...sampled],
    asks: asks.filter(({ models, promptIds }) => models.length > 0 && promptIds.length > 0),
    methods: new Map(chosen.map(({ spec, method }) => [spec.name, method])),
    notes: chosen.flatMap(({ note }) => note ?? []),
  };
}

interface Choice {
  spec: ModelSpec;
  method: SurveyMethod;
  note: string | null;
}

async function choose(
  run: RunFile,
  spec: ModelSpec,
  { method = "auto", probe, ...options }: PlanSurveyOptions & { probe: string },
): Promise<Choice> {
  if (method === "sampling") return { spec, method, note: null };
  const logprobs = logprobMethodOf(spec);
  if (method === "logprobs") return { spec, method: logprobs, note: null };
  const known = run.statement("SELECT spec FROM models WHERE model = ?").get(spec.name);
  if (known !== undefined) {
    const { method } = methodOf(JSON.parse(String(known.spec)));
    const note = `${spec.name}: its answers are sampled, as they were before in this run`;
    return { spec, method, note: method === "sampling" ? note : null };
  }
  const why = await whyNoLogprobs(run, specFor(spec, logprobs, options), { probe, ...options });
  if (why === null) return { spec, method: logprobs, note: null };
  const note = `${spec.name}: no log-probabilities (${why}), so its answers are sampled`;
  return { spec, method: "sampling", note };
}

/** Null where they come, and where it cannot be told: then asking for real will tell. */
async function whyNoLogprobs(
  run: RunFile,
  spec: ModelSpec,
  { probe, ...options }: ConnectModelsOptions & { probe: string },
): Promise<string | null> {
  const [model] = connectModels([spec], options);
  if (model === undefined || "unavailable" in model.client) return null;
  const row = run.statement("SELECT input FROM prompts WHERE prompt_id = ?").get(probe);
  return lacksLogprobs(await model.client.ask({ prompt: String(row?.input) }));
}

function lacksLogprobs({ status, top_logprobs, error, error_kind }: Answer): string | null {
  if (top_logprobs !== null) return null;
  if (status !== "failed") return "the provider gave none";
  const isRefused = error_kind === "http_400" || error_kind === "http_422";
  return isRefused && /logprob|max_(completion_)?tokens/i.test(error ?? "") ? error : null;
}
