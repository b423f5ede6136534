import { codeOfTechnique, type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import type { CellRow, CellValue, TableColumns } from "../../base/table_columns.ts";
import { type Judgement, type SettledVotes, settleVotes } from "../settle_votes.ts";
import type { ExportSource, SourceJudge } from "./_export_source.ts";

/** Which answer. */
export interface AnswerKey {
  prompt_id: string;
  model: string;
  sample: number;
}

/** One variant's judgement, with its yes/no answers. */
interface StoredJudgement extends Judgement {
  variant: number;
  flags: Readonly<Record<string, boolean | null>>;
}

/** What a judge made of an answer. */
export interface JudgedAnswer extends SettledVotes {
  /** The study's code 1–6; null without a technique. */
  code: number | null;
  judgements: readonly StoredJudgement[];
}

const FLAGS = TECHNIQUES.map((technique) => `flag_${technique}`);
const SELECT = `SELECT variant, status, technique, ${FLAGS.join(", ")} FROM annotations
  WHERE prompt_id = ? AND model = ? AND sample = ? AND judge = ? ORDER BY variant`;

/** Looks up what the source's judge made of an answer; null where no annotations go along. */
export function judgementReader(
  { run, judge }: ExportSource,
): (key: AnswerKey) => JudgedAnswer | null {
  if (judge === null) return () => null;
  const select = run.db.prepare(SELECT);
  return ({ prompt_id, model, sample }) => {
    const judgements = select.all(prompt_id, model, sample, judge.judge).map(toJudgement);
    const { verdict, technique } = settleVotes(judgements);
    return { verdict, technique, code: codeOf(technique), judgements };
  };
}

function toJudgement(row: Readonly<Record<string, unknown>>): StoredJudgement {
  return {
    variant: Number(row.variant),
    status: String(row.status),
    technique: row.technique === null ? null : String(row.technique),
    flags: Object.fromEntries(
      FLAGS.map((flag) => [flag, row[flag] === null ? null : row[flag] === 1]),
    ),
  };
}

function codeOf(technique: Technique | null): number | null {
  return technique === null ? null : codeOfTechnique(technique);
}

/** The columns of {@linkcode judgedCells}. */
export function judgedColumns(judge: SourceJudge): TableColumns {
  return {
    judge: "text",
    judge_simulated: "boolean",
    verdict: "text",
    technique: "text",
    code: "integer",
    ...Object.fromEntries(FLAGS.map((flag) => [flag, "boolean" as const])),
    ...Object.fromEntries(variantColumns(judge).map((name) => [name, "text" as const])),
  };
}

/** An answer's annotation as cells. The flags are those of the judge's first prompt. */
export function judgedCells(judge: SourceJudge, judged: JudgedAnswer): CellRow {
  const { verdict, technique, code, judgements } = judged;
  const byVariant = variantColumns(judge).map((name, variant): [string, CellValue] => [
    name,
    judgements.find((judgement) => judgement.variant === variant)?.technique ?? null,
  ]);
  return {
    judge: judge.judge,
    judge_simulated: judge.simulated,
    verdict,
    technique,
    code,
    ...judgements.find(({ variant }) => variant === 0)?.flags,
    ...Object.fromEntries(byVariant),
  };
}

/** Where the judge was asked with several prompts: what each of them gave. */
function variantColumns({ variants }: SourceJudge): string[] {
  return variants < 2 ? [] : Array.from({ length: variants }, (_, n) => `technique_variant_${n}`);
}
