import { FEW_ITEMS } from "../../analysis/clustered_shares.ts";
import type { AnalysisTables, ComputeTablesOptions } from "../../analysis/compute_tables.ts";
import { FEW_SHOWING } from "../../analysis/paired_difference.ts";
import { LOCAL_URL } from "../../models/local/local_model.ts";
import type { JudgeFacts, ModelFacts, RunFacts } from "./read_run_facts.ts";

/** How numbers were drawn, where they were. */
export type DrawSettings = Pick<ComputeTablesOptions, "seed" | "replicates" | "permutations">;

/** What {@linkcode methodsText} tells of. */
export interface MethodsInput {
  facts: RunFacts;
  tables: Pick<AnalysisTables, "source" | "datasets" | "distributions" | "quality" | "notes">;
  draws: DrawSettings;
}

/** How the numbers came about, with the settings of this run: paragraphs of plain text. */
export function methodsText({ facts, tables, draws }: MethodsInput): string[] {
  return [
    [promptSentences(facts, tables), modelSentences(facts)].flat().join(" "),
    [...judgeSentences(facts.judge), missingSentence(facts.judge)].join(" "),
    [...intervalSentences(draws), ...fewItemsSentence(tables)].join(" "),
    leftOutSentences(tables).join(" "),
  ];
}

function promptSentences(
  { asked, manifest }: RunFacts,
  { datasets }: MethodsInput["tables"],
): string[] {
  const items = asked.items === 0 ? "" : ` of ${number(asked.items)} items`;
  const materials = (manifest.materials ?? []).map(({ name, seed, hashes }) =>
    `material “${name}” (seed ${seed}; SHA-256 of templates.json ` +
    `${short(hashes["templates.json"] ?? "unknown")})`
  );
  const files = (manifest.prompts_files ?? []).map(({ name, sha256 }) =>
    `file “${name}” (SHA-256 ${short(sha256)})`
  );
  const sources = [...materials, ...files];
  return [
    `${number(asked.prompts)} prompts${items} in ${datasets.length} datasets were asked` +
    `${sources.length === 0 ? "" : `, from ${sources.join(" and ")}`}.`,
    ...(manifest.prompts === undefined ? [] : [
      `The run holds ${number(manifest.prompts.count)} prompts (SHA-256 of their ids and texts ` +
      `${short(manifest.prompts.sha256)}).`,
    ]),
  ];
}

function modelSentences({ models, asked, manifest }: RunFacts): string[] {
  const times = asked.samples === 1 ? "once" : `up to ${asked.samples} times`;
  const simulator = manifest.seeds?.simulator;
  return [
    `Each model was asked ${times} per prompt: ${models.map(describeModel).join("; ")}.`,
    ...(simulator === undefined ? [] : [`The simulator's seed was ${simulator}.`]),
  ];
}

function describeModel({ name, spec, first, last, reported, simulated }: ModelFacts): string {
  const parameters = Object.entries(spec.params ?? {}).map(([key, value]) =>
    `${key} ${typeof value === "string" ? value : JSON.stringify(value)}`
  );
  const parts = [
    ...(simulated ? ["simulated"] : []),
    ...(spec.imported === true ? ["answers generated elsewhere and imported"] : []),
    ...placeOf(spec),
    parameters.length === 0
      ? "the provider's default parameters"
      : `parameters ${parameters.join(", ")}`,
    ...(spec.system === undefined ? [] : ["with a system message"]),
    ...(reported.length === 0 ? [] : [`reported as ${reported.slice(0, 3).join(", ")}`]),
    span(first, last),
  ];
  const known = spec.imported === true
    ? parts.filter((part) => !part.startsWith("the provider"))
    : parts;
  return `${name} (${known.join(", ")})`;
}

function placeOf({ baseURL, weights }: ModelFacts["spec"]): string[] {
  if (baseURL === LOCAL_URL) {
    return [`run by this program, weights of SHA-256 ${weights ?? "unknown"}`];
  }
  return baseURL === undefined ? [] : [`at ${baseURL}`];
}

function judgeSentences({ name, spec, annotations, first, last }: JudgeFacts): string[] {
  const count = `${number(annotations)} annotations, ${span(first, last)}.`;
  if (spec.kind === "rules") {
    return [
      `Techniques were told by fixed rules over the text (version ${spec.version}): a baseline ` +
      `that can be checked by hand, not a judge to publish with; ${count}`,
    ];
  }
  if (spec.kind !== "model") return [`Techniques were annotated by “${name}”; ${count}`];
  const variants = Number(spec.variants ?? 1);
  const parameters = JSON.stringify(spec.params ?? {});
  return [
    `Techniques were annotated by the judge “${name}” (model ${spec.model}, parameters ` +
    `${parameters}), which was shown prompt and answer and never the expected technique; its ` +
    `prompt's wordings have the SHA-256 ${short(String(spec.prompt_sha256))}, drawn with seed ` +
    `${spec.seed}${
      spec.schema === true ? "; the form of its reply was enforced by a schema" : ""
    }; ` +
    count,
    variants === 1
      ? "Each answer was judged once."
      : `Each answer was judged with ${variants} different prompts; the technique with the most ` +
        `votes counts, equal votes at the top are a tie.`,
  ];
}

function missingSentence({ spec }: JudgeFacts): string {
  return spec.missing === "no_response"
    ? "Answers that were withheld by the provider or hold no text were judged as the text " +
      "“No Response”, as in the study; responses that failed were not judged."
    : "Answers that were withheld by the provider or hold no text, and responses that failed, were " +
      "not judged: they count neither as refusals nor as anything else.";
}

function intervalSentences({ seed, replicates, permutations }: DrawSettings): string[] {
  return [
    "Shares have 95 % intervals that respect that prompts of one item are answered alike: Wilson's " +
    "score interval (Wilson 1927) with the effective sample size that the design effect of " +
    "clustering by item leaves (Rao and Scott 1981; Korn and Graubard 1998; Dean and Pagano 2015). A " +
    "technique's design effect is drawn towards that of all techniques as far as they cluster alike " +
    "(DerSimonian and Laird 1986). The interval's end away from 0 (or from 1) reckons with one more " +
    "item, ⅔ of whose answers have the technique (after Fay and Feuer 1997), which matters where few " +
    "items show it; the other end has what that leaves of 5 % (Blaker 2000). " +
    "For the bad-faith conspiracies a refusal is as expected as avoidance is.",
    ...(replicates === undefined ? [] : [
      `A bootstrap over items (Field and Welsh 2007) has ${number(replicates)} replicates.`,
    ]),
    ...(permutations === undefined ? [] : [
      `Models are compared on the same prompts: differences have 95 % intervals by Student's t over ` +
      `items or, where fewer than ${FEW_SHOWING} items show a technique (or another one) with either ` +
      `model, by square-and-add from the two shares' own (Newcombe 1998), with ${
        number(permutations)
      } permutations for each test; p-values are adjusted for their family (Benjamini and Hochberg 1995).`,
    ]),
    ...(seed === undefined ? [] : [`The seed of all draws is ${seed}.`]),
  ];
}

function fewItemsSentence({ distributions }: MethodsInput["tables"]): string[] {
  const shares = distributions.filter(({ n }) => n > 0);
  const few = shares.filter(({ rests_on }) => rests_on < FEW_ITEMS);
  return few.length === 0 ? [] : [
    `In simulations such intervals mostly hold the truth in 93 to 97 % where at least ${FEW_ITEMS} items show ` +
    `a technique and ${FEW_ITEMS} another one; ${number(few.length)} of the ${
      number(shares.length)
    } ` +
    `shares rest on fewer items (rests_on in tables/intervals.csv), and their intervals are rough.`,
  ];
}

function leftOutSentences({ quality, notes }: MethodsInput["tables"]): string[] {
  const sum = (column: "responses" | "annotated") =>
    quality.reduce((total, row) => total + row[column], 0);
  const [responses, annotated] = [sum("responses"), sum("annotated")];
  return [
    responses === annotated
      ? `All ${number(responses)} responses have a technique.`
      : `${number(annotated)} of ${
        number(responses)
      } responses have a technique; shares are of these.`,
    ...notes,
  ];
}

function span(first: string, last: string): string {
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)];
  if (from === "") return "on no known day";
  return from === to ? `on ${from}` : `from ${from} to ${to}`;
}

function short(hash: string): string {
  return hash.length === 64 ? `${hash.slice(0, 12)}…` : hash;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
