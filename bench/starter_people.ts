/**
 * Writes the answers of people who do not exist to the starter's personality statements:
 *
 *     deno run -A bench/starter_people.ts [FILE]   (data/starter/surveys/personality_answers.csv by default)
 *
 * The same bytes each time. A person has five traits and a tendency to agree with anything; an answer
 * follows from the statement's trait, that tendency and chance. A statement draws more or less agreement
 * than others; some answers are missing, and some people stop before the end. As in the published answers,
 * those to statements keyed −1 are written reversed, and 0 is no answer.
 */
import { standardNormal } from "../lib/base/standard_normal.ts";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { projectPath } from "../lib/base/project_paths.ts";
import { writeAtomically } from "../lib/base/write_atomically.ts";
import {
  type PersonalityStatement,
  readPersonalityStatements,
  type Trait,
  TRAITS,
} from "../lib/surveys/read_personality_statements.ts";

const SEED = 20_250;
const PEOPLE = 2000;
const FOLDER = projectPath("data", "starter", "surveys");

/** Where the five traits lie on average: people think rather well of themselves. */
const TRAIT_MEANS: Readonly<Record<Trait, number>> = { O: 0.3, C: 0.4, E: 0, A: 0.6, N: -0.2 };
const TRAIT_WEIGHT = 0.7;
const AGREEING = 0.25;
const NOISE = 0.85;
/** Between 1 and 2, 2 and 3, 3 and 4, 4 and 5. */
const THRESHOLDS = [-1.5, -0.5, 0.3, 1.3];
const [MISSING, STOPPING] = [0.008, 0.02];

const generator = xoroshiro128plus(SEED);

function uniform(): number {
  return uniformFloat64(generator);
}

function normal(): number {
  return standardNormal(uniform(), uniform());
}

interface Item {
  statement: PersonalityStatement;
  /** How much more than others it is agreed with. */
  appeal: number;
}

function answersOf(items: readonly Item[]): string {
  const traits = new Map(TRAITS.map((trait) => [trait, TRAIT_MEANS[trait] + normal()]));
  const agreeing = AGREEING * normal();
  const end = uniform() < STOPPING ? Math.floor(uniform() * items.length) : items.length;
  return items.map(({ statement: { trait, key }, appeal }, number) => {
    const level = key * TRAIT_WEIGHT * (traits.get(trait) ?? 0) + agreeing + appeal +
      NOISE * normal();
    const given = 1 + THRESHOLDS.filter((threshold) => level > threshold).length;
    const isMissing = uniform() < MISSING || number >= end;
    if (isMissing) return 0;
    return key === 1 ? given : 6 - given;
  }).join(",");
}

const statements = await readPersonalityStatements(`${FOLDER}/personality_statements.csv`);
const items = statements.map((statement) => ({ statement, appeal: 0.35 * normal() }));
const header = items.map((_, number) => `i${number + 1}`).join(",");
const lines = Array.from({ length: PEOPLE }, () => answersOf(items));
const path = Deno.args[0] ?? `${FOLDER}/personality_answers.csv`;
await writeAtomically(path, [header, ...lines, ""].join("\n"));
console.log(`${path}: ${PEOPLE} people who do not exist`);
