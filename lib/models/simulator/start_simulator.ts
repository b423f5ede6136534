import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../../base/user_error.ts";
import type { ModelSpec } from "../model_spec.ts";
import { checkFaults, type FaultRates } from "./faults.ts";
import type { SimulatedPrompt } from "./planted_truth.ts";
import { SIMULATED_JUDGE, SIMULATED_MODELS } from "./profiles.ts";
import type { RateLimit } from "./request_bucket.ts";
import { simulatedSpec, simulatedSurveySpec } from "./simulated_spec.ts";
import type { ServerDialect } from "./server_dialect.ts";
import { type HandlerStats, simulatorHandler } from "./simulator_handler.ts";
import { SIMULATED_SURVEY_MODELS, type SimulatedQuestion } from "./survey_truth.ts";

/** Options of {@linkcode startSimulator}. */
export interface StartSimulatorOptions {
  /** Everything that the simulator draws follows from it. Default: 1. */
  seed?: number;
  /** What is known of prompts, found by text. Others are answered by the default profile. */
  prompts?: readonly SimulatedPrompt[];
  /** What is known of survey questions, found by text. */
  questions?: readonly SimulatedQuestion[];
  /** How often which fault hits a request. Default: never. */
  faults?: FaultRates;
  /** The share of its requests (0 to 1) after which a batch expires. Default: never. */
  batchExpiresAfter?: number;
  /** The port on 127.0.0.1. Default: 0, any free one. */
  port?: number;
  /** How long each answer takes, in ms. Default: 0. */
  latency?: number;
  /** How much longer a `slow` answer takes, in ms. Default: 2000. */
  slowBy?: number;
  /** How many requests each model bears; beyond it they are refused by 429. Default: any number. */
  rateLimit?: RateLimit;
  /** Whose server it speaks like. Default: `openai`. */
  dialect?: ServerDialect;
  /** Most tokens of a prompt, roughly counted; longer ones are refused. Default: any number. */
  contextTokens?: number;
}

/** A simulator that runs. */
export interface Simulator extends AsyncDisposable {
  /** The endpoint, ending in `/v1`. */
  baseURL: string;
  /** The models that answer, the judge not among them. */
  models: readonly ModelSpec[];
  /** The model that judges. */
  judge: ModelSpec;
  /** The models that answer survey questions, and nothing else. */
  surveyModels: readonly ModelSpec[];
  /** What happened so far; it goes on changing. */
  stats: Readonly<HandlerStats>;
  /** Stops the server at once; answers under way are dropped. */
  stop(): Promise<void>;
}

/**
 * Starts an OpenAI-compatible server on 127.0.0.1 whose models answer by planted profiles.
 *
 * @throws {UserError} where the port is taken, or the faults' rates or the budget of requests make
 * no sense.
 */
export function startSimulator(options: StartSimulatorOptions = {}): Simulator {
  const { seed = 1, prompts = [], questions = [], faults = {}, port = 0 } = options;
  const { latency = 0, slowBy = 2000 } = options;
  checkFaults(faults);
  checkRateLimit(options.rateLimit);
  const stopping = new AbortController();
  const { handle, stats } = simulatorHandler({
    seed,
    prompts: new Map(prompts.map((prompt) => [prompt.input, prompt])),
    questions: new Map(questions.map((question) => [question.text, question])),
    faults,
    batchExpiresAfter: options.batchExpiresAfter ?? null,
    latency,
    slowBy,
    rateLimit: options.rateLimit ?? null,
    dialect: options.dialect ?? "openai",
    contextTokens: options.contextTokens ?? null,
    now: () => performance.now(),
    // Stopping ends all waits; what is then answered goes nowhere.
    sleep: (milliseconds) =>
      delay(milliseconds, undefined, { signal: stopping.signal }).catch(() => {}),
  });
  const server = listen(port, { handle, signal: stopping.signal });
  const baseURL = `http://127.0.0.1:${server.addr.port}/v1`;
  const stop = async () => {
    stopping.abort();
    await server.finished;
  };
  return {
    baseURL,
    models: SIMULATED_MODELS.map((name) => simulatedSpec(name, baseURL)),
    judge: simulatedSpec(SIMULATED_JUDGE, baseURL),
    surveyModels: SIMULATED_SURVEY_MODELS.map((name) => simulatedSurveySpec(name, baseURL)),
    stats,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function checkRateLimit(rateLimit: RateLimit | undefined): void {
  if (rateLimit === undefined || (rateLimit.requestsPerSecond > 0 && rateLimit.burst >= 1)) return;
  throw new UserError(
    `Cannot simulate a budget of ${rateLimit.requestsPerSecond} requests per second and a burst of ` +
      `${rateLimit.burst}: expected more than 0 and at least 1.`,
  );
}

function listen(
  port: number,
  { handle, signal }: { handle: Deno.ServeHandler; signal: AbortSignal },
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ hostname: "127.0.0.1", port, signal, onListen: () => {} }, handle);
  } catch (error) {
    const taken = error instanceof Deno.errors.AddrInUse;
    const reason = taken ? "the port is taken" : String(error).replaceAll("\n", " ");
    throw new UserError(
      `Cannot simulate on port ${port}: ${reason}. Choose another, or 0 for any.`,
    );
  }
}
