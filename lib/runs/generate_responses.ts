import { UserError } from "../base/user_error.ts";
import type { Answer, ModelClient, Pace } from "../models/answer.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { askModel, type Question } from "./ask_model.ts";
import {
  type AskedPrompts,
  askedPrompts,
  type AskedPromptsOptions,
  type PendingPrompt,
} from "./_asked_prompts.ts";
import { explainSqlite } from "./explain_sqlite.ts";
import { addModel } from "./add_model.ts";
import { describeSoftware } from "./describe_software.ts";
import type { GenerationSummary, ModelSummary } from "./generation_summary.ts";
import { beginSession } from "./manifest.ts";
import type { GenerationProgress } from "./progress.ts";
import { refuseRepeatedNames } from "./_refuse_repeated_names.ts";
import { reportRegularly } from "./_report_regularly.ts";
import type { RunFile } from "./run_file.ts";
import { saveResponse } from "./save_response.ts";

/** A model to ask: what it is, and who carries the requests. */
export interface ModelToAsk {
  spec: ModelSpec;
  /** Its client, or, where it cannot be asked (a missing key, say), why. */
  client: ModelClient | { unavailable: string };
}

/** Options of {@linkcode generateResponses}. */
export interface GenerateOptions extends AskedPromptsOptions {
  /** Who is asked. All are asked at the same time, each at its own pace. */
  models: readonly ModelToAsk[];
  /** How many answers to each prompt. Default: 1. */
  samples?: number;
  /** Most requests under way at once, for each model. Default: 64. */
  concurrency?: number;
  /** Whether rows that failed are asked again. Default: false. */
  retryErrors?: boolean;
  /** A model is given up after so many failures without an answer between them. Default: 100. */
  stopAfterFailures?: number;
  /** Stops the asking: no new requests, those under way have `graceMs`; what was answered is kept. */
  signal?: AbortSignal;
  /** How long requests under way may go on after `signal`, in ms. Default: 10 seconds. */
  graceMs?: number;
  /** Called at the start and after each answer, thousands of times a second: show a few of them. */
  onProgress?: (progress: GenerationProgress) => void;
}

const DEFAULT_CONCURRENCY = 64;

/**
 * Asks each model each prompt of the run that has no row yet, and commits every answer as it
 * arrives. What fails is a row, too. A model whose key is missing or refused is asked no more: its
 * other prompts stay without a row, and the next generation asks them all.
 *
 * @throws {UserError} before anything is asked, where a model of the run has changed, a name is
 * there twice, or the run has no prompts; and where an answer can't be written.
 */
export async function generateResponses(
  run: RunFile,
  options: GenerateOptions,
): Promise<GenerationSummary> {
  const { samples = 1, signal } = options;
  refuseRepeatedNames(options.models);
  // From here on each goes by the name of its series.
  const models = run.transaction(() =>
    options.models.map(({ spec, client }) => ({
      spec: addModel(run, spec),
      client,
      asked: spec.name,
    }))
  );
  using prompts = askedPrompts(run, options);
  if (prompts.count === 0) {
    throw new UserError(`Cannot ask anything: ${run.path} has no prompts. Add prompts first.`);
  }
  const retryErrors = options.retryErrors ?? false;
  const endSession = beginSession(run, {
    kind: "generate",
    software: await describeSoftware(),
    options: {
      models: models.map(({ spec }) => spec.name),
      prompts: prompts.count,
      samples,
      retryErrors,
      concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    },
  });
  const sessions = models.map((model) => newSession(model, { prompts, samples, retryErrors }));
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const report = () => options.onProgress?.(progressOf(sessions, seconds()));
  using _reports = sessions.some(({ pace }) => pace() !== undefined)
    ? reportRegularly(report)
    : null;

  // What breaks one model's loop (a full disk, a defect) must stop the others before it is thrown.
  const broken = new AbortController();
  report();
  const outcomes = await Promise.allSettled(models.map(async ({ client }, index) => {
    const session = sessions[index];
    if (session === undefined) return;
    try {
      await runSession(run, { session, client, prompts, options, broken: broken.signal, report });
    } catch (error) {
      broken.abort();
      throw error;
    }
    report();
  }));
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) throw explainSqlite(failure.reason, run.path);
  const summaries = sessions.map(({ summary }) => summary);
  endSession(summaries);
  return {
    models: summaries,
    seconds: seconds(),
    aborted: signal?.aborted ?? false,
    left: summaries.reduce((sum, { left }) => sum + left, 0),
  };
}

/** One model's share of a generation while it runs. */
interface Session {
  summary: ModelSummary;
  inFlight: number;
  pace(): Pace | undefined;
}

interface SeriesOptions {
  prompts: AskedPrompts;
  samples: number;
  retryErrors: boolean;
}

/** A model under the name of its series, and under the one by which it was asked for. */
type ModelInRun = ModelToAsk & { asked: string };

function newSession({ spec, client, asked }: ModelInRun, series: SeriesOptions): Session {
  const { prompts, samples, retryErrors } = series;
  const model = spec.name;
  let alreadyThere = 0;
  let alreadyFailed = 0;
  let inBatch = 0;
  for (let sample = 0; sample < samples; sample++) {
    const counts = prompts.countDone({ model, sample, retryErrors });
    alreadyThere += counts.done;
    alreadyFailed += counts.failed;
    inBatch += counts.inBatch;
  }
  const total = prompts.count * samples;
  return {
    inFlight: 0,
    pace: () => "unavailable" in client ? undefined : client.pace?.(),
    summary: {
      model,
      seriesOf: model === asked ? null : asked,
      simulated: spec.simulated === true,
      total,
      alreadyThere,
      alreadyFailed,
      asked: 0,
      answered: 0,
      truncated: 0,
      empty: 0,
      filtered: 0,
      failed: 0,
      failedByKind: {},
      left: total - alreadyThere,
      inBatch,
      stopped: null,
      seconds: 0,
      inputTokens: 0,
      outputTokens: 0,
      retries: 0,
    },
  };
}

/** A prompt as a question. */
type PromptQuestion = Question & PendingPrompt;

interface RunSessionOptions {
  session: Session;
  client: ModelToAsk["client"];
  prompts: AskedPrompts;
  options: GenerateOptions;
  /** Drops all at once. */
  broken: AbortSignal;
  report: () => void;
}

async function runSession(run: RunFile, context: RunSessionOptions): Promise<void> {
  const { session, client, prompts, options, broken, report } = context;
  const { summary } = session;
  if (summary.left === 0) return;
  if ("unavailable" in client) {
    summary.stopped = client.unavailable;
    return;
  }
  const { samples = 1, retryErrors = false } = options;
  const started = performance.now();
  function save({ prompt_id, sample }: PromptQuestion, answer: Answer): void {
    // Another process may have answered meanwhile: then that answer stands.
    const saved = saveResponse(run, { prompt_id, model: summary.model, sample, answer });
    if (saved) count(summary, answer);
    else summary.alreadyThere++;
    summary.left--;
    summary.seconds = (performance.now() - started) / 1000;
    report();
  }
  summary.stopped = await askModel({
    client,
    questions: questionsOf(prompts, { model: summary.model, samples, retryErrors }),
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    stopAfterFailures: options.stopAfterFailures ?? 100,
    signal: options.signal ?? broken,
    graceMs: options.graceMs,
    drop: broken,
    onInFlight: (count) => session.inFlight = count,
    save,
    onGivenUp: save,
  });
}

/** First every prompt once, then every prompt a second time: a stopped run covers all prompts. */
function* questionsOf(
  prompts: AskedPrompts,
  { model, samples, retryErrors }: { model: string; samples: number; retryErrors: boolean },
): Generator<Question & PendingPrompt> {
  for (let sample = 0; sample < samples; sample++) {
    for (const prompt of prompts.pending({ model, sample, retryErrors })) {
      yield { ...prompt, sample };
    }
  }
}

function count(summary: ModelSummary, answer: Answer): void {
  summary.asked++;
  summary[answer.status]++;
  if (answer.status === "failed") {
    const kind = answer.error_kind ?? "unknown";
    summary.failedByKind[kind] = (summary.failedByKind[kind] ?? 0) + 1;
  }
  summary.inputTokens += answer.input_tokens ?? 0;
  summary.outputTokens += answer.output_tokens ?? 0;
  summary.retries += Math.max(0, answer.attempts - 1);
}

function progressOf(sessions: readonly Session[], seconds: number): GenerationProgress {
  const models = sessions.map(({ summary, inFlight, pace }) => ({
    model: summary.model,
    total: summary.total,
    done: summary.total - summary.left,
    asked: summary.asked,
    failed: summary.failed,
    inFlight,
    pace: pace(),
    stopped: summary.stopped,
  }));
  return { seconds, models };
}
