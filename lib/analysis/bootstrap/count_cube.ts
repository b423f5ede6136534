import { TECHNIQUES } from "../../base/vocabulary.ts";
import type { CodedVerdicts } from "./code_verdicts.ts";
import { NOT_GIVEN } from "./encode_column.ts";

/** How many answers of each model, group and item of a dataset have each technique. */
export interface CountCube {
  dataset: string;
  /** The dataset's items. */
  items: number;
  /** The groups that the dataset has, in order; one nameless group where nothing was asked for. */
  groups: readonly string[];
  /** Per technique in code order: the counts of each item, of one model and one group. */
  columns(model: number, group: number): Int32Array[];
}

/**
 * Counts answers per model, item and technique, and by a further column: everything that shares,
 * their variances and a bootstrap over items need, in one pass over the answers.
 *
 * @param by The column that makes groups. Its groups come in order of appearance; numbers are in
 * order of size, and what is not given comes last. Default: no groups.
 * @returns One cube per dataset, in order.
 */
export function countCubes(coded: CodedVerdicts, by?: string): CountCube[] {
  const groups = groupsOf(coded, by);
  const cells = coded.datasets.map((_, d) => {
    const columns = coded.models.length * (groups.names[d]?.length ?? 0) * TECHNIQUES.length;
    return new Int32Array(columns * (coded.itemCounts[d] ?? 0));
  });
  const { model, dataset, technique, item } = coded;
  const widths = groups.names.map(({ length }) => length);
  for (let row = 0; row < item.length; row++) {
    const d = dataset[row] ?? 0;
    const counts = cells[d];
    if (counts === undefined) continue;
    const group = groups.places?.[d]?.[groups.codes?.[row] ?? 0] ?? 0;
    const cell = (model[row] ?? 0) * (widths[d] ?? 0) + group;
    const column = cell * TECHNIQUES.length + (technique[row] ?? 0);
    const index = column * (coded.itemCounts[d] ?? 0) + (item[row] ?? 0);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return coded.datasets.map((name, d): CountCube => {
    const [items, names] = [coded.itemCounts[d] ?? 0, groups.names[d] ?? []];
    return {
      ...{ dataset: name, items, groups: names },
      columns(model, group) {
        const first = (model * names.length + group) * TECHNIQUES.length;
        return TECHNIQUES.map((_, k) =>
          cells[d]?.subarray((first + k) * items, (first + k + 1) * items) ?? new Int32Array()
        );
      },
    };
  });
}

interface Groups {
  /** Per dataset: its groups' names. */
  names: string[][];
  /** Per row: the group's code; not there where there is one group only. */
  codes?: Uint32Array;
  /** Per dataset: the place of each code in `names`. */
  places?: Int32Array[];
}

function groupsOf(coded: CodedVerdicts, by: string | undefined): Groups {
  if (by === undefined) return { names: coded.datasets.map(() => [""]) };
  const { codes, names } = coded.encode(by);
  const places = coded.datasets.map(() => new Int32Array(names.length).fill(-1));
  for (let row = 0; row < codes.length; row++) {
    const seen = places[coded.dataset[row] ?? 0];
    if (seen !== undefined) seen[codes[row] ?? 0] = 0;
  }
  const order = names.map((_, code) => code).sort((a, b) =>
    rank(names[a]) - rank(names[b]) || a - b
  );
  const ofDataset = places.map((seen) => order.filter((code) => seen[code] === 0));
  ofDataset.forEach((listed, d) =>
    listed.forEach((code, place) => {
      const seen = places[d];
      if (seen !== undefined) seen[code] = place;
    })
  );
  return { codes, places, names: ofDataset.map((listed) => listed.map((c) => names[c] ?? "")) };
}

/** Numbers by size, then texts as they come, then what is not given. */
function rank(name = NOT_GIVEN): number {
  if (name === NOT_GIVEN) return Infinity;
  return /^\d{1,15}$/.test(name) ? Number(name) : Number.MAX_SAFE_INTEGER;
}
