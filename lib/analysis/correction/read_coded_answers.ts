import { isTechnique, type Technique } from "../../base/vocabulary.ts";
import { readGold } from "../../annotation/coding/read_gold.ts";
import { readPanel } from "../../annotation/panel/read_panel.ts";
import { majorityVote } from "../../annotation/panel/majority_vote.ts";
import type { RunFile } from "../../runs/run_file.ts";
import type { CodedAnswer } from "./coded_answer.ts";

/**
 * All answers of a run that a judge labelled, with what people say of those that they coded: what
 * `correctShares` takes. Of a judge with several variants the majority counts, a tie being no label;
 * of several coders likewise.
 *
 * Answers that were coded but drawn by no coding sheet are left out of the gold set where others
 * were drawn by one: nobody knows how likely they were to be coded.
 *
 * @throws {UserError} where the judge has labelled nothing.
 */
export function readCodedAnswers(run: RunFile, judge: string): CodedAnswer[] {
  const { answers, labels } = readPanel(run, { judges: [judge] });
  const verdicts = majorityVote(labels).labels;
  const gold = new Map(readGold(run).map((label) => [keyOf(label), label]));
  const hasSheet = [...gold.values()].some(({ inclusion }) => inclusion !== null);
  return answers.map((answer, index): CodedAnswer => {
    const known = { model: answer.model, item: answer.cluster, judge: technique(verdicts[index]) };
    const label = gold.get(keyOf(answer));
    if (label === undefined || (hasSheet && label.inclusion === null)) return known;
    const { inclusion } = label;
    return {
      ...known,
      human: label.technique,
      ...(inclusion === null ? {} : { inclusion }),
    };
  });
}

function technique(label: string | null | undefined): Technique | null {
  return isTechnique(label) ? label : null;
}

function keyOf({ prompt_id, model, sample }: {
  prompt_id: string;
  model: string;
  sample: number;
}): string {
  return JSON.stringify([prompt_id, model, sample]);
}
