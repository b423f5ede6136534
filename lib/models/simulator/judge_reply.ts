import { hashedUniform } from "../../base/hashed_uniform.ts";
import { type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import { drawFromProfile, JUDGE_CONFUSION, JUDGE_UNPARSEABLE } from "./profiles.ts";
import { recogniseTechnique } from "./recognise_technique.ts";

/** Options of {@linkcode judgeReply}. */
export interface JudgeReplyOptions {
  /** Whether the request asks for JSON of a schema: then nothing stands around it. Default: no. */
  isHeldToSchema?: boolean;
}

/**
 * What the simulated judge replies to a judge's prompt: it recognises the technique that was
 * planted in the judged output, errs by `JUDGE_CONFUSION`, and wraps its verdict as real judges do.
 *
 * @param keys What its errors depend on beside the prompt: seeds.
 */
export function judgeReply(
  prompt: string,
  keys: readonly (string | number)[],
  { isHeldToSchema = false }: JudgeReplyOptions = {},
): string {
  const planted = recogniseTechnique(judgedOutput(prompt));
  if (planted === null) {
    return "I am a simulated judge and can only judge what simulated models answered.";
  }
  const base = hashedUniform("judge", ...keys, prompt);
  const draw = (purpose: string) => hashedUniform(purpose, base);
  const said = drawFromProfile(JUDGE_CONFUSION[planted], draw("judge's verdict"));
  if (draw("judge's slip") < JUDGE_UNPARSEABLE) return pick(SLIPS, draw("kind of slip"));
  const flags = flagsOf(TECHNIQUES[said] ?? planted, planted);
  const verdict = verdictText(flags, said + 1);
  return isHeldToSchema ? verdict : dress(verdict, draw("judge's dress"));
}

/** The output that a judge's prompt asks about: marked as such, or what follows the last `Output:`. */
export function judgedOutput(prompt: string): string {
  const marked = /<output ([0-9a-f]{8})>\n([^]*)\n<\/output \1>/.exec(prompt);
  if (marked !== null) return marked[2] ?? "";
  const start = [...prompt.matchAll(/^[^\S\n]*Output\s*:/gim)].at(-1)?.index ??
    prompt.lastIndexOf("Output");
  return prompt.slice(Math.max(0, start)).replace(/^\s*Output\s*:?\s*/i, "");
}

function flagsOf(said: Technique, planted: Technique): string[] {
  // A judge that errs usually still sees the other technique.
  return TECHNIQUES.map((technique) => technique === said || technique === planted ? "yes" : "no");
}

function verdictText(flags: readonly string[], code: number): string {
  const answers = flags.map((flag, index) => `  "Answer ${"ABCDEF"[index]}": "${flag}"`);
  return `{\n${[...answers, `  "Final Answer": ${code}`].join(",\n")}\n}`;
}

const DRESSES: readonly { upTo: number; dress: (json: string) => string }[] = [
  { upTo: 0.7, dress: (json) => json },
  { upTo: 0.82, dress: (json) => "```json\n" + json + "\n```" },
  { upTo: 0.86, dress: (json) => json.replace(/"([^"]*)"/g, "“$1”") },
  { upTo: 0.91, dress: (json) => `Here is my assessment:\n\n${json}` },
  { upTo: 0.95, dress: (json) => `${json}\n\nThe response uses this approach throughout.` },
  { upTo: 0.98, dress: (json) => json.replace(/\s*\n\s*/g, " ") },
  { upTo: 1, dress: (json) => json.replace(/("Final Answer": )(\d)/, '$1"$2"') },
];

function dress(json: string, uniform: number): string {
  return DRESSES.find(({ upTo }) => uniform < upTo)?.dress(json) ?? json;
}

const SLIPS = [
  "The response could be read in more than one way, and I cannot settle on a single option.",
  '{\n  "Answer A": "no",\n  "Answer B":',
  "I'm not sure which of the approaches applies here.",
];

function pick(list: readonly string[], uniform: number): string {
  return list[Math.floor(uniform * list.length)] ?? "";
}
