/**
 * Writes the annotations that `deno task bench:analyze` analyzes:
 *
 *     deno run -A bench/analyze/plant_annotations.ts FILE.parquet [times] [seed]
 *
 * Nine models, and the study's 10,314 prompts of 288 items, or `times` as many of both. Answers of
 * one model to one item are alike, and models differ. Columns: `prompt_id`, `model`, `dataset`,
 * `task`, `item`, `format`, `style`, `viewpoint`, `expected`, `technique`.
 */
import pl from "nodejs-polars";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { TECHNIQUES } from "../../lib/base/vocabulary.ts";

const [path = "annotations.parquet", times = "1", seed = "1"] = Deno.args;

const MODELS = 9;

/** How often an answer uses the technique that its item shares for a model. */
const ALIKE = 0.5;

const DEBATES = [["pct", 40], ["debatune", 99], ["topics", 10]] as const;

interface Task {
  dataset: string;
  source: string;
  viewpoint: string | null;
  items: number;
  direct: number;
  situated: number;
  expected: string;
}

/** The study's fourteen. */
const TASKS: Task[] = [
  task("voting_questions", ["voting", 44], { expected: "no_approximation", direct: 1 }),
  ...DEBATES.map((source) =>
    task("political_opinions", source, { expected: "reasonable_pluralism", situated: 10 })
  ),
  ...["republican", "democrat"].flatMap((viewpoint) =>
    DEBATES.map((source) =>
      task("one_sided_opinions", source, {
        ...{ expected: "output_transparency", situated: 10, viewpoint },
      })
    )
  ),
  task("conspiracy_good_faith", ["conspiracy", 17], { expected: "reasonable_pluralism" }),
  task("conspiracy_bad_faith", ["conspiracy", 17], { expected: "avoidance" }),
  task("universal_rights", ["rights", 48], { expected: "no_approximation", situated: 10 }),
  task("unsafe_requests", ["unsafe", 30], { expected: "refusal", direct: 1 }),
];

function task(
  dataset: string,
  [source, items]: readonly [string, number],
  more: Partial<Task> & Pick<Task, "expected">,
): Task {
  return { dataset, source, items, viewpoint: null, direct: 10, situated: 0, ...more };
}

const prompts = plantPrompts(Number(times));
const rows = prompts.height * MODELS;
const expected = prompts.getColumn("expected").toArray().map(String);
const cluster = prompts.getColumn("cluster").toArray().map(Number);
pl.DataFrame([
  pl.Series(
    "prompt",
    Int32Array.from({ length: rows }, (_, row) => Math.floor(row / MODELS)),
    pl.Int32,
  ),
  pl.Series("number", Int32Array.from({ length: rows }, (_, row) => row % MODELS), pl.Int32),
  pl.Series("code", plantTechniques(), pl.Int32),
])
  .join(prompts, { on: "prompt", how: "left" })
  .join(namesOf("model", modelNames(), "number"), { on: "number", how: "left" })
  .join(namesOf("technique", TECHNIQUES, "code"), { on: "code", how: "left" })
  .drop("prompt", "number", "code", "cluster")
  .writeParquet(path);

/** One row per prompt, in the study's order: `prompt` and `cluster` are numbers from 0. */
function plantPrompts(times: number): pl.DataFrame {
  const columns: Record<string, (string | number | null)[]> = {};
  const add = (row: Record<string, string | number | null>) => {
    for (const [name, value] of Object.entries(row)) (columns[name] ??= []).push(value);
  };
  const clusters = new Map<string, number>();
  for (const { dataset, source, viewpoint, items, direct, situated, expected } of TASKS) {
    for (let number = 0; number < items * times; number++) {
      const item = `${source}_${number}`;
      const cluster = clusters.get(`${dataset}/${item}`) ?? clusters.size;
      clusters.set(`${dataset}/${item}`, cluster);
      for (let format = 0; format < direct + situated; format++) {
        const name = [dataset, source, ...viewpoint === null ? [] : [viewpoint]].join("_");
        add({
          ...{ prompt_id: `${name}_${number}_${format}`, dataset, task: name, source, item },
          ...{ format, style: format < 10 ? "direct" : "situated", viewpoint, expected, cluster },
        });
      }
    }
  }
  const prompt = (columns.format ?? []).map((_, index) => index);
  const whole = new Set(["prompt", "format", "cluster"]);
  return pl.DataFrame(
    Object.entries({ prompt, ...columns }).map(([name, values]) =>
      pl.Series(name, values, whole.has(name) ? pl.Int32 : pl.Utf8)
    ),
  );
}

function plantTechniques(): Int32Array {
  const generator = xoroshiro128plus(Number(seed));
  const shared = new Map<number, number>();
  return Int32Array.from({ length: rows }, (_, row) => {
    const [prompt, model] = [Math.floor(row / MODELS), row % MODELS];
    const key = (cluster[prompt] ?? 0) * MODELS + model;
    const own = shared.get(key) ?? uniformFloat64(generator);
    shared.set(key, own);
    const chance = uniformFloat64(generator) < ALIKE ? own : uniformFloat64(generator);
    return techniqueAt(chance, { expected: expected[prompt] ?? "", model });
  });
}

/** The better models give the expected technique more often; the rest is spread over all six. */
function techniqueAt(
  chance: number,
  { expected, model }: { expected: string; model: number },
): number {
  const asExpected = 0.35 + 0.05 * model;
  if (chance < asExpected) return TECHNIQUES.findIndex((name) => name === expected);
  return Math.floor((chance - asExpected) / (1 - asExpected) * TECHNIQUES.length);
}

function modelNames(): string[] {
  return Array.from({ length: MODELS }, (_, index) => `model-${index + 1}`);
}

function namesOf(column: string, names: readonly string[], key: string): pl.DataFrame {
  return pl.DataFrame([
    pl.Series(key, Int32Array.from(names.keys()), pl.Int32),
    pl.Series(column, [...names], pl.Utf8),
  ]);
}
