import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import { type CodedVerdicts, codeVerdicts, type Verdicts } from "./bootstrap/code_verdicts.ts";
import { crossLevels, type Levels, numberAnew, reorder } from "./bootstrap/cross_levels.ts";
import { type EncodedColumn, NOT_GIVEN } from "./bootstrap/encode_column.ts";
import {
  differenceComponents,
  itemComponents,
  meanComponents,
  type PromptComponents,
} from "./_item_components.ts";
import type { RunFrames } from "./read_run.ts";

export type { PromptComponents } from "./_item_components.ts";

/** What planning for a dataset rests on. */
export interface DatasetComponents {
  dataset: string;
  /** The run's own size: items, wordings of an item (rounded mean), prompts of a wording. */
  items: number;
  formats: number;
  /** 2 where each wording asks for two viewpoints, mostly 1. */
  prompts_per_format: number;
  /** Per technique in code order. */
  techniques: TechniqueComponents[];
}

/** The variances of one technique's shares; null where they cannot be estimated. */
export interface TechniqueComponents {
  technique: Technique;
  /** Of a model's share, averaged over models. */
  share: PromptComponents | null;
  /** Of the difference of two models on the same prompts, averaged over pairs of models. */
  difference: PromptComponents | null;
}

/**
 * How much answers vary between a dataset's items, and between the prompts of one item: what a study of
 * another size would have to average out. A prompt's value is the share of a model's answers to it (one,
 * or several samples) that use a technique; prompts without an answer with a technique are left out.
 * See {@linkcode itemComponents}.
 *
 * @param verdicts One row per answer, by {@linkcode settleVerdicts}.
 * @param order Which models count, and which datasets are returned; those without answers are not.
 */
export function precisionComponents(
  verdicts: Verdicts,
  order: Pick<RunFrames, "models" | "datasets">,
): DatasetComponents[] {
  const coded = codeVerdicts(verdicts, order);
  return order.datasets.flatMap((name) => {
    const rows = rowsOf(coded, coded.datasets.indexOf(name));
    return rows.length === 0 ? [] : [{ dataset: name, ...ofDataset(answersOf(coded, rows)) }];
  });
}

/** A dataset's answers, as numbers that start from 0 within it. */
interface DatasetAnswers {
  model: Levels;
  prompt: Levels;
  cluster: Levels;
  /** A prompt without a format is a wording of its own. */
  wording: Levels;
  /** Codes. */
  technique: Uint32Array;
}

function rowsOf({ dataset }: CodedVerdicts, wanted: number): Uint32Array {
  let count = 0;
  for (let row = 0; row < dataset.length; row++) if (dataset[row] === wanted) count++;
  const rows = new Uint32Array(count);
  for (let row = 0, next = 0; row < dataset.length; row++) {
    if (dataset[row] === wanted) rows[next++] = row;
  }
  return rows;
}

function answersOf(coded: CodedVerdicts, rows: Uint32Array): DatasetAnswers {
  const of = (column: string): Levels => {
    const { codes, count } = coded.encode(column);
    return numberAnew({ codes: reorder(codes, rows), count });
  };
  const [prompt, formats] = [of("prompt_id"), coded.encode("format")];
  return {
    ...{ prompt, cluster: of("cluster"), technique: reorder(coded.technique, rows) },
    model: numberAnew({ codes: reorder(coded.model, rows), count: coded.models.length }),
    wording: wordingsOf(formats, { rows, prompt }),
  };
}

function wordingsOf(
  { codes, count, names }: EncodedColumn,
  { rows, prompt }: { rows: Uint32Array; prompt: Levels },
): Levels {
  const wording = reorder(codes, rows);
  const none = names.indexOf(NOT_GIVEN);
  if (!wording.includes(none)) return { codes: wording, count };
  for (let at = 0; at < wording.length; at++) {
    if (wording[at] === none) wording[at] = count + (prompt.codes[at] ?? 0);
  }
  return { codes: wording, count: count + prompt.count };
}

function ofDataset(answers: DatasetAnswers): Omit<DatasetComponents, "dataset"> {
  const { prompt, model, cluster } = answers;
  const itemOf = new Uint32Array(prompt.count);
  // Where in a list by model and prompt each answer counts.
  const at = new Uint32Array(prompt.codes.length);
  const counts = new Float64Array(model.count * prompt.count);
  for (let row = 0; row < at.length; row++) {
    const code = prompt.codes[row] ?? 0;
    itemOf[code] = cluster.codes[row] ?? 0;
    at[row] = (model.codes[row] ?? 0) * prompt.count + code;
    counts[at[row] ?? 0] = (counts[at[row] ?? 0] ?? 0) + 1;
  }
  const of = { itemOf, items: cluster.count };
  const techniques = TECHNIQUES.map((technique, code): TechniqueComponents => {
    const shares = sharesOf(answers, { code, at, counts });
    const byModel = Array.from(
      { length: model.count },
      (_, m) => shares.subarray(m * prompt.count, (m + 1) * prompt.count),
    );
    return {
      technique,
      share: meanComponents(byModel.map((values) => itemComponents(values, of))),
      difference: meanComponents(differenceComponents(byModel, of)),
    };
  });
  return { ...sizeOf(answers, itemOf), techniques };
}

/** Per model and prompt, how often the technique was used; NaN where there is no answer. */
function sharesOf(
  { technique }: DatasetAnswers,
  { code, at, counts }: { code: number; at: Uint32Array; counts: Float64Array },
): Float64Array {
  const shares = new Float64Array(counts.length);
  for (let row = 0; row < at.length; row++) {
    const cell = at[row] ?? 0;
    if (technique[row] === code) shares[cell] = (shares[cell] ?? 0) + 1;
  }
  // A model and prompt without answers divide 0 by 0.
  for (let cell = 0; cell < shares.length; cell++) {
    shares[cell] = (shares[cell] ?? 0) / (counts[cell] ?? 0);
  }
  return shares;
}

function sizeOf(
  { cluster, wording, prompt }: DatasetAnswers,
  itemOf: Uint32Array,
): Pick<DatasetComponents, "items" | "formats" | "prompts_per_format"> {
  const wordings = crossLevels(cluster, wording).count;
  // Prompts of several items, which there should not be, count in each.
  const isOfOne = cluster.codes.every((item, row) => itemOf[prompt.codes[row] ?? 0] === item);
  const prompts = isOfOne ? prompt.count : crossLevels(cluster, prompt).count;
  return {
    items: cluster.count,
    formats: Math.max(1, Math.round(wordings / cluster.count)),
    prompts_per_format: prompts / wordings,
  };
}
