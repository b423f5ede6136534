import { addUpItem, type CrossedRows, makeScratch } from "./_item_block.ts";
import { type ItemSums, layOutSums } from "./_sums_layout.ts";

/** What some items add to the sums: those that are not 0, and where they stand in `ItemSums.all`. */
export interface PartSums {
  at: Uint32Array;
  values: Float64Array;
}

/** Options of {@linkcode addUpGroups}. */
export interface AddUpOptions {
  /** The first row of each item, and last the number of rows. */
  starts: ArrayLike<number>;
  /** Groups of items, by their numbers; each item is in one. */
  groups: readonly (readonly number[])[];
}

/** Adds up rows item by item: all items' sums, and each group's own. */
export function addUpGroups(
  data: CrossedRows,
  { starts, groups }: AddUpOptions,
): { total: ItemSums; parts: PartSums[] } {
  const [total, group] = [layOutSums(data), layOutSums(data)];
  let mostRows = 0;
  for (let item = 0; item + 1 < starts.length; item++) {
    mostRows = Math.max(mostRows, (starts[item + 1] ?? 0) - (starts[item] ?? 0));
  }
  const scratch = makeScratch(data, mostRows);
  const parts = groups.map((items) => {
    group.all.fill(0);
    for (const item of items) {
      const [start, end] = [starts[item] ?? 0, starts[item + 1] ?? 0];
      addUpItem(data, { start, end, sums: group, scratch });
    }
    const part = partOf(group.all);
    addPart(total.all, part, 1);
    return part;
  });
  return { total, parts };
}

/** The sums of all items but those of one group. */
export function sumsWithout(data: CrossedRows, total: ItemSums, part: PartSums): ItemSums {
  const rest = layOutSums(data, total.all.slice());
  addPart(rest.all, part, -1);
  return rest;
}

function partOf(all: Float64Array): PartSums {
  let count = 0;
  for (let at = 0; at < all.length; at++) if (all[at] !== 0) count++;
  const part = { at: new Uint32Array(count), values: new Float64Array(count) };
  for (let at = 0, next = 0; at < all.length; at++) {
    if (all[at] === 0) continue;
    part.at[next] = at;
    part.values[next++] = all[at] ?? 0;
  }
  return part;
}

function addPart(all: Float64Array, { at, values }: PartSums, times: 1 | -1): void {
  for (let i = 0; i < at.length; i++) {
    const to = at[i] ?? 0;
    all[to] = (all[to] ?? 0) + times * (values[i] ?? 0);
  }
}
