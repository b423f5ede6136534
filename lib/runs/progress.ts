import { oneLine } from "../base/one_line.ts";
import type { SpentSoFar } from "./cost_meter.ts";
import { formatSpentShort } from "./format_spent_short.ts";
import type { Pace } from "../models/answer.ts";

/** How far a generation is: what a notebook or a terminal shows while it runs. */
export interface GenerationProgress {
  /** Seconds since the asking began. */
  seconds: number;
  /** One per model, in the order given. */
  models: readonly ModelProgress[];
  /** What was spent so far, where someone counts. */
  spent?: SpentSoFar | undefined;
}

/** How far one model is. */
export interface ModelProgress {
  model: string;
  /** Answers wanted: prompts × samples. */
  total: number;
  /** Answers wanted that have a row: those there before and those of this session. */
  done: number;
  /** Rows of this session: `done` less those that were there before. */
  asked: number;
  /** Rows of this session that are failures. */
  failed: number;
  /** Requests under way. */
  inFlight: number;
  /** How fast its provider may be asked at present; absent where nobody knows. */
  pace?: Pace;
  /** Why the model is asked no more, though prompts are left; null while it is. */
  stopped: string | null;
}

/** Options of {@linkcode formatProgress}. */
export interface FormatProgressOptions {
  /** Cells of the bar. Default: 20. */
  barWidth?: number;
}

/**
 * One line per model: name, bar, done/total, share, rate, time left, requests under way of those that
 * the provider bears at once, how long it asks to wait, errors.
 *
 * The rate is the session's mean, so that the time left does not jump about; before the first
 * answer both are left out.
 */
export function formatProgress(
  progress: GenerationProgress,
  { barWidth = 20 }: FormatProgressOptions = {},
): string[] {
  const nameWidth = Math.max(0, ...progress.models.map(({ model }) => oneLine(model).length));
  const countWidth = Math.max(0, ...progress.models.map((model) => countOf(model).length));
  const lines = progress.models.map((model) => {
    const share = model.total === 0 ? 1 : model.done / model.total;
    // Rounded down: 100% and a full bar are for what is complete.
    const filled = Math.floor(share * barWidth);
    const parts = [
      oneLine(model.model).padEnd(nameWidth),
      "█".repeat(filled) + "░".repeat(barWidth - filled),
      countOf(model).padStart(countWidth),
      `${Math.floor(share * 100)}%`.padStart(4),
      ...rateAndTimeLeft(model, progress.seconds),
      ...paceOf([model]),
    ];
    if (model.failed > 0) parts.push(`${formatCount(model.failed)} failed`);
    if (model.stopped !== null) parts.push(`stopped: ${oneLine(model.stopped)}`);
    return parts.join("  ");
  });
  return [...lines, ...spentOf(progress).map((spent) => `spent so far: ${spent}`)];
}

/** What was spent so far in words; nothing where nobody counts, or nothing was. */
export function spentOf({ spent }: GenerationProgress): string[] {
  return spent === undefined ? [] : [formatSpentShort(spent)].filter((text) => text !== "");
}

/** The same in one line, for a log: all models together, and how many are asked no more. */
export function formatProgressTotal(progress: GenerationProgress): string {
  const { models, seconds } = progress;
  const sum = (key: "done" | "total" | "asked" | "failed") =>
    models.reduce((total, model) => total + model[key], 0);
  const parts = [`${formatCount(sum("done"))}/${formatCount(sum("total"))} answers`];
  const rate = seconds > 0 ? sum("asked") / seconds : 0;
  if (rate > 0) parts.push(formatRate(rate));
  const left = Math.max(0, ...models.map((model) => secondsLeft(model, seconds) ?? 0));
  if (left > 0) parts.push(`${formatDuration(left)} left`);
  parts.push(...paceOf(models), ...spentOf(progress).map((spent) => `${spent} spent`));
  if (sum("failed") > 0) parts.push(`${formatCount(sum("failed"))} failed`);
  const stopped = models.filter((model) => model.stopped !== null).map(({ model }) =>
    oneLine(model)
  );
  if (stopped.length > 0) parts.push(`stopped: ${stopped.join(", ")}`);
  return parts.join(", ");
}

/** Seconds until this model is done at the session's mean rate; null where nobody can say. */
export function secondsLeft(model: ModelProgress, seconds: number): number | null {
  const left = model.total - model.done;
  if (left <= 0 || model.stopped !== null) return 0;
  if (model.asked === 0 || seconds <= 0) return null;
  return left * seconds / model.asked;
}

/** A duration as people read it: `45 s`, `12 min 5 s`, `3 h 2 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A count with thousands set apart: `10,314`. */
export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** Waits that are shorter are the pace itself. */
const SHOWN_WAIT_MS = 1000;

/** `12 of 64 under way`, and `waits 8 s for the provider`: of the models that are still asked. */
function paceOf(models: readonly ModelProgress[]): string[] {
  const paces = models.flatMap(({ pace, stopped, done, total }) =>
    pace === undefined || stopped !== null || done >= total ? [] : pace
  );
  if (paces.length === 0) return [];
  const underWay = paces.reduce((sum, pace) => sum + pace.underWay, 0);
  // Models of one provider share its limit.
  const limits = new Map(paces.map(({ provider, limit }) => [provider, limit]));
  const limit = [...limits.values()].reduce((sum, one) => sum + one, 0);
  const wait = Math.max(...paces.map(({ waitMs }) => waitMs));
  return [
    `${formatCount(underWay)} of ${formatCount(limit)} under way`,
    ...(wait < SHOWN_WAIT_MS ? [] : [`waits ${formatDuration(wait / 1000)} for the provider`]),
  ];
}

function countOf({ done, total }: ModelProgress): string {
  return `${formatCount(done)}/${formatCount(total)}`;
}

function rateAndTimeLeft(model: ModelProgress, seconds: number): string[] {
  if (model.asked === 0 || seconds <= 0) return [];
  const left = secondsLeft(model, seconds);
  const rate = formatRate(model.asked / seconds);
  return left === null || left === 0 ? [rate] : [rate, `${formatDuration(left)} left`];
}

/** Slow rates are given per minute: `0.1/s` says too little. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 1) return `${perSecond >= 10 ? Math.round(perSecond) : perSecond.toFixed(1)}/s`;
  return `${(perSecond * 60).toFixed(1)}/min`;
}
