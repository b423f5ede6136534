import type { CostMeter } from "../runs/cost_meter.ts";
import { type GenerateOptions, generateResponses } from "../runs/generate_responses.ts";
import type { GenerationSummary, ModelSummary } from "../runs/generation_summary.ts";
import type { GenerationProgress, ModelProgress } from "../runs/progress.ts";
import type { RunFile } from "../runs/run_file.ts";
import type { SurveyAsk, SurveyPlan } from "./survey_plan.ts";

/** Options of {@linkcode askSurvey}: those of a generation that a plan does not settle. */
export interface AskSurveyOptions extends
  Pick<
    GenerateOptions,
    "concurrency" | "retryErrors" | "signal" | "graceMs" | "onProgress"
  > {
  /** Opens what follows the cost of a part, just before it is asked. Default: nobody counts. */
  openMeter?: (ask: SurveyAsk) => Promise<CostMeter | undefined>;
}

/**
 * Asks what a plan says, one part after the other, as `generateResponses()` does: each answer is kept
 * as it arrives, nothing is asked twice, and what fails is a row, too.
 *
 * @returns One summary of all parts; a model that was asked in two has its counts added up.
 * @throws {UserError} as `generateResponses()` does.
 */
export async function askSurvey(
  run: RunFile,
  plan: SurveyPlan,
  { onProgress, openMeter, ...options }: AskSurveyOptions = {},
): Promise<GenerationSummary> {
  const summaries: GenerationSummary[] = [];
  const before: GenerationProgress[] = [];
  for (const ask of plan.asks) {
    if (options.signal?.aborted) break;
    const meter = await openMeter?.(ask);
    let last: GenerationProgress | undefined;
    summaries.push(
      await generateResponses(run, {
        ...options,
        ...ask,
        meter,
        onProgress: (progress) => {
          last = progress;
          onProgress?.(together([...before, progress]));
        },
      }),
    );
    if (last !== undefined) before.push(last);
  }
  return addUp(summaries, options.signal?.aborted ?? false);
}

function together(parts: readonly GenerationProgress[]): GenerationProgress {
  const models = Map.groupBy(parts.flatMap((part) => part.models), ({ model }) => model);
  const spent = parts.at(-1)?.spent;
  return {
    seconds: parts.reduce((sum, { seconds }) => sum + seconds, 0),
    models: [...models.values()].map((lines) => lines.reduce(addLines)),
    ...spent === undefined ? {} : { spent },
  };
}

function addLines(sum: ModelProgress, line: ModelProgress): ModelProgress {
  return {
    ...line,
    total: sum.total + line.total,
    done: sum.done + line.done,
    asked: sum.asked + line.asked,
    failed: sum.failed + line.failed,
    stopped: sum.stopped ?? line.stopped,
  };
}

/** The counts of a summary that parts add up. */
const COUNTS = [
  "total",
  "alreadyThere",
  "alreadyFailed",
  "reused",
  "asked",
  "answered",
  "truncated",
  "empty",
  "filtered",
  "failed",
  "left",
  "seconds",
  "inputTokens",
  "outputTokens",
  "retries",
] as const;

function addUp(summaries: readonly GenerationSummary[], aborted: boolean): GenerationSummary {
  const models = Map.groupBy(summaries.flatMap((summary) => summary.models), ({ model }) => model);
  const sum = (key: "seconds" | "left") =>
    summaries.reduce((total, summary) => total + summary[key], 0);
  return {
    models: [...models.values()].map((parts) => parts.reduce(addSummaries)),
    seconds: sum("seconds"),
    spent: summaries.at(-1)?.spent,
    aborted,
    left: sum("left"),
  };
}

function addSummaries(a: ModelSummary, b: ModelSummary): ModelSummary {
  const counts = Object.fromEntries(COUNTS.map((key) => [key, a[key] + b[key]]));
  const failedByKind = { ...a.failedByKind };
  for (const [kind, count] of Object.entries(b.failedByKind)) {
    failedByKind[kind] = (failedByKind[kind] ?? 0) + count;
  }
  return { ...a, ...counts, failedByKind, stopped: a.stopped ?? b.stopped };
}
