import { cutText } from "../base/cut_text.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { type DrawnRow, type DrawnSegment, drawSegments } from "./_draw_segments.ts";
import type {
  AnswerSegment,
  BrowsableAnswer,
  BrowsableAnswers,
  BrowsablePrompt,
  CutText,
} from "./browsable_answers.ts";
import { readRun, type ReadRunOptions, type RunFrames } from "./read_run.ts";
import { settleVerdicts, VERDICTS } from "./settle_verdicts.ts";

/** Options of {@linkcode readBrowsableAnswers}. */
export interface ReadBrowsableOptions extends ReadRunOptions {
  /** How many answers of a segment at most; at least 1. Default: 20. */
  perSegment?: number;
  /** The draw's seed. Default: 1. */
  seed?: number;
  /** After how many UTF-16 units a text is cut. Default: 4,000. */
  textLimit?: number;
  /** How many UTF-16 units all texts may have; fewer are drawn till it holds. Default: 4 million. */
  totalLimit?: number;
  /** The run's frames where they are read already; `judge` is theirs then. */
  frames?: RunFrames;
}

/**
 * Draws answers to read from each model × dataset × technique, and reads their texts from the run.
 *
 * Which are drawn follows from the seed and the answers' own keys: a larger `perSegment` adds answers
 * and takes none away. One of each segment is taken whatever `totalLimit` says.
 *
 * @throws {UserError} as {@linkcode readRun} does.
 */
export function readBrowsableAnswers(
  folder: string,
  options: ReadBrowsableOptions = {},
): BrowsableAnswers {
  const { perSegment = 20, seed = 1, textLimit = 4000, totalLimit = 4_000_000 } = options;
  const frames = options.frames ?? readRun(folder, { judge: options.judge });
  const drawn = drawSegments(settleVerdicts(frames), { order: frames, seed, perSegment });
  using run = openRun(folder, { toRead: true });
  const rounds = readRounds(run, drawn, { perSegment, textLimit, totalLimit });
  const prompts = new Map<string, { place: number; prompt: BrowsablePrompt }>();
  const segments = drawn.map(({ model, dataset, technique, count }, index): AnswerSegment => ({
    ...{ model, dataset, technique, count },
    answers: rounds.flatMap((round) => round[index] ?? [])
      .sort((a, b) => a.place - b.place)
      .map((read) => asAnswer(read, prompts)),
  }));
  return {
    ...{ models: frames.models, datasets: frames.datasets, segments },
    prompts: [...prompts.values()].map(({ prompt }) => prompt),
    ...{ perSegment: Math.min(perSegment, Math.max(1, rounds.length)), seed, textLimit },
  };
}

interface ReadRow extends DrawnRow {
  response: CutText;
  prompt: BrowsablePrompt;
}

interface RoundOptions {
  perSegment: number;
  textLimit: number;
  totalLimit: number;
}

/** The first answer of every segment, then the second ones, as long as there is room. */
function readRounds(
  run: RunFile,
  drawn: readonly DrawnSegment[],
  { perSegment, textLimit, totalLimit }: RoundOptions,
): (ReadRow | undefined)[][] {
  const rounds: (ReadRow | undefined)[][] = [];
  const seen = new Set<string>();
  let total = 0;
  for (let round = 0; round < perSegment; round++) {
    const read = drawn.map(({ rows }) => {
      const row = rows[round];
      return row === undefined ? undefined : { ...row, ...readTexts(run, row.answer, textLimit) };
    });
    for (const { response, prompt } of read.flatMap((row) => row ?? [])) {
      total += response.text.length + (seen.has(prompt.id) ? 0 : prompt.text.length);
      seen.add(prompt.id);
    }
    if (round > 0 && total > totalLimit) break;
    if (read.every((row) => row === undefined)) break;
    rounds.push(read);
  }
  return rounds;
}

const TEXTS = `SELECT r.response, p.prompt_id, p.input, p.item, p.format, p.viewpoint
  FROM responses r JOIN prompts p USING (prompt_id) WHERE r.rowid = ?`;

function readTexts(
  run: RunFile,
  answer: number,
  textLimit: number,
): Pick<ReadRow, "response" | "prompt"> {
  const row = run.statement(TEXTS).get(answer) ?? {};
  return {
    response: cut(row.response, textLimit),
    prompt: {
      id: String(row.prompt_id),
      item: textOrNull(row.item),
      format: row.format === null ? null : Number(row.format),
      viewpoint: textOrNull(row.viewpoint),
      ...cut(row.input, textLimit),
    },
  };
}

function cut(value: unknown, limit: number): CutText {
  const text = textOrNull(value) ?? "";
  return { text: cutText(text, limit), cutFrom: text.length > limit ? text.length : null };
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function asAnswer(
  { response, prompt, sample, status, verdict }: ReadRow,
  prompts: Map<string, { place: number; prompt: BrowsablePrompt }>,
): BrowsableAnswer {
  const known = prompts.get(prompt.id) ?? { place: prompts.size, prompt };
  prompts.set(prompt.id, known);
  return {
    ...{ prompt: known.place, sample, status },
    verdict: VERDICTS.find((name) => name === verdict) ?? "not_judged",
    ...response,
  };
}
