import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";

/** Options of {@linkcode inventPeople}. */
export interface InventPeopleOptions {
  people: number;
  /** The key of each statement. */
  keys: readonly (1 | -1)[];
  seed: number;
}

const HEAD = 31;

/**
 * Lines of people who do not exist, in the fixed width of IPIP-NEO-120: what is before column 32 is
 * made up, then one digit for each statement, 0 where there is no answer. As in the published file,
 * answers to statements keyed −1 stand reversed.
 */
export function* inventPeople(
  { people, keys, seed }: InventPeopleOptions,
): Generator<Uint8Array<ArrayBuffer>> {
  const random = xoroshiro128plus(seed);
  const draw = (below: number) => uniformInt(random, 0, below - 1);
  const shapes = keys.map((key) => ({ key, centre: 15 + draw(26), missing: 1 + draw(15) }));
  for (let person = 0; person < people; person++) {
    const head = `${String(person).padStart(6)}${1 + draw(2)}${18 + draw(60)}`.padEnd(22) +
      "Invented";
    // People differ in how much they agree with anything at all.
    const leaning = draw(11) - 5;
    const answers = shapes.map(({ key, centre, missing }) => {
      if (draw(1000) < missing) return "0";
      const value = Math.round((centre + leaning + draw(13) + draw(13) - 12) / 10);
      const given = Math.min(5, Math.max(1, value));
      return String(key === 1 ? given : 6 - given);
    });
    yield new TextEncoder().encode(`${head.padEnd(HEAD)}${answers.join("")}\n`);
  }
}
