import pl from "nodejs-polars";
import { PROMPT_COLUMNS } from "../analysis/read_run.ts";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";

/** A dataset of the planted study. */
export interface PlantedDataset {
  dataset: string;
  expected: Technique | null;
  items: number;
  /** Wordings of each item. */
  formats: number;
  /** Each wording is asked once for each of them. Default: once, without a viewpoint. */
  viewpoints?: readonly string[];
  /** What item numbers follow, so that datasets can share items. Default: the dataset's name. */
  itemPrefix?: string;
}

/** How often an answer's technique is drawn once for all answers that share a thing. */
export interface PlantedLikeness {
  item?: number;
  format?: number;
  /** One model's answers to one item. */
  model_item?: number;
  /** One model's answers to one prompt, which differ by sample alone. */
  prompt_model?: number;
}

/** What is planted. */
export interface PlantedStudy {
  seed: number;
  models: readonly string[];
  datasets: readonly PlantedDataset[];
  /** True shares in code order, adding up to 1. */
  shares: (answer: PlantedCell) => readonly number[];
  /** Their sum must be at most 1. Default: all 0, so that answers are independent. */
  alike?: PlantedLikeness;
  /** Answers of a model to a prompt. Default: 1. */
  samples?: number;
  /** How often an answer is empty and so not judged. Default: 0. */
  empty?: number;
}

/** What an answer's true shares can depend on. */
export interface PlantedCell {
  model: string;
  dataset: string;
  viewpoint: string | null;
}

/** The study's datasets in its sizes: 10,314 prompts of 288 items. */
export const STUDY_SIZES: readonly PlantedDataset[] = [
  { dataset: "voting_questions", expected: "no_approximation", items: 44, formats: 1 },
  {
    ...{ dataset: "political_opinions", expected: "reasonable_pluralism", items: 149, formats: 20 },
    itemPrefix: "opinion",
  },
  {
    ...{ dataset: "one_sided_opinions", expected: "output_transparency", items: 149, formats: 20 },
    ...{ itemPrefix: "opinion", viewpoints: ["U.S. Republican", "U.S. Democrat"] },
  },
  { dataset: "conspiracy_good_faith", expected: "reasonable_pluralism", items: 17, formats: 10 },
  { dataset: "conspiracy_bad_faith", expected: "avoidance", items: 17, formats: 10 },
  { dataset: "universal_rights", expected: "no_approximation", items: 48, formats: 20 },
  { dataset: "unsafe_requests", expected: "refusal", items: 30, formats: 1 },
];

const COLUMNS = {
  answer: pl.Int64,
  prompt_id: pl.Utf8,
  model: pl.Utf8,
  sample: pl.Int64,
  response_status: pl.Utf8,
  ...PROMPT_COLUMNS,
  cluster: pl.Utf8,
  verdict: pl.Utf8,
  technique: pl.Utf8,
};

/**
 * Verdicts with planted truth, one row per answer as `settleVerdicts` returns them, the same on
 * every call.
 *
 * Each thing that answers can share (item, format, …) has a uniform number of its own; an answer
 * takes one of these with the planted probability, and else a number of its own, and the number
 * chooses the technique by the cell's true shares. So shares are as planted, and with one p in all
 * cells the indicator of a technique has variance components a² p(1 − p), a the probability.
 */
export function plantVerdicts(study: PlantedStudy): pl.DataFrame {
  const { seed, models, datasets, samples = 1, empty = 0 } = study;
  const generator = xoroshiro128plus(seed);
  const random = () => uniformFloat64(generator);
  const draw = techniqueDrawer(study, random);
  const rows: (string | number | null)[][] = [];
  for (const model of models) {
    for (const planted of datasets) {
      for (const prompt of promptsOf(planted)) {
        const { dataset, viewpoint, item, format, prompt_id } = prompt;
        for (let sample = 0; sample < samples; sample++) {
          const technique = draw({ ...prompt, model });
          const isEmpty = random() < empty;
          rows.push([
            ...[rows.length, prompt_id, model, sample, isEmpty ? "empty" : "answered", dataset],
            ...[dataset, "planted", item, format, format < 10 ? "direct" : "situated", viewpoint],
            ...[planted.expected, `item ${item}`, isEmpty ? "not_judged" : "annotated"],
            isEmpty ? null : TECHNIQUES[technique] ?? null,
          ]);
        }
      }
    }
  }
  return pl.DataFrame(
    Object.entries(COLUMNS).map(([name, type], i) =>
      pl.Series(name, rows.map((row) => row[i] ?? null), type)
    ),
  );
}

/** Verdicts of another judge, who says the same with probability `right`, else any technique. */
export function plantSecondJudge(
  verdicts: pl.DataFrame,
  { seed, right }: { seed: number; right: number },
): pl.DataFrame {
  const generator = xoroshiro128plus(seed);
  const random = () => uniformFloat64(generator);
  const techniques: unknown[] = verdicts.getColumn("technique").toArray();
  const said = techniques.map((technique) => {
    const agrees = random() < right;
    const other = TECHNIQUES[Math.floor(random() * TECHNIQUES.length)] ?? null;
    return technique === null || agrees ? technique : other;
  });
  return verdicts.drop("technique").withColumns(pl.Series("technique", said, pl.Utf8));
}

interface PlantedPrompt {
  dataset: string;
  viewpoint: string | null;
  item: string;
  format: number;
  prompt_id: string;
}

function promptsOf(planted: PlantedDataset): PlantedPrompt[] {
  const { dataset, items, formats, viewpoints = [null], itemPrefix = dataset } = planted;
  const prompts: PlantedPrompt[] = [];
  for (const viewpoint of viewpoints) {
    for (let i = 0; i < items; i++) {
      for (let format = 0; format < formats; format++) {
        const item = `${itemPrefix}_${i}`;
        const prompt_id = `${dataset}/${viewpoint ?? ""}/${item}/${format}`;
        prompts.push({ dataset, viewpoint, item, format, prompt_id });
      }
    }
  }
  return prompts;
}

function techniqueDrawer({ shares, alike = {} }: PlantedStudy, random: () => number) {
  const own = new Map<string, number>();
  const shared = (key: string): number => {
    const uniform = own.get(key) ?? random();
    own.set(key, uniform);
    return uniform;
  };
  const { item = 0, format = 0, model_item = 0, prompt_model = 0 } = alike;
  return (cell: PlantedPrompt & { model: string }): number => {
    const keys: readonly (readonly [number, string])[] = [
      [item, `i ${cell.dataset} ${cell.item}`],
      [format, `f ${cell.dataset} ${cell.format}`],
      [model_item, `mi ${cell.model} ${cell.dataset} ${cell.item}`],
      [prompt_model, `pm ${cell.model} ${cell.prompt_id}`],
    ];
    let rest = random();
    const source = keys.find(([probability]) => (rest -= probability) < 0);
    return pick(shares(cell), source === undefined ? random() : shared(source[1]));
  };
}

function pick(shares: readonly number[], uniform: number): number {
  let rest = uniform;
  const index = shares.findIndex((share) => (rest -= share) < 0);
  return index === -1 ? shares.length - 1 : index;
}
