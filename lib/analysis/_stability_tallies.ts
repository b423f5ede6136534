import { isTechnique, type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import type { CodedVerdicts } from "./bootstrap/code_verdicts.ts";
import { crossLevels, type Levels, reorder } from "./bootstrap/cross_levels.ts";
import type { EncodedColumn } from "./bootstrap/encode_column.ts";
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

/**
 * Groups answers, so that each setting counts a short table. Models and datasets that are not listed are
 * in it without their names.
 *
 * @param rows Which of all answers count. Default: all.
 */
export function cellsOf(coded: CodedVerdicts, rows?: Uint32Array): AnswerCell[] {
  const { answers, models, datasets } = coded;
  const columns = [
    placed(answers.model, models),
    placed(answers.dataset, datasets),
    answers.encode("format"),
    answers.encode("sample"),
    answers.encode("response_status"),
    placed(answers.technique, TECHNIQUES),
    answers.encode("expected"),
  ].map(({ codes, names }) => ({
    codes: rows === undefined ? codes : reorder(codes, rows),
    ...{ names, count: names.length },
  }));
  const into = new Uint32Array(columns[0]?.codes.length ?? 0);
  const one: Levels = { codes: into, count: 1 };
  const { codes, count } = columns.reduce(
    (crossed, column) => crossLevels(crossed, column, { into }),
    one,
  );
  const [counts, lastRows] = [new Uint32Array(count), new Uint32Array(count)];
  for (let row = 0; row < codes.length; row++) {
    const cell = codes[row] ?? 0;
    counts[cell] = (counts[cell] ?? 0) + 1;
    lastRows[cell] = row;
  }
  return Array.from(lastRows, (row, cell) => ({
    ...toCell(columns.map((column) => column.names[column.codes[row] ?? 0] ?? "")),
    count: counts[cell] ?? 0,
  }));
}

function placed(places: Int32Array, names: readonly string[]): Omit<EncodedColumn, "count"> {
  // Seen as numbers without a sign, and not copied, where all are listed, as mostly they are.
  if (!places.includes(-1)) return { codes: new Uint32Array(places.buffer), names: [...names] };
  const codes = new Uint32Array(places.length);
  for (let row = 0; row < codes.length; row++) codes[row] = 1 + (places[row] ?? -1);
  return { codes, names: ["", ...names] };
}

function toCell(
  [model = "", dataset = "", format = "", sample, status, technique, expected]: readonly string[],
): Omit<AnswerCell, "count"> {
  return {
    ...{ model, dataset, format, sample: Number(sample) },
    withheld: WITHHELD.some((name) => name === status),
    technique: isTechnique(technique) ? technique : null,
    accepted: isTechnique(expected) ? acceptedTechniques(dataset, expected) : null,
  };
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
