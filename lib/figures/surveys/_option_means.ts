import { type Trait, TRAITS } from "../../surveys/read_personality_statements.ts";
import type { SurveyRun } from "../../surveys/read_survey_run.ts";
import { seriesOfAnswers, sharesOfSeries } from "../../surveys/statistics/answer_series.ts";
import { meanInterval } from "../../surveys/statistics/mean_interval.ts";
import {
  sharesOfPopulation,
  type SharesOfQuestion,
} from "../../surveys/statistics/question_distances.ts";
import type { SurveyQuestion } from "../../surveys/survey_question.ts";
import { seriesNames } from "./_series_names.ts";

/** Mean shares of the options over a trait's statements. */
export interface OptionMeans {
  trait: Trait;
  kind: "population" | "model";
  name: string;
  /** Statements of the trait, those of them that are reverse-keyed, and those with shares. */
  statements: number;
  reversed: number;
  n: number;
  /** One mean per option; null where n is 0. */
  shares: readonly number[] | null;
  /** How far the 95 % intervals over statements reach to a side; null where n is below 2. */
  reach: number | null;
}

/** Options of {@linkcode optionMeans}. */
export interface OptionMeansOptions {
  variant: string;
  /** Whether the options of reverse-keyed statements are turned round. */
  turned: boolean;
}

/** For each trait: people, then models. */
export function optionMeans(
  { questions, answers, populations }: SurveyRun,
  { variant, turned }: OptionMeansOptions,
): OptionMeans[] {
  const series = seriesOfAnswers(answers.filter((answer) => answer.variant === variant));
  const nameOf = seriesNames(series);
  const who = [
    ...populations.map((name) => ({
      ...{ kind: "population" as const, name, sharesOf: sharesOfPopulation(name) },
    })),
    ...series.map((one) => ({
      ...{ kind: "model" as const, name: nameOf(one), sharesOf: sharesOfSeries(one) },
    })),
  ];
  return TRAITS.flatMap((trait) => {
    const statements = questions.filter(({ source }) => source === trait);
    return who.map(({ kind, name, sharesOf }) => ({
      ...{ trait, kind, name, statements: statements.length },
      reversed: statements.filter(({ key }) => key === -1).length,
      ...meansOf(statements, { sharesOf, turned }),
    }));
  });
}

function meansOf(
  statements: readonly SurveyQuestion[],
  { sharesOf, turned }: { sharesOf: SharesOfQuestion; turned: boolean },
): Pick<OptionMeans, "n" | "shares" | "reach"> {
  const lists = statements.flatMap((statement) => {
    const shares = sharesOf(statement);
    if (typeof shares === "string" || shares.length !== statement.options.length) return [];
    return [turned && statement.key === -1 ? shares.toReversed() : shares];
  });
  const [first] = lists;
  if (first === undefined) return { n: 0, shares: null, reach: null };
  const means = first.map((_, option) =>
    meanInterval(lists.map((shares) => shares[option] ?? 0), { least: 0, most: 1 })
  );
  const reaches = means.flatMap(({ mean, low, high }) =>
    mean === null || low === null || high === null ? [] : [mean - low, high - mean]
  );
  return {
    ...{ n: lists.length, shares: means.map(({ mean }) => mean ?? 0) },
    reach: reaches.length === 0 ? null : Math.max(...reaches),
  };
}
