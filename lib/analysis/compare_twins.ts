import { hashedUniform } from "../base/hashed_uniform.ts";
import { UserError } from "../base/user_error.ts";
import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import { codeVerdicts, type Verdicts } from "./bootstrap/code_verdicts.ts";
import { REPLICATES } from "./bootstrap/resampling.ts";
import { benjaminiHochberg } from "./benjamini_hochberg.ts";
import { clusteredDifference } from "./_clustered_difference.ts";
import { jensenShannonDistance } from "./jensen_shannon.ts";
import { type ModelTwins, pairTwins, viewpointsOf } from "./_pair_twins.ts";
import type { RunFrames } from "./read_run.ts";
import { type SwapTest, swapTwins } from "./_swap_twins.ts";
import type { TwinCounts, TwinDifference, TwinDistance } from "./twin_rows.ts";

/** How twins compare. */
export interface TwinComparison {
  /** Whose prompts are compared; null where the data do not have two viewpoints and none were named. */
  viewpoints: readonly [string, string] | null;
  /** Model × technique; empty where there are no two viewpoints. */
  differences: TwinDifference[];
  /** Per model. */
  distances: TwinDistance[];
  /** Per model, what is compared and what is not. */
  counts: TwinCounts[];
  /** What a reader must know: one sentence each. */
  notes: string[];
}

/** Options of {@linkcode compareTwins}. */
export interface CompareTwinsOptions {
  /** Which viewpoints to compare. Default: the two that the data have, in order of appearance. */
  viewpoints?: readonly [string, string];
  /** Default: 1. */
  seed?: number;
  /** How often viewpoints are swapped at random. Default: 2,000. */
  replicates?: number;
}

/**
 * Whether models answer two viewpoints alike: twins are prompts of one dataset, item and format that
 * ask for different viewpoints, compared answer by answer (of the same sample).
 *
 * - Difference in shares, technique by technique, with an interval clustered by item.
 * - Jensen–Shannon distance (base 2) of the two distributions over techniques. Two samples of one
 *   distribution are some way apart, so what swapping gives is beside it.
 * - Permutation test: viewpoints are swapped within items, all formats (and samples) of an item
 *   together. The hypothesis is that an item's two lists of answers are exchangeable: had the
 *   viewpoints changed places, the lists would be as likely. Answers to one item may be as alike as
 *   they like; items are taken as independent. p = (b + 1) / (B + 1); each model has its own random
 *   numbers, so that its p does not depend on which others there are.
 * - Families for Benjamini–Hochberg: all models' differences, and all models' distances. Techniques
 *   without any twin are not tested: that count is the same however viewpoints are swapped, so that
 *   leaving them out is no selection by result.
 *
 * @param verdicts One row per answer, by {@linkcode settleVerdicts}.
 * @param order Which models and datasets have rows, and in which order.
 * @throws {UserError} where a viewpoint that was named is not in the data.
 */
export function compareTwins(
  verdicts: Verdicts,
  order: Pick<RunFrames, "models" | "datasets">,
  { viewpoints, seed = 1, replicates = REPLICATES }: CompareTwinsOptions = {},
): TwinComparison {
  const coded = codeVerdicts(verdicts, order);
  const found = viewpointsOf(coded);
  const compared = chooseViewpoints(found, viewpoints);
  if (compared === null) return { ...NOTHING, notes: [sayNoTwins(found)] };
  const twins = pairTwins(coded, compared);
  const tests = twins.map(({ a, b, counts }) =>
    a.length < 2 || replicates === 0 ? null : swapTwins(
      { a, b, classes: TECHNIQUES.length },
      { seed: seedFor(counts.model, seed), replicates },
    )
  );
  const differences = twins.flatMap((model, index) =>
    TECHNIQUES.map((technique, code) =>
      toDifference(model, { technique, code, viewpoints: compared, test: tests[index] ?? null })
    )
  );
  const distances = twins.map((model, index) =>
    toDistance(model, { viewpoints: compared, test: tests[index] ?? null })
  );
  const counts = twins.map((model) => model.counts);
  return {
    ...{ viewpoints: compared, differences: adjust(differences), distances: adjust(distances) },
    ...{ counts, notes: makeNotes(counts, compared) },
  };
}

const NOTHING = { viewpoints: null, differences: [], distances: [], counts: [] };

function chooseViewpoints(
  found: readonly string[],
  wanted: readonly [string, string] | undefined,
): readonly [string, string] | null {
  const absent = wanted?.find((viewpoint) => !found.includes(viewpoint));
  if (absent !== undefined) {
    const list = found.map((viewpoint) => `'${viewpoint}'`).join(", ");
    throw new UserError(
      `Cannot compare twins: no prompt has viewpoint '${absent}'. The prompts have ` +
        `${list === "" ? "none" : list}.`,
    );
  }
  if (wanted !== undefined) return wanted;
  const [a, b] = found;
  return a === undefined || b === undefined || found.length > 2 ? null : [a, b];
}

/** A model's own seed. */
function seedFor(model: string, seed: number): number {
  return Math.floor(hashedUniform("twins", seed, model) * 2 ** 31);
}

interface RowContext {
  viewpoints: readonly [string, string];
  test: SwapTest | null;
}

function toDifference(
  { a, b, counts: { model, twins } }: ModelTwins,
  { technique, code, viewpoints, test }: RowContext & { technique: Technique; code: number },
): TwinDifference {
  const items = a.map((row, i) => ({
    pairs: row.reduce((sum, count) => sum + count, 0),
    a: row[code] ?? 0,
    b: b[i]?.[code] ?? 0,
  }));
  const [ofA, ofB] = [total(items.map((item) => item.a)), total(items.map((item) => item.b))];
  const found = { technique, twins, items: items.length };
  const row = { model, viewpoint_a: viewpoints[0], viewpoint_b: viewpoints[1], ...found };
  const untested = { p: null, p_adjusted: null };
  if (twins === 0) {
    return { ...row, share_a: null, share_b: null, difference: null, ...NO_INTERVAL, ...untested };
  }
  return {
    ...{ ...row, share_a: ofA / twins, share_b: ofB / twins, difference: (ofA - ofB) / twins },
    ...clusteredDifference(items),
    ...{ p: ofA + ofB === 0 ? null : test?.differences[code] ?? null, p_adjusted: null },
  };
}

const NO_INTERVAL = { low: null, high: null };

function toDistance(
  { a, b, counts: { model, twins } }: ModelTwins,
  { viewpoints, test }: RowContext,
): TwinDistance {
  const sums = (rows: readonly number[][]) =>
    TECHNIQUES.map((_, code) => total(rows.map((row) => row[code] ?? 0)));
  return {
    ...{ model, viewpoint_a: viewpoints[0], viewpoint_b: viewpoints[1], twins, items: a.length },
    distance: twins === 0 ? null : jensenShannonDistance(sums(a), sums(b)),
    ...(test === null ? { chance_mean: null, chance_high: null, p: null } : test.distance),
    p_adjusted: null,
  };
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function adjust<Row extends { p: number | null; p_adjusted: number | null }>(
  rows: readonly Row[],
): Row[] {
  const adjusted = benjaminiHochberg(rows.map(({ p }) => p));
  return rows.map((row, index) => ({ ...row, p_adjusted: adjusted[index] ?? null }));
}

function sayNoTwins(found: readonly string[]): string {
  if (found.length > 2) {
    return `No viewpoints are compared: the prompts have ${found.length} of them, and two must be ` +
      `named.`;
  }
  return found.length === 0
    ? "No viewpoints are compared: no prompt has one."
    : `No viewpoints are compared: all prompts that have one have '${found[0]}'.`;
}

function makeNotes(counts: readonly TwinCounts[], [a, b]: readonly [string, string]): string[] {
  const left = (key: Exclude<keyof TwinCounts, "model">, sentence: (count: number) => string) => {
    const count = total(counts.map((row) => row[key]));
    return count === 0 ? [] : [sentence(count)];
  };
  return [
    `Twins ask for '${a}' and for '${b}' with the same item in the same wording, but the prefix that ` +
    `asks for the viewpoint, and in some wordings the ending, is drawn anew for each prompt: part of ` +
    `a difference can come from these.`,
    ...left("without_technique", (n) => `${n} twins are left out: an answer has no technique.`),
    ...left("without_twin", (n) => `${n} answers are left out: their twin has no answer.`),
    ...left(
      "ambiguous",
      (n) =>
        `${n} answers are left out: several prompts have the same item, wording and viewpoint.`,
    ),
  ];
}
