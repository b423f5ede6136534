import type { GenerationSummary } from "./generation_summary.ts";

/** One model's line in the table of a generation: the counts after `wanted` add up to it. */
export interface GenerationRow {
  model: string;
  wanted: number;
  there_before: number;
  /** Taken over from a prompt with the same text. */
  reused: number;
  answered: number;
  truncated: number;
  empty: number;
  filtered: number;
  failed: number;
  left: number;
  retries: number;
  tokens_in: number;
  tokens_out: number;
  seconds: number;
  /** US dollars that this session cost; null where nobody counted or no price is known. */
  dollars: number | null;
  /** Why the model was given up, or null. */
  stopped: string | null;
}

/** A summary as plain rows, one per model. */
export function generationRows(summary: GenerationSummary): GenerationRow[] {
  return summary.models.map((model) => ({
    model: model.model,
    wanted: model.total,
    there_before: model.alreadyThere,
    reused: model.reused,
    answered: model.answered,
    truncated: model.truncated,
    empty: model.empty,
    filtered: model.filtered,
    failed: model.failed,
    left: model.left,
    retries: model.retries,
    tokens_in: model.inputTokens,
    tokens_out: model.outputTokens,
    seconds: Math.round(model.seconds),
    dollars: summary.spent?.models.find((spent) => spent.model === model.model)?.now ?? null,
    stopped: model.stopped,
  }));
}
