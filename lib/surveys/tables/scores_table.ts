import { formatTable, type FormattedTable } from "../../base/formatted_table.ts";
import { labelOf } from "../../base/vocabulary.ts";
import type { PersonalityScoreRow } from "../statistics/personality_scores.ts";
import { type Trait, TRAIT_NAMES, TRAITS } from "../read_personality_statements.ts";
import type { SurveyTables } from "./compute_survey_tables.ts";

/** The scores of the five traits, a row per model and population. */
export function scoresTable({ personalityScores }: SurveyTables): FormattedTable {
  const byRated = Map.groupBy(
    personalityScores,
    ({ kind, name, variant, method }) => JSON.stringify([kind, name, variant, method]),
  );
  const rows = [...byRated.values()].map((scores) => ({
    first: scores[0],
    of: (trait: Trait) => scores.find((score) => score.trait === trait),
  }));
  return formatTable(rows, {
    name: "personality_scores",
    title: "Scores of the five traits, from 1 to 5",
    columns: [
      { header: "Who", kind: "text", value: ({ first }) => first?.name ?? null },
      {
        ...{ header: "Variant", kind: "text" },
        value: ({ first }) => typeof first?.variant === "string" ? labelOf(first.variant) : null,
      },
      ...TRAITS.map((trait) => ({
        ...{ header: labelOf(TRAIT_NAMES[trait]), kind: "real" as const, digits: 2 },
        value: ({ of }: { of: (trait: Trait) => PersonalityScoreRow | undefined }) => {
          const { score = null, low = null, high = null } = of(trait) ?? {};
          return { value: score, low, high };
        },
      })),
    ],
    notes: ["In brackets: 95 % intervals over the trait's statements."],
  });
}
