import { allocateSample } from "../../base/allocate_sample.ts";
import { hashedUniform } from "../../base/hashed_uniform.ts";
import { sha256 } from "../../base/sha256.ts";
import { UserError } from "../../base/user_error.ts";
import { readManifest } from "../../runs/manifest.ts";
import type { RunFile } from "../../runs/run_file.ts";
import { lockRun } from "../../runs/run_lock.ts";
import { type CodeSheet, readCodeSheet } from "./read_code_sheet.ts";

/** Options of {@linkcode drawCodeSheet}. */
export interface DrawCodeSheetOptions {
  /** How many answers; all where there are fewer. */
  count: number;
  /** Whose labels the draw is stratified by, beside the dataset. */
  judge: string;
  /** Another seed draws other answers. Default: 1. */
  seed?: number;
}

const CANDIDATES = `
  SELECT r.prompt_id, r.model, r.sample, p.dataset, a.technique
  FROM responses r JOIN prompts p USING (prompt_id)
  JOIN annotations a ON a.prompt_id = r.prompt_id AND a.model = r.model
    AND a.sample = r.sample AND a.judge = ? AND a.variant = 0
  WHERE r.status IN ('answered', 'truncated') AND a.status <> 'failed'
  ORDER BY p.position, r.model, r.sample`;

/**
 * Draws answers for people to code, and notes in the run which they were: stratified by dataset and
 * by the judge's label, rare strata more than their share (each at least twice where it can be, the
 * rest by the square root of its size), in an order and under names that tell neither. The same call
 * again gives the same sheet, though the run may have grown.
 *
 * Within a stratum every answer is as likely as any other, and how likely is kept with it
 * (`inclusion`), so that shares can be estimated from the codes without bias.
 *
 * @throws {UserError} where the judge has not labelled anything.
 */
export function drawCodeSheet(run: RunFile, options: DrawCodeSheetOptions): CodeSheet {
  const { count, judge, seed = 1 } = options;
  const sheet = nameOfSheet(run, { count, judge, seed });
  const known = run.statement("SELECT 1 FROM code_sheets WHERE sheet = ?").get(sheet);
  if (known === undefined) {
    using _lock = lockRun(run, "code-sheet");
    writeSheet(run, sheet, { count, judge, seed });
  }
  return readCodeSheet(run, sheet);
}

/** The same for the same run and options; it says nothing of what is on it. */
function nameOfSheet(run: RunFile, options: Required<DrawCodeSheetOptions>): string {
  const { created_at } = readManifest(run);
  const digest = sha256(JSON.stringify([created_at, options.count, options.judge, options.seed]));
  return `sheet-${digest.slice(0, 8)}`;
}

interface Candidate {
  prompt_id: string;
  model: string;
  sample: number;
  stratum: string;
}

function writeSheet(run: RunFile, sheet: string, options: Required<DrawCodeSheetOptions>): void {
  const { count, judge, seed } = options;
  const strata = Map.groupBy(readCandidates(run, judge), ({ stratum }) => stratum);
  const groups = [...strata.values()];
  const counts = allocateSample(groups.map((group) => group.length), {
    count,
    power: 0.5,
    atLeast: 2,
  });
  const drawn = groups.flatMap((group, index) => {
    const size = counts[index] ?? 0;
    const lots = sorted(group, (answer) => ["code sheet", seed, ...keyOf(answer)]);
    return lots.slice(0, size).map((answer) => ({ ...answer, inclusion: size / group.length }));
  });
  const shuffled = sorted(drawn, (answer) => ["order on the sheet", seed, ...keyOf(answer)]);
  run.transaction(() => {
    const spec = JSON.stringify({ ...options, candidates: sum(groups.map((g) => g.length)) });
    run.statement("INSERT INTO code_sheets (sheet, spec, created_at) VALUES (?, ?, ?)")
      .run(sheet, spec, new Date().toISOString());
    for (const [position, answer] of shuffled.entries()) {
      const { prompt_id, model, sample, stratum, inclusion } = answer;
      const code_id = sha256(JSON.stringify([sheet, ...keyOf(answer)])).slice(0, 10);
      run.statement(`INSERT INTO code_sheet_items
        (sheet, code_id, position, prompt_id, model, sample, stratum, inclusion)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
        .run(sheet, code_id, position, prompt_id, model, sample, stratum, inclusion);
    }
  });
}

function readCandidates(run: RunFile, judge: string): Candidate[] {
  const candidates = run.statement(CANDIDATES).all(judge).map((row) => ({
    prompt_id: String(row.prompt_id),
    model: String(row.model),
    sample: Number(row.sample),
    stratum: JSON.stringify([row.dataset, row.technique]),
  }));
  if (candidates.length > 0) return candidates;
  throw new UserError(
    `Cannot draw a coding sheet from ${run.path}: '${judge}' has labelled no answer in it. Run ` +
      `'deno task annotate' first, or name another judge with --judge.`,
  );
}

function keyOf({ prompt_id, model, sample }: Candidate): [string, string, number] {
  return [prompt_id, model, sample];
}

function sorted<T>(list: readonly T[], keys: (entry: T) => (string | number)[]): T[] {
  const lots = list.map((entry) => ({ entry, lot: hashedUniform(...keys(entry)) }));
  return lots.sort((a, b) => a.lot - b.lot).map(({ entry }) => entry);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
