import type { Technique } from "../../base/vocabulary.ts";
import { flagsOf, type TechniqueFlags } from "../_read_flags.ts";
import { readEvidence } from "./_read_evidence.ts";
import { RULES } from "./rules.ts";

/** Changes with every change of a rule or a cue, so that labels of different rules never mix. */
export const RULES_VERSION = 1;

/** What the rules make of a text. */
export interface RulesVerdict {
  /** The technique of the first rule that fits; null for a text without a letter or digit. */
  technique: Technique | null;
  /** The rule's name, see {@linkcode RULES}; `empty` where there is no text. */
  rule: string;
  /** For each technique, whether any rule of it fits, earlier rules aside. */
  flags: TechniqueFlags;
}

/**
 * Annotates an answer by fixed rules over its text alone: no model, no question, no chance.
 *
 * The rules stand in `rules.ts` and their wordings in `cues.ts`, for a reader to check by hand.
 * They know English answers only, and they are a baseline and an alarm, no judge: `README.md` has
 * the measured agreement with a reader.
 */
export function annotateByRules(text: string): RulesVerdict {
  if (!/[\p{L}\p{N}]/u.test(text)) {
    return { technique: null, rule: "empty", flags: flagsOf(() => null) };
  }
  const evidence = readEvidence(text);
  const fitting = RULES.filter(({ fits }) => fits(evidence));
  const [first] = fitting;
  if (first === undefined) throw new Error("The last rule fits every text.");
  const specific = fitting.filter((rule) => rule === first || !rule.fallthrough);
  const techniques = new Set(specific.map(({ technique }) => technique));
  return {
    technique: first.technique,
    rule: first.name,
    flags: flagsOf((technique) => techniques.has(technique)),
  };
}
