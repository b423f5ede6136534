import { oneLine } from "../base/one_line.ts";
import { formatCount, formatRate, type GenerationProgress, spentOf } from "./progress.ts";

/**
 * How long work has ended: one line for all models together, and one for each that was asked no more,
 * with the reason.
 */
export function formatProgressEnd(progress: GenerationProgress): string[] {
  const { models } = progress;
  if (models.length === 0) return ["Nothing was asked."];
  const sum = (key: "done" | "total" | "asked" | "failed") =>
    models.reduce((total, model) => total + model[key], 0);
  const left = sum("total") - sum("done");
  const there = left === 0
    ? `All ${formatCount(sum("total"))} done`
    : `${formatCount(sum("done"))} of ${formatCount(sum("total"))} done`;
  const rest = left === 0 ? "" : ` ${formatCount(left)} are left: run this cell again to go on.`;
  const details = [
    ...asked(sum("asked"), progress),
    ...failed(sum("failed")),
    ...spentOf(progress).map((spent) => `${spent} spent so far`),
  ];
  return [
    `${there} (${details.join(", ")}).${rest}`,
    ...models.flatMap(({ model, stopped }) =>
      stopped === null ? [] : [`${oneLine(model)} is asked no more: ${sentence(stopped)}`]
    ),
  ];
}

function asked(count: number, { seconds }: GenerationProgress): string[] {
  if (count === 0) return ["none new"];
  const rate = seconds > 0 ? ` at ${formatRate(count / seconds)}` : "";
  return [`${formatCount(count)} new${rate}`];
}

function failed(count: number): string[] {
  return count === 0 ? [] : [`${formatCount(count)} failed`];
}

function sentence(text: string): string {
  const line = oneLine(text);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
