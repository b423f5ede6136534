import pl from "nodejs-polars";
import { isTechnique, type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import { acceptedTechniques } from "./conformance.ts";

/** What an answer that came to nothing counts as. */
export const WITHHELD = ["empty", "filtered"] as const;

/** Answers that are alike in all that stability looks at. */
export interface AnswerCell {
  model: string;
  dataset: string;
  /** As text; `not given` where the prompt has none. */
  format: string;
  sample: number;
  /** Whether the answer is empty, or was filtered. */
  withheld: boolean;
  technique: Technique | null;
  /** The techniques that conform; null where none is expected. */
  accepted: readonly Technique[] | null;
  count: number;
}

/** What an answer counts as under some setting: a technique, nothing at all, or a class of its own. */
export type CountedAs = Technique | "other" | null;

/** The answers of one model to one dataset under some setting. */
export interface Tally {
  /** Answers per technique in code order, and last those of a class of their own. */
  counts: number[];
  n: number;
  /** Of those that something is expected of: how many there are, and how many conform. */
  expecting: number;
  conforming: number;
}

/** Groups answers, so that each setting counts a short table. */
export function cellsOf(verdicts: pl.DataFrame): AnswerCell[] {
  const keys = ["model", "dataset", "format", "sample", "withheld", "technique", "expected"];
  return verdicts
    .withColumns(pl.col("response_status").isIn([...WITHHELD]).alias("withheld"))
    .groupBy(...keys)
    .agg(pl.col("cluster").count().alias("count"))
    .sort(keys)
    .toRecords()
    .map((row): AnswerCell => {
      const dataset = String(row.dataset);
      return {
        ...{ model: String(row.model), dataset, sample: Number(row.sample) },
        format: row.format === null ? "not given" : String(row.format),
        withheld: row.withheld === true,
        technique: isTechnique(row.technique) ? row.technique : null,
        accepted: isTechnique(row.expected) ? acceptedTechniques(dataset, row.expected) : null,
        count: Number(row.count),
      };
    });
}

/** Adds up cells by model and dataset, each as `countAs` says. */
export function tally(
  cells: readonly AnswerCell[],
  countAs: (cell: AnswerCell) => CountedAs = ({ technique }) => technique,
): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const cell of cells) {
    const key = tallyKey(cell.model, cell.dataset);
    const found = tallies.get(key) ?? emptyTally();
    tallies.set(key, found);
    const counted = countAs(cell);
    if (counted === null) continue;
    const at = counted === "other" ? TECHNIQUES.length : TECHNIQUES.indexOf(counted);
    found.counts[at] = (found.counts[at] ?? 0) + cell.count;
    found.n += cell.count;
    if (cell.accepted === null) continue;
    found.expecting += cell.count;
    if (cell.accepted.some((technique) => technique === counted)) found.conforming += cell.count;
  }
  return tallies;
}

/** Where {@linkcode tally} keeps a model's answers to a dataset. */
export function tallyKey(model: string, dataset: string): string {
  return JSON.stringify([model, dataset]);
}

/** No answers. */
export function emptyTally(): Tally {
  return { counts: [...TECHNIQUES.map(() => 0), 0], n: 0, expecting: 0, conforming: 0 };
}
