import pl from "nodejs-polars";
import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";
import { codeLevels } from "./_code_levels.ts";
import { itemComponents, meanComponents, type PromptComponents } from "./_item_components.ts";
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
  verdicts: pl.DataFrame,
  { models, datasets }: Pick<RunFrames, "models" | "datasets">,
): DatasetComponents[] {
  const listed = verdicts.filter(
    pl.col("technique").isNotNull().and(pl.col("model").isIn([...models])),
  );
  return datasets.flatMap((dataset) => {
    const answers = listed.filter(pl.col("dataset").eq(pl.lit(dataset)));
    return answers.height === 0 ? [] : [ofDataset(dataset, answers)];
  });
}

function ofDataset(dataset: string, answers: pl.DataFrame): DatasetComponents {
  const [prompts, models] = [codeLevels(answers, "prompt_id"), codeLevels(answers, "model")];
  const clusters = codeLevels(answers, "cluster");
  const itemOf = new Uint32Array(prompts.count);
  const at = new Uint32Array(answers.height);
  const counts = new Float64Array(models.count * prompts.count);
  for (let row = 0; row < at.length; row++) {
    const prompt = prompts.codes[row] ?? 0;
    itemOf[prompt] = clusters.codes[row] ?? 0;
    at[row] = (models.codes[row] ?? 0) * prompts.count + prompt;
    counts[at[row] ?? 0] = (counts[at[row] ?? 0] ?? 0) + 1;
  }
  const of = { itemOf, items: clusters.count };
  const techniques = TECHNIQUES.map((technique): TechniqueComponents => {
    const shares = sharesOf(answers, { technique, at, counts });
    const byModel = Array.from(
      { length: models.count },
      (_, model) => shares.subarray(model * prompts.count, (model + 1) * prompts.count),
    );
    return {
      technique,
      share: meanComponents(byModel.map((values) => itemComponents(values, of))),
      difference: meanComponents(
        differencesOf(byModel).map((values) => itemComponents(values, of)),
      ),
    };
  });
  return { dataset, ...sizeOf(answers), techniques };
}

/** Per model and prompt, how often the technique was used; NaN where there is no answer. */
function sharesOf(
  answers: pl.DataFrame,
  { technique, at, counts }: { technique: Technique; at: Uint32Array; counts: Float64Array },
): Float64Array {
  const uses = pl.col("technique").eq(pl.lit(technique)).cast(pl.UInt32).alias("uses");
  const used: ArrayLike<number> = answers.select(uses).getColumn("uses").toTypedArray();
  const shares = new Float64Array(counts.length);
  for (let row = 0; row < at.length; row++) {
    const cell = at[row] ?? 0;
    shares[cell] = (shares[cell] ?? 0) + (used[row] ?? 0);
  }
  // A model and prompt without answers divide 0 by 0.
  return shares.map((uses, cell) => uses / (counts[cell] ?? 0));
}

/** For each two models, the prompts' differences. */
function differencesOf(byModel: readonly Float64Array[]): Float64Array[] {
  return byModel.flatMap((one, model) =>
    byModel.slice(model + 1).map((other) =>
      one.map((value, prompt) => value - (other[prompt] ?? NaN))
    )
  );
}

function sizeOf(
  answers: pl.DataFrame,
): Pick<DatasetComponents, "items" | "formats" | "prompts_per_format"> {
  const wordings = answers
    // A prompt without a format is a wording of its own.
    .withColumns(
      pl.col("format").cast(pl.Utf8).fillNull(pl.col("prompt_id")).alias("wording"),
    )
    .groupBy("cluster")
    .agg(
      pl.col("wording").nUnique().alias("wordings"),
      pl.col("prompt_id").nUnique().alias("prompts"),
    );
  const total = (column: string) => Number(wordings.getColumn(column).sum());
  return {
    items: wordings.height,
    formats: Math.max(1, Math.round(total("wordings") / wordings.height)),
    prompts_per_format: total("prompts") / total("wordings"),
  };
}
