import { UserError } from "../base/user_error.ts";
import type { Answer, ModelClient } from "../models/answer.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { addModel } from "./add_model.ts";
import { askModel } from "./ask_model.ts";
import type { CostMeter } from "./cost_meter.ts";
import { askedPrompts, type OpenSeries } from "./_asked_prompts.ts";
import type { AskedPromptsOptions } from "./_choose_prompts.ts";
import { explainSqlite } from "./explain_sqlite.ts";
import { describeSoftware } from "./describe_software.ts";
import { describeSpec } from "./describe_spec.ts";
import {
  count,
  keep,
  newSession,
  type PromptQuestion,
  type Session,
  withVersions,
} from "./_generation_session.ts";
import type { GenerationSummary } from "./generation_summary.ts";
import { beginSession } from "./manifest.ts";
import { type GroupCommits, groupCommits } from "./_group_commits.ts";
import type { GenerationProgress } from "./progress.ts";
import type { RunFile } from "./run_file.ts";
import { reportRegularly } from "./_report_regularly.ts";
import { lockRun } from "./run_lock.ts";

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
  /** What the asking may cost, and what it has cost so far. Default: nobody counts. */
  meter?: CostMeter;
  /** Called at the start and after each commit, many times a second: show a few of them. */
  onProgress?: (progress: GenerationProgress) => void;
}

const DEFAULT_CONCURRENCY = 64;

/**
 * Asks each model each prompt of the run that has no row yet, and commits every answer as it
 * arrives (those that arrive together, together). What fails is a row, too. A model whose key is missing or refused is asked no more: its
 * other prompts stay without a row, and the next generation asks them all. Prompts with one text are
 * asked once; the others take the answer over.
 *
 * @throws {UserError} before anything is asked, where a name of the run stands for another model, a
 * name is there twice, the run has no prompts, or another task is writing to it; and where an answer
 * can't be written.
 */
export async function generateResponses(
  run: RunFile,
  options: GenerateOptions,
): Promise<GenerationSummary> {
  using _lock = lockRun(run, "generate");
  try {
    return await generate(run, options);
  } catch (error) {
    throw explainSqlite(error, run.path);
  }
}

async function generate(run: RunFile, options: GenerateOptions): Promise<GenerationSummary> {
  const { models, samples = 1, signal } = options;
  refuseRepeated(models.map(({ spec }) => spec.name));
  const asked = run.transaction(() =>
    models.map(({ spec, client }) => ({ spec, client, added: addModel(run, spec) }))
  );
  const names = asked.map(({ added }) => added.model);
  refuseRepeated(names);
  using prompts = askedPrompts(run, options);
  if (prompts.count === 0) {
    throw new UserError(`Cannot ask anything: ${run.path} has no prompts. Add prompts first.`);
  }
  const retryErrors = options.retryErrors ?? false;
  const endSession = beginSession(run, {
    kind: "generate",
    software: await describeSoftware(),
    options: {
      models: names,
      requests: asked.map(({ spec, added }) => ({ series: added.model, ...describeSpec(spec) })),
      prompts: prompts.count,
      prompt_ids: options.promptIds?.length,
      datasets: options.datasets,
      stratified: options.stratified,
      limit: options.limit,
      samples,
      retryErrors,
      concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    },
  });
  const sessions = asked.map((model) => newSession(model, { prompts, samples, retryErrors }));
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const report = () =>
    options.onProgress?.({ ...progressOf(sessions, seconds()), spent: options.meter?.spent() });
  using _reports = sessions.some(({ pace }) => pace() !== undefined)
    ? reportRegularly(report)
    : null;

  const commits = groupCommits(run, report);
  // What breaks one model's loop (a full disk, a defect) must stop the others before it is thrown.
  const broken = new AbortController();
  report();
  const outcomes = await Promise.allSettled(models.map(async ({ client }, index) => {
    const session = sessions[index];
    if (session === undefined) return;
    try {
      await runSession(run, { session, client, options, broken: broken.signal, commits });
    } catch (error) {
      broken.abort();
      throw error;
    }
    report();
  }));
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) throw failure.reason;
  const summaries = sessions.map(({ summary }) => summary);
  endSession(withVersions(run, summaries));
  return {
    models: summaries,
    seconds: seconds(),
    spent: options.meter?.spent(),
    aborted: signal?.aborted ?? false,
    left: summaries.reduce((sum, { left }) => sum + left, 0),
  };
}

interface RunSessionOptions {
  session: Session;
  client: ModelToAsk["client"];
  options: GenerateOptions;
  /** Drops all at once. */
  broken: AbortSignal;
  commits: GroupCommits;
}

async function runSession(run: RunFile, context: RunSessionOptions): Promise<void> {
  const { session, client, options, broken, commits } = context;
  const { meter } = options;
  const { summary } = session;
  if (summary.left === 0) return;
  if ("unavailable" in client) {
    summary.stopped = client.unavailable;
    return;
  }
  const started = performance.now();
  const save = (question: PromptQuestion, answer: Answer) =>
    commits.commit({
      write: () => keep(run, session, { question, answer }),
      onCommitted({ saved, copied }) {
        if (saved) count(summary, answer);
        else summary.alreadyThere++;
        summary.reused += copied;
        summary.left -= 1 + copied;
        summary.seconds = (performance.now() - started) / 1000;
      },
    });
  summary.stopped = await askModel({
    client,
    questions: questionsOf(session.series),
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    stopAfterFailures: options.stopAfterFailures ?? 100,
    signal: options.signal ?? broken,
    graceMs: options.graceMs,
    drop: broken,
    mayAsk: meter &&
      (({ input }, stop) => meter.mayAsk(summary.model, { prompt: input, signal: stop })),
    onInFlight: (count) => session.inFlight = count,
    save,
    onGivenUp: save,
  });
}

/** First every prompt once, then every prompt a second time: a stopped run covers all prompts. */
function* questionsOf(series: readonly OpenSeries[]): Generator<PromptQuestion> {
  for (const [sample, { pending }] of series.entries()) {
    for (const prompt of pending()) yield { ...prompt, sample };
  }
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

function refuseRepeated(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return;
  throw new UserError(`Cannot ask '${repeated}' twice in one run. Give each model its own name.`);
}
