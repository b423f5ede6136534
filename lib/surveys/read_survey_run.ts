import { basename } from "node:path";
import { wilsonInterval } from "../analysis/wilson_interval.ts";
import { UserError } from "../base/user_error.ts";
import { readManifest } from "../runs/manifest.ts";
import type { RunFile } from "../runs/run_file.ts";
import type { SurveyRecord } from "./keep_survey.ts";
import type { TokenLogprob } from "./letter_log_probabilities.ts";
import { optionDistribution, type OptionDistributionOptions } from "./option_distribution.ts";
import { readOption } from "./read_option.ts";
import type { SurveyAnswer } from "./survey_answer.ts";
import { methodOf } from "./survey_method.ts";
import type { SurveyQuestion } from "./survey_question.ts";
import { findVariant, orderOfOptions } from "./survey_variant.ts";

/** How the distributions of a run are made: rules for spellings and repeats. */
export type ReadSurveyOptions = Pick<OptionDistributionOptions, "spellings" | "average">;

/** A survey as a run has it. */
export interface SurveyRun extends Omit<SurveyRecord, "notes"> {
  /** The run's folder's name. */
  name: string;
  /** Those that all of `populations` were asked. */
  questions: SurveyQuestion[];
  /** One per question, model and variant that has a row; models in the order of asking. */
  answers: SurveyAnswer[];
  /** People's shares as published, by question. */
  asPublished: ReadonlyMap<string, readonly number[]>;
  /** What was left out in reading the material, and here; one sentence each. */
  notes: string[];
}

const QUESTIONS = "SELECT * FROM survey_questions ORDER BY position";
const ROWS = `SELECT item, task, model, status, response, top_logprobs
  FROM responses JOIN prompts USING (prompt_id) JOIN survey_questions ON question_id = item
    JOIN models USING (model)
  ORDER BY models.rowid, task, survey_questions.position, format, sample`;
const MODELS = "SELECT model, spec, simulated FROM models";

/**
 * Reads the questions of a run and the distributions that its models' answers make. Questions that
 * not all of the run's populations were asked are left out, with a note: they are of an earlier choice.
 *
 * @throws {UserError} for a run that holds no survey.
 */
export function readSurveyRun(run: RunFile, options: ReadSurveyOptions = {}): SurveyRun {
  const record = readManifest(run).survey as SurveyRecord | undefined;
  if (record === undefined) {
    throw new UserError(
      `Cannot read a survey from ${run.path}: it holds none. Ask one with deno task survey.`,
    );
  }
  const stored = run.db.prepare(QUESTIONS).all();
  const all = stored.map(toQuestion);
  const questions = all.filter(({ human }) => record.populations.every((name) => human.has(name)));
  const asPublished = stored.flatMap(({ question_id, as_published }) =>
    as_published === null
      ? []
      : [[String(question_id), JSON.parse(String(as_published)) as number[]] as const]
  );
  const others = all.length - questions.length;
  return {
    ...record,
    name: basename(run.folder),
    questions,
    answers: readAnswers(run, { questions, options }),
    asPublished: new Map(asPublished),
    notes: [
      ...record.notes,
      ...(others === 0 ? [] : [
        `${others} questions of the run are left out: not all of ${
          record.populations.join(", ")
        } ` +
        `were asked them.`,
      ]),
    ],
  };
}

function readAnswers(
  run: RunFile,
  { questions, options }: { questions: readonly SurveyQuestion[]; options: ReadSurveyOptions },
): SurveyAnswer[] {
  const byId = new Map(questions.map((question) => [question.question_id, question]));
  const models = new Map(
    run.db.prepare(MODELS).all().map(({ model, spec, simulated }) => [
      String(model),
      { ...methodOf(JSON.parse(String(spec))), simulated: simulated === 1 },
    ]),
  );
  const answers: SurveyAnswer[] = [];
  for (const rows of groups(run.db.prepare(ROWS).iterate())) {
    const [first] = rows;
    const question = byId.get(String(first?.item));
    const model = models.get(String(first?.model));
    if (question === undefined || model === undefined) continue;
    const { method, topLogprobs, simulated } = model;
    const variant = String(first?.task);
    const order = orderOfOptions(question, findVariant(variant));
    const context = { question, order, topLogprobs, options };
    answers.push({
      question_id: question.question_id,
      model: String(first?.model),
      variant,
      method,
      ...(method === "sampling" ? sampled(rows, context) : byLogprobs(rows, context)),
      simulated,
    });
  }
  return answers;
}

type Row = Readonly<Record<string, unknown>>;

/** Rows that follow each other and are of one model, variant and question. */
function* groups(rows: Iterable<Row>): Generator<Row[]> {
  let group: Row[] = [];
  for (const row of rows) {
    const [last] = group;
    const isSame = last === undefined ||
      (["model", "task", "item"] as const).every((key) => last[key] === row[key]);
    if (!isSame) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}

interface Context {
  question: SurveyQuestion;
  /** The options' indexes in the order in which they stood. */
  order: readonly number[];
  topLogprobs: number | null;
  options: ReadSurveyOptions;
}

type Found = Pick<
  SurveyAnswer,
  "distribution" | "interval" | "mass_seen" | "repeats" | "failed"
>;

function byLogprobs(
  rows: readonly Row[],
  { question, order, topLogprobs, options }: Context,
): Found {
  const lists = rows.flatMap(({ top_logprobs }) =>
    top_logprobs === null ? [] : [JSON.parse(String(top_logprobs)) as TokenLogprob[]]
  );
  const { distribution, mass, repeats } = optionDistribution(lists, {
    ...options,
    options: question.options.length,
    ...topLogprobs === null ? {} : { asked: topLogprobs },
  });
  return {
    distribution: distribution && byOption(distribution, order),
    interval: null,
    mass_seen: mass,
    repeats,
    failed: rows.length - repeats,
  };
}

function sampled(rows: readonly Row[], { question, order }: Context): Found {
  const shown = order.map((index) => question.options[index] ?? "");
  const named = rows.flatMap(({ status, response }) =>
    response === null || status === "failed" ? [] : readOption(String(response), shown) ?? []
  );
  const counts = shown.map((_, index) => named.filter((option) => option === index).length);
  const n = named.length;
  const failed = rows.length - n;
  if (n === 0) return { distribution: null, interval: null, mass_seen: null, repeats: 0, failed };
  const intervals = counts.map((count) => wilsonInterval(count / n, n));
  return {
    distribution: byOption(counts.map((count) => count / n), order),
    interval: {
      low: byOption(intervals.map(({ low }) => low), order),
      high: byOption(intervals.map(({ high }) => high), order),
    },
    mass_seen: null,
    repeats: n,
    failed,
  };
}

/** Values by place in the prompt as values by the question's own order. */
function byOption(values: readonly number[], order: readonly number[]): number[] {
  return order.map((_, option) => values[order.indexOf(option)] ?? 0);
}

function toQuestion(row: Row): SurveyQuestion {
  const key = row.key === null ? null : row.key === 1 ? 1 : -1;
  return {
    question_id: String(row.question_id),
    survey: row.survey === "machine_personality" ? "machine_personality" : "global_opinion_qa",
    number: Number(row.number),
    text: String(row.text),
    options: JSON.parse(String(row.options)),
    source: String(row.source),
    facet: row.facet === null ? null : String(row.facet),
    key,
    human: new Map(JSON.parse(String(row.human))),
  };
}
