import type { Answer, Pace } from "../models/answer.ts";
import type { AddedModel } from "./add_model.ts";
import type { Question } from "./ask_model.ts";
import type { AskedPrompts, OpenSeries, PendingPrompt } from "./_asked_prompts.ts";
import type { ModelToAsk } from "./generate_responses.ts";
import type { ModelSummary } from "./generation_summary.ts";
import { reportedVersions } from "./reported_versions.ts";
import type { RunFile } from "./run_file.ts";
import { saveResponse } from "./save_response.ts";

/** A prompt as a question. */
export type PromptQuestion = Question & PendingPrompt;

/** One model's share of a generation while it runs. */
export interface Session {
  summary: ModelSummary;
  /** By sample. */
  series: readonly OpenSeries[];
  inFlight: number;
  /** How fast its provider may be asked; undefined where nobody says. */
  pace(): Pace | undefined;
}

/** A model to ask, and the series that its answers go into. */
export type ModelInRun = ModelToAsk & { added: AddedModel };

/** Options of {@linkcode newSession}. */
export interface NewSessionOptions {
  prompts: AskedPrompts;
  samples: number;
  retryErrors: boolean;
}

/** Counts what is there already, before the first request. */
export function newSession(
  { spec, client, added: { model, seriesOf, isNewSeries } }: ModelInRun,
  { prompts, samples, retryErrors }: NewSessionOptions,
): Session {
  const series = Array.from(
    { length: samples },
    (_, sample) => prompts.open({ model, sample, retryErrors }),
  );
  const sum = (key: "done" | "failed" | "reused" | "inBatch") =>
    series.reduce((total, { [key]: n }) => total + n, 0);
  const total = prompts.count * samples;
  return {
    series,
    inFlight: 0,
    pace: () => "unavailable" in client ? undefined : client.pace?.(),
    summary: {
      model,
      seriesOf,
      isNewSeries,
      simulated: spec.simulated === true,
      total,
      alreadyThere: sum("done"),
      alreadyFailed: sum("failed"),
      reused: sum("reused"),
      asked: 0,
      answered: 0,
      truncated: 0,
      empty: 0,
      filtered: 0,
      failed: 0,
      failedByKind: {},
      left: total - sum("done") - sum("reused"),
      inBatch: sum("inBatch"),
      stopped: null,
      seconds: 0,
      inputTokens: 0,
      outputTokens: 0,
      retries: 0,
    },
  };
}

/** Writes an answer, and with it its copies for prompts of the same text; in one transaction. */
export function keep(
  run: RunFile,
  { summary: { model }, series }: Session,
  { question, answer }: { question: PromptQuestion; answer: Answer },
): { saved: boolean; copied: number } {
  const { prompt_id, sample, isAwaited } = question;
  const saved = saveResponse(run, { prompt_id, model, sample, answer });
  return { saved, copied: isAwaited ? series[sample]?.copyToSame(question) ?? 0 : 0 };
}

/** Counts an answer. */
export function count(summary: ModelSummary, answer: Answer): void {
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

/** What the providers said of what answered, beside the counts. */
export function withVersions(run: RunFile, summaries: readonly ModelSummary[]): unknown[] {
  const hasNew = summaries.some(({ asked, reused }) => asked + reused > 0);
  const versions = hasNew ? reportedVersions(run) : [];
  return summaries.map((summary) => ({
    ...summary,
    versions: versions.filter(({ model }) => model === summary.model),
  }));
}
