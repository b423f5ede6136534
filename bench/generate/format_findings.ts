import { availableParallelism, loadavg } from "node:os";
import type { ManyOutcome } from "./ask_many.ts";
import type { KillOutcome } from "./kill_and_go_on.ts";

/** All kills in one line. */
export function formatKills(outcomes: readonly KillOutcome[], concurrency: number): string {
  const most = Math.max(0, ...outcomes.map(({ askedAgain }) => askedAgain));
  const lost = outcomes.reduce((sum, outcome) => sum + outcome.lost, 0);
  const broken = outcomes.filter(({ whole }) => !whole).length;
  return `${outcomes.length} kills (SIGKILL): ${lost} answers lost, at most ${most} asked again ` +
    `(in flight: up to ${concurrency}), ${broken} files broken or incomplete in the end.`;
}

/** One kill in one line. */
export function formatKill(outcome: KillOutcome): string {
  const { afterMs, requested, sent, kept, lost, askedAgain, whole } = outcome;
  return `killed after ${afterMs.toFixed(0)} ms: ${requested} requested, ${sent} sent in full, ` +
    `${kept} kept, ${lost} lost; going on: ${askedAgain} asked again, ` +
    `${whole ? "whole" : "NOT WHOLE"}`;
}

/** Very many prompts in two lines, next to the memory that few of them take. */
export function formatMany(outcome: ManyOutcome, fewPeakMiB: number | null): string[] {
  const { prompts, asking, goingOn, left, secondsToFirstRequest } = outcome;
  const count = prompts.toLocaleString("en");
  const peak = asking.peakMiB ?? NaN;
  return [
    `${count} prompts: ${asking.seconds.toFixed(1)} s, peak ${peak.toFixed(0)} MiB, ` +
    `${(peak / (fewPeakMiB ?? NaN)).toFixed(2)} × that of 10,000.`,
    `Going on with ${(prompts - left).toLocaleString("en")} answers in the file: first request ` +
    `after ${secondsToFirstRequest.toFixed(2)} s, peak ${(goingOn.peakMiB ?? NaN).toFixed(0)} MiB.`,
  ];
}

/** What else the numbers depend on: Deno, cores, and how busy the machine is. */
export function formatMachine(): string {
  const load = loadavg().map((value) => value.toFixed(2)).join(" ");
  return `Deno ${Deno.version.deno}, ${availableParallelism()} cores, load average ${load}`;
}
