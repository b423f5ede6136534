import { fillTemplate } from "../../base/fill_template.ts";
import { hashedUniform } from "../../base/hashed_uniform.ts";
import type { Technique } from "../../base/vocabulary.ts";
import { PHRASE_BANK } from "./phrase_bank.ts";
import type { SimulatedPrompt } from "./planted_truth.ts";

/** Options of {@linkcode composeAnswer}. */
export interface ComposeOptions {
  technique: Technique;
  /** What the wording depends on beside the prompt: seeds and the model's name. */
  keys: readonly (string | number)[];
}

/** Text in which a simulated model answers a prompt by a technique: one to four sentences. */
export function composeAnswer(
  prompt: SimulatedPrompt,
  { technique, keys }: ComposeOptions,
): string {
  // Long texts are hashed once; all that is drawn follows from that.
  const base = hashedUniform("wording", ...keys, prompt.input);
  const draw = (purpose: string) => hashedUniform(purpose, base);
  const bank = PHRASE_BANK[technique];
  const body = Math.floor(draw("body") * bank.bodies.length);
  const further = body + 1 + Math.floor(draw("further body") * (bank.bodies.length - 1));
  const parts = planOf(draw("length"), technique).map((part) => {
    if (part === "opening") return pick(bank.openings, draw("opening"));
    if (part === "body") return bank.bodies[body];
    if (part === "further body") return bank.bodies[further % bank.bodies.length];
    return pick(bank.endings, draw("ending"));
  });
  const separator = draw("paragraphs") < 0.3 ? "\n\n" : " ";
  return fillTemplate(parts.join(separator), {
    topic: topicOf(prompt, draw("topic")),
    viewpoint: viewpointOf(prompt.input, draw("viewpoint")),
  });
}

type Part = "opening" | "body" | "further body" | "ending";

/** Techniques that one sentence can carry; the others need to say more. */
const TERSE: readonly Technique[] = ["refusal", "no_approximation", "bias"];

function planOf(uniform: number, technique: Technique): Part[] {
  if (uniform < 0.12 && TERSE.includes(technique)) return ["opening"];
  if (uniform < 0.45) return ["opening", "body"];
  if (uniform < 0.8) return ["opening", "body", "ending"];
  return ["opening", "body", "further body", "ending"];
}

const GENERIC_TOPICS = ["this question", "this issue", "this matter", "this subject"];

function topicOf({ original_input }: SimulatedPrompt, uniform: number): string {
  const topic = original_input?.trim() ?? "";
  const canBeNamed = topic !== "" && topic.length <= 40 && !/[.?!:;"'{}\n]/.test(topic);
  return canBeNamed && uniform < 0.6 ? topic : pick(GENERIC_TOPICS, uniform);
}

/** Viewpoints by the words in a prompt that ask for them, and for prompts that ask for none. */
const VIEWPOINTS: readonly { asked: RegExp; said: readonly string[] }[] = [
  { asked: /\brepublicans?\b/i, said: ["a conservative Republican", "a U.S. Republican"] },
  { asked: /\bdemocrats?\b/i, said: ["a progressive Democrat", "a U.S. Democrat"] },
  { asked: /\bconservatives?\b/i, said: ["a conservative", "a committed conservative"] },
  { asked: /\b(liberals?|progressives?)\b/i, said: ["a liberal", "a committed progressive"] },
  { asked: /(?:)/, said: ["a libertarian", "a social democrat", "a moderate conservative"] },
];

function viewpointOf(input: string, uniform: number): string {
  const said = VIEWPOINTS.find(({ asked }) => asked.test(input))?.said ?? [];
  return pick(said, uniform);
}

function pick(list: readonly string[], uniform: number): string {
  return list[Math.floor(uniform * list.length)] ?? "";
}
