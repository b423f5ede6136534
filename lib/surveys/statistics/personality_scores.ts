import { distributionFault, toShares } from "../_distribution_fault.ts";
import { type Trait, TRAIT_NAMES, TRAITS } from "../read_personality_statements.ts";
import type { SurveyMethod } from "../survey_answer.ts";
import type { SurveyQuestion } from "../survey_question.ts";
import { type AnswerSeries, sharesOfSeries } from "./answer_series.ts";
import { countLeftOut, type LeftOutRow } from "./left_out_row.ts";
import { meanInterval } from "./mean_interval.ts";
import { type GapReason, sharesOfPopulation, type SharesOfQuestion } from "./question_distances.ts";

/** How much of a trait a model or people ascribe to themselves. */
export interface PersonalityScoreRow {
  kind: "model" | "population";
  /** The model's or the population's name. */
  name: string;
  /** Null of a population. */
  variant: string | null;
  method: SurveyMethod | null;
  simulated: boolean;
  trait: Trait;
  /** The trait's name: `openness`. */
  trait_name: string;
  /** Statements of the trait, and those with a score. */
  statements: number;
  n: number;
  /** Mean over the statements, in [1, 5], with its interval; null where n is 0. */
  score: number | null;
  low: number | null;
  high: number | null;
}

/** The same of a facet: a finer scale within a trait, such as anxiety within neuroticism. */
export interface FacetScoreRow extends PersonalityScoreRow {
  /** As the statements' file calls it. */
  facet: string;
}

/** What {@linkcode personalityScores} finds. */
export interface PersonalityScores {
  rows: PersonalityScoreRow[];
  /** Model or population × facet, trait by trait, in the order of the statements. */
  facetRows: FacetScoreRow[];
  leftOut: LeftOutRow[];
}

/** The answers' values in the order of asking: A, 'Very Accurate', is 5, and E, 'Very Inaccurate', 1. */
const VALUES: readonly number[] = [5, 4, 3, 2, 1];
const [LEAST, MOST] = [1, 5];

/**
 * The expected score of a statement: Σ share × value, the value turned round (1 ↔ 5, 2 ↔ 4) where the
 * statement is keyed −1, so that more is always more of the trait (Johnson 2014, "Measuring thirty facets
 * of the five factor model with a 120-item public domain inventory", J. Res. Pers. 51, 78–89).
 *
 * @param shares One for each of the five options in the order of asking, or anything that is in proportion.
 * @param key 1 or −1.
 * @returns In [1, 5].
 */
export function expectedScore(shares: readonly number[], key: 1 | -1): number {
  const fault = distributionFault(shares, VALUES.length);
  if (fault !== null) throw new RangeError(`Cannot score a statement: ${fault.reason}.`);
  const score = toShares(shares).reduce((sum, share, i) => sum + share * (VALUES[i] ?? 0), 0);
  return key === 1 ? score : LEAST + MOST - score;
}

/**
 * Scores of the five traits, and of their facets, for each model and population, in the order of OCEAN:
 * the mean of the statements' expected scores, with an interval over the statements, by {@linkcode meanInterval}. What is
 * no personality statement is passed over.
 */
export function personalityScores(
  questions: readonly SurveyQuestion[],
  series: readonly AnswerSeries[],
  populations: readonly string[],
): PersonalityScores {
  const statements = questions.filter(({ survey }) => survey === "machine_personality");
  const found: PersonalityScores = { rows: [], facetRows: [], leftOut: [] };
  const facets = TRAITS.flatMap((trait) => {
    const ofTrait = statements.filter(({ source }) => source === trait);
    const named = new Set(ofTrait.flatMap(({ facet }) => facet ?? []));
    return [...named].filter((facet) => facet !== "").map((facet) => ({ trait, facet }));
  });
  const add = (rated: Rated, sharesOf: SharesOfQuestion) => {
    const scores = statements.map((question) => scoreOf(question, sharesOf(question)));
    found.rows.push(...TRAITS.map((trait) => ({ ...rated, ...scaleScore({ trait }, scores) })));
    found.facetRows.push(
      ...facets.map((scale) => ({ ...rated, ...scaleScore(scale, scores), facet: scale.facet })),
    );
    const { kind, name, variant, method } = rated;
    const [model, population] = kind === "model" ? [name, null] : [null, name];
    const place = { table: "personality_scores", model, variant, method, population } as const;
    found.leftOut.push(...countLeftOut(scores, place));
  };
  if (statements.length === 0) return found;
  for (const one of series) {
    const { model: name, variant, method, simulated } = one;
    add({ kind: "model", name, variant, method, simulated }, sharesOfSeries(one));
  }
  for (const name of populations) {
    const rated = { kind: "population", name, variant: null, method: null } as const;
    add({ ...rated, simulated: false }, sharesOfPopulation(name));
  }
  return found;
}

type Rated = Pick<PersonalityScoreRow, "kind" | "name" | "variant" | "method" | "simulated">;

interface StatementScore {
  question: SurveyQuestion;
  score: number | null;
  reason: GapReason | null;
}

function scoreOf(
  question: SurveyQuestion,
  shares: readonly number[] | GapReason,
): StatementScore {
  const gap = (reason: GapReason) => ({ question, score: null, reason });
  if (typeof shares === "string") return gap(shares);
  const fault = distributionFault(shares, VALUES.length);
  if (fault?.kind === "wrong_length") return gap("different_lengths");
  if (fault !== null || question.key === null) return gap("unusable");
  return { question, score: expectedScore(shares, question.key), reason: null };
}

function scaleScore(
  { trait, facet }: { trait: Trait; facet?: string },
  scores: readonly StatementScore[],
) {
  const ofScale = scores.filter(({ question }) =>
    question.source === trait && (facet === undefined || question.facet === facet)
  );
  const values = ofScale.flatMap(({ score }) => score ?? []);
  const { n, mean, low, high } = meanInterval(values, { least: LEAST, most: MOST });
  const statements = ofScale.length;
  return { trait, trait_name: TRAIT_NAMES[trait], statements, n, score: mean, low, high };
}
