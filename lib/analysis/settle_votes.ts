import { isTechnique, type Technique } from "../base/vocabulary.ts";
import type { Verdict } from "./settle_verdicts.ts";

/** One judgement of an answer: a variant's. */
export interface Judgement {
  /** `parsed`, `unparsed` or `failed`. */
  status: string;
  /** Null unless it was parsed. */
  technique: string | null;
}

/** What comes of judging one answer. */
export interface SettledVotes {
  verdict: Verdict;
  /** Null unless the verdict is `annotated`. */
  technique: Technique | null;
}

/** The same for one answer as `settleVerdicts()` for a frame: most votes win, a tie has no winner. */
export function settleVotes(judgements: readonly Judgement[]): SettledVotes {
  const votes = new Map<Technique, number>();
  for (const { technique } of judgements) {
    if (isTechnique(technique)) votes.set(technique, (votes.get(technique) ?? 0) + 1);
  }
  const most = Math.max(0, ...votes.values());
  const winners = [...votes].filter(([, count]) => count === most).map(([technique]) => technique);
  const [winner] = winners;
  if (winner !== undefined) {
    return winners.length === 1
      ? { verdict: "annotated", technique: winner }
      : { verdict: "tie", technique: null };
  }
  if (judgements.length === 0) return { verdict: "not_judged", technique: null };
  const allFailed = judgements.every(({ status }) => status === "failed");
  return { verdict: allFailed ? "failed" : "unparsed", technique: null };
}
