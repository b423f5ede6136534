/** A multiple-choice question with the answers that people gave. */
export interface SurveyQuestion {
  /** Stable: the same for the same question of the same file, whatever else is read with it. */
  question_id: string;
  survey: "global_opinion_qa" | "machine_personality";
  /** Its number in the file, from 0. */
  number: number;
  /** The question; of a personality item, the statement. */
  text: string;
  /** The options in the order of the file; the letters A, B, … stand for them. At least two. */
  options: readonly string[];
  /** Where it was asked: `GAS`, `WVS`; of a personality item, its trait: `O`, `C`, `E`, `A`, `N`. */
  source: string;
  /** Of a personality item, the finer scale within its trait: `Anxiety`; null for opinions. */
  facet: string | null;
  /** 1, or −1 for a personality item that is scored in reverse; null for opinions. */
  key: 1 | -1 | null;
  /** By population, in the order of the file: the share of each option; they sum to 1. */
  human: ReadonlyMap<string, readonly number[]>;
}
