import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Fewer groups than this in a stratum tell its variance too badly. */
const LEAST_GROUPS = 100;

/** What items are dealt by: the same items always make the same groups. */
const SEED = 1;

/**
 * Groups of items for a jackknife that leaves out a group at a time, each of items of one stratum:
 * every item alone where there are no more items than `most`; else each stratum has its part of so
 * many groups, or 100 where its part is less (or each item alone, where it has no more). Items are
 * dealt at random, so that the groups of a stratum differ in size by one at most.
 *
 * @param strata What each item is drawn alike with.
 * @returns Groups of items' numbers.
 */
export function groupItems(strata: readonly string[], most: number): number[][] {
  if (strata.length <= most) return strata.map((_, item) => [item]);
  const byStratum = Map.groupBy(strata.keys(), (item) => strata[item] ?? "");
  return [...byStratum.values()].flatMap((items) => {
    const part = Math.round(items.length / strata.length * most);
    const count = Math.min(items.length, Math.max(LEAST_GROUPS, part));
    const groups = Array.from({ length: count }, (): number[] => []);
    shuffled(items).forEach((item, place) => groups[place % count]?.push(item));
    return groups;
  });
}

/** Fisher and Yates's shuffle. */
function shuffled(items: readonly number[]): number[] {
  const generator = xoroshiro128plus(SEED);
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}
