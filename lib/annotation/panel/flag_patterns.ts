import { type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import type { TechniqueFlags } from "../_read_flags.ts";

/** A final answer with the six yes/no answers that came with it. */
export interface FlaggedVerdict {
  /** The final answer; null where the reply says none. */
  technique: Technique | null;
  flags: TechniqueFlags;
}

/** How a judge answered the yes/no question about the very technique that it named in the end. */
export interface OwnFlag {
  /** The flag says what the final answer says. */
  yes: number;
  /** The flag contradicts the final answer. */
  no: number;
  /** The flag was not given: it neither agrees nor contradicts. */
  null: number;
}

/** A final answer and six flags that came together. */
export interface FlagCombination {
  technique: Technique | null;
  /** One letter per technique in code order: `y`, `n`, or `-` where the flag was not given. */
  flags: string;
  /** The flag of the final answer; null where it was not given, or there is no final answer. */
  own: boolean | null;
  /** How many annotations. */
  n: number;
}

/** How the six flags and the final answer go together. Rows and columns are in code order. */
export interface FlagPatterns {
  /** Annotations. */
  n: number;
  /** Of them with all six flags, with some, and with none. The three add up to `n`. */
  complete: number;
  partial: number;
  without: number;
  /** `together[i][j]`: annotations with yes to both i and j; on the diagonal, yes to i. */
  together: number[][];
  /** `answered[i][j]`: annotations with yes to i and any answer to j; what shares are of. */
  answered: number[][];
  /** together / answered: of those with yes to i, the share with yes to j; null where there is none. */
  shares: (number | null)[][];
  /** `yesCounts[k]`: of the complete ones, those with k times yes; k from 0 to 6. */
  yesCounts: number[];
  /** By final answer. */
  own: Record<Technique, OwnFlag>;
  /** Annotations without a final answer: they cannot contradict it. */
  undecided: number;
  /** Annotations whose final answer's own flag is no. */
  contradictions: number;
  /** Of the annotations whose final answer's own flag was given; null where there is none. */
  contradictionShare: number | null;
  /** Every combination that occurs, the most frequent first. */
  combinations: FlagCombination[];
}

/**
 * Counts which techniques a judge sees together in one answer, and how often its yes/no answers
 * contradict its final answer. A flag that was not given is neither yes nor no: it is counted apart,
 * and no share is of it.
 */
export function flagPatterns(verdicts: readonly FlaggedVerdict[]): FlagPatterns {
  const given = verdicts.map(({ flags }) => countGiven(flags));
  const together = pairCounts(verdicts, (flag) => flag === true);
  const answered = pairCounts(verdicts, (flag) => flag !== null);
  const complete = verdicts.filter((_, index) => given[index] === TECHNIQUES.length);
  const own = ownFlags(verdicts);
  const total = (kind: keyof OwnFlag) =>
    TECHNIQUES.reduce((sum, technique) => sum + own[technique][kind], 0);
  const decided = total("yes") + total("no");
  return {
    n: verdicts.length,
    complete: complete.length,
    partial: given.filter((count) => count > 0 && count < TECHNIQUES.length).length,
    without: given.filter((count) => count === 0).length,
    together,
    answered,
    shares: together.map((row, i) => row.map((count, j) => share(count, answered[i]?.[j] ?? 0))),
    yesCounts: Array.from(
      { length: TECHNIQUES.length + 1 },
      (_, k) => complete.filter(({ flags }) => countYes(flags) === k).length,
    ),
    own,
    undecided: verdicts.filter(({ technique }) => technique === null).length,
    contradictions: total("no"),
    contradictionShare: share(total("no"), decided),
    combinations: combinationsOf(verdicts),
  };
}

/** `counts[i][j]`: verdicts with yes to i whose flag j is wanted. */
function pairCounts(
  verdicts: readonly FlaggedVerdict[],
  isWanted: (flag: boolean | null) => boolean,
): number[][] {
  return TECHNIQUES.map((i) => {
    const withYes = verdicts.filter(({ flags }) => flags[i] === true);
    return TECHNIQUES.map((j) => withYes.filter(({ flags }) => isWanted(flags[j])).length);
  });
}

function ownFlags(verdicts: readonly FlaggedVerdict[]): Record<Technique, OwnFlag> {
  const entries = TECHNIQUES.map((name): [Technique, OwnFlag] => {
    const flags = verdicts.filter(({ technique }) => technique === name)
      .map((verdict) => verdict.flags[name]);
    const count = (wanted: boolean | null) => flags.filter((flag) => flag === wanted).length;
    return [name, { yes: count(true), no: count(false), null: count(null) }];
  });
  return Object.fromEntries(entries) as Record<Technique, OwnFlag>;
}

function combinationsOf(verdicts: readonly FlaggedVerdict[]): FlagCombination[] {
  const groups = Map.groupBy(
    verdicts,
    ({ technique, flags }) => `${technique} ${lettersOf(flags)}`,
  );
  const combinations = [...groups.values()].flatMap(([first, ...more]): FlagCombination[] => {
    if (first === undefined) return [];
    const { technique, flags } = first;
    const own = technique === null ? null : flags[technique];
    return [{ technique, flags: lettersOf(flags), own, n: more.length + 1 }];
  });
  return combinations.sort((a, b) => b.n - a.n || orderOf(a) - orderOf(b) || compareFlags(a, b));
}

function orderOf({ technique }: FlagCombination): number {
  return technique === null ? TECHNIQUES.length : TECHNIQUES.indexOf(technique);
}

function compareFlags(a: FlagCombination, b: FlagCombination): number {
  return a.flags < b.flags ? -1 : 1;
}

function lettersOf(flags: TechniqueFlags): string {
  return TECHNIQUES.map((technique) => {
    const flag = flags[technique];
    if (flag === null) return "-";
    return flag ? "y" : "n";
  }).join("");
}

function countGiven(flags: TechniqueFlags): number {
  return TECHNIQUES.filter((technique) => flags[technique] !== null).length;
}

function countYes(flags: TechniqueFlags): number {
  return TECHNIQUES.filter((technique) => flags[technique] === true).length;
}

function share(count: number, of: number): number | null {
  return of === 0 ? null : count / of;
}
