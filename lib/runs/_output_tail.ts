import type { RunFile } from "./run_file.ts";

/** How long a model's answers get, learnt as they come. */
export interface OutputTail {
  /** Takes note of an answer's output tokens. */
  add(tokens: number): void;
  /** What 99 of 100 answers do not exceed, and half as much again; at least {@linkcode FLOOR}. */
  atMost(): number;
}

/** What is set aside for an answer's output at least, in tokens: some 1,500 English words. */
export const FLOOR = 2000;

const QUANTILE = 0.99;
const MARGIN = 1.5;
/** Lengths are kept in steps of 10 %. */
const STEP = Math.log(1.1);

/** Learns from lengths given, how often each was seen. */
export function outputTail(seen: Iterable<readonly [tokens: number, times: number]>): OutputTail {
  const counts = new Map<number, number>();
  let total = 0;
  function note(tokens: number, times: number): void {
    if (!(tokens >= 1)) return;
    const step = Math.ceil(Math.log(tokens) / STEP);
    counts.set(step, (counts.get(step) ?? 0) + times);
    total += times;
  }
  for (const [tokens, times] of seen) note(tokens, times);
  return {
    add: (tokens) => note(tokens, 1),
    atMost() {
      let left = total * (1 - QUANTILE);
      for (const step of [...counts.keys()].sort((a, b) => b - a)) {
        left -= counts.get(step) ?? 0;
        if (left < 0) return Math.max(FLOOR, Math.ceil(Math.exp(step * STEP) * MARGIN));
      }
      return FLOOR;
    },
  };
}

const LENGTHS = `SELECT output_tokens AS tokens, count(*) AS times FROM responses
  WHERE model = ? AND output_tokens > 0 GROUP BY output_tokens`;

/** Learns from the answers that a model has given in the run. */
export function outputTailOf(run: RunFile, model: string): OutputTail {
  const rows = run.statement(LENGTHS).all(model);
  return outputTail(rows.map(({ tokens, times }) => [Number(tokens), Number(times)] as const));
}
