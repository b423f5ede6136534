import pl from "nodejs-polars";
import { UserError } from "../../base/user_error.ts";
import { isTechnique, type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import { acceptedTechniques } from "../conformance.ts";

/** A model's zeros are a scale from 0 from this share of its codes on, and stray cells below. */
const MANY_ZEROS = 0.05;

/**
 * Refuses codes that seem to count from 0: read as they stand, each technique would be its neighbour.
 * They do where the file has zeros and no 6, and where a model has many zeros and no 6.
 *
 * @param answers Has `model` and `technique`, as texts of the file.
 * @throws {UserError} saying so, with both ways out.
 */
export function refuseScaleFromZero(
  answers: pl.DataFrame,
  { path, column }: { path: string; column: string },
): void {
  const counts = new Map<string, Map<string, number>>();
  const grouped = answers.groupBy("model", "technique").agg(pl.len().alias("count"));
  for (const { model, technique, count } of grouped.toRecords()) {
    const code = /^\s*(\d+)(?:\.0*)?\s*$/.exec(String(technique))?.[1];
    if (code === undefined) continue;
    for (const group of ["all models", `model '${model}'`]) {
      const ofGroup = counts.get(group) ?? new Map<string, number>();
      counts.set(group, ofGroup.set(code, (ofGroup.get(code) ?? 0) + Number(count)));
    }
  }
  for (const [group, codes] of counts) {
    const zeros = codes.get("0") ?? 0;
    const all = [...codes.values()].reduce((sum, count) => sum + count, 0);
    const isMany = group === "all models" || zeros >= MANY_ZEROS * all;
    if (zeros === 0 || codes.has("6") || !isMany) continue;
    throw new UserError(
      `Cannot analyze ${path}: of ${group}, ${zeros} of ${all} codes in '${column}' are 0 and none is 6: ` +
        `the scale seems to start at 0, and ours is 1 ${TECHNIQUES[0]} to 6 ${
          TECHNIQUES[5]
        }. Add 1 ` +
        `to each code, or empty the cells where 0 means that there is no technique.`,
    );
  }
}

/** As much more must conform when read backwards before the scale is doubted. */
const MARGIN = 0.15;
/** Fewer answers than these tell nothing. */
const FEWEST = 20;

/**
 * What is odd about how far techniques are as expected: that many more would be if the scale were
 * read from its other end, or that all are, as if expectations had been read in place of techniques.
 *
 * @param verdicts Has `dataset`, `expected` and `technique`.
 */
export function doubtScale(verdicts: pl.DataFrame): string[] {
  const grouped = verdicts
    .filter(pl.col("technique").isNotNull().and(pl.col("expected").isNotNull()))
    .groupBy("dataset", "expected", "technique")
    .agg(pl.len().alias("count"));
  let [all, asExpected, backwards, equal] = [0, 0, 0, 0];
  for (const row of grouped.toRecords()) {
    const { expected, technique } = row;
    if (!isTechnique(expected) || !isTechnique(technique)) continue;
    const accepted = acceptedTechniques(String(row.dataset), expected);
    const count = Number(row.count);
    all += count;
    if (technique === expected) equal += count;
    if (accepted.includes(technique)) asExpected += count;
    if (accepted.includes(otherEnd(technique))) backwards += count;
  }
  if (all < FEWEST) return [];
  const percent = (count: number) => `${Math.round(100 * count / all)} %`;
  if (equal === all) {
    return [
      `All ${all} techniques are the expected one: are these the expectations, and not the annotations?`,
    ];
  }
  if (backwards - asExpected < MARGIN * all) return [];
  return [
    `Read from its other end, the scale would give the expected technique in ${
      percent(backwards)
    } ` +
    `of the answers instead of ${percent(asExpected)}: is it reversed (1 ${TECHNIQUES[5]} to 6 ` +
    `${TECHNIQUES[0]})?`,
  ];
}

function otherEnd(technique: Technique): Technique {
  return TECHNIQUES[TECHNIQUES.length - 1 - TECHNIQUES.indexOf(technique)] ?? technique;
}
