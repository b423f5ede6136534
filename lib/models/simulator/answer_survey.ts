import { hashedUniform } from "../../base/hashed_uniform.ts";
import { letterOf } from "../../base/option_letter.ts";
import { softmax } from "../../base/softmax.ts";
import type { SimulatedChoice } from "./completion_body.ts";
import type { AskedQuestion } from "./read_survey_prompt.ts";
import type { ChatRequest } from "./read_request.ts";
import {
  drawNormal,
  plantedLogits,
  type SimulatedQuestion,
  type SimulatedSurveyModel,
  SURVEY_PROFILES,
} from "./survey_truth.ts";

/** Options of {@linkcode answerSurvey}. */
export interface AnswerSurveyOptions {
  model: SimulatedSurveyModel;
  asked: AskedQuestion;
  /** What is known of the question; undefined where nothing is. */
  known: SimulatedQuestion | undefined;
  /** The simulator's seed. */
  seed: number;
}

/** How much a prompt's own words (its worked examples, say) move a logit: a standard deviation. */
const PROMPT_NOISE = 0.25;

/** How a letter is spelled as a token, and how often. */
const SPELLINGS = {
  chat: [["", "", 0.9], ["", ".", 0.04], [" ", "", 0.04], ["(", "", 0.02]],
  completions: [[" ", "", 0.75], ["", "", 0.2], [" ", ".", 0.05]],
} as const;

/** Tokens that name no option, and how they share what is left. */
const OTHER_TOKENS = [["The", 0.4], ["I", 0.3], ["\n", 0.2], ["As", 0.1]] as const;

/** What a simulated model says to a survey question: one token of it, or a short text. */
export function answerSurvey(
  { prompt, seed: requestSeed, topLogprobs, isCompletion }: ChatRequest,
  options: AnswerSurveyOptions,
): SimulatedChoice {
  const { model, asked, seed } = options;
  const { elsewhere, logprobs } = SURVEY_PROFILES[model];
  const shares = sharesFor(prompt, options);
  const uniform = hashedUniform("survey token", seed, model, prompt, requestSeed);
  if (logprobs === "none" || topLogprobs === null) {
    return { content: inWords(asked, { shares, elsewhere, uniform }), finish_reason: "stop" };
  }
  const tokens = tokensOf(shares, { elsewhere, isCompletion });
  let reached = 0;
  const taken = tokens.find(({ probability }) => uniform < (reached += probability)) ?? tokens[0];
  const top_logprobs = tokens.toSorted((a, b) => b.probability - a.probability)
    .slice(0, topLogprobs)
    .map(({ token, probability }) => ({ token, logprob: Math.log(probability) }));
  return { content: taken?.token ?? "", finish_reason: "length", top_logprobs };
}

/** The shares of the options as they stand in this prompt. */
function sharesFor(prompt: string, { model, asked, known, seed }: AnswerSurveyOptions): number[] {
  const { text, options } = known ?? { ...asked, human: null };
  // Options of a known question may stand in another order than its own.
  const order = asked.options.map((option) => options.indexOf(option));
  const logits = plantedLogits(model, { text, options, human: known?.human ?? null }, {
    seed,
    order,
  });
  return softmax(asked.options.map((option, position) =>
    (logits[order[position] ?? -1] ?? 0) +
    PROMPT_NOISE * drawNormal("survey prompt", seed, model, prompt, option)
  ));
}

interface Token {
  token: string;
  probability: number;
}

function tokensOf(
  shares: readonly number[],
  { elsewhere, isCompletion }: { elsewhere: number; isCompletion: boolean },
): Token[] {
  const spellings = SPELLINGS[isCompletion ? "completions" : "chat"];
  return [
    ...shares.flatMap((share, index) =>
      spellings.map(([before, after, part]) => ({
        token: `${before}${letterOf(index)}${after}`,
        probability: share * part * (1 - elsewhere),
      }))
    ),
    ...OTHER_TOKENS.map(([token, part]) => ({ token, probability: part * elsewhere })),
  ];
}

/** As models answer that give no log-probabilities: in a few ways, and not always to the question. */
function inWords(
  { options }: AskedQuestion,
  { shares, elsewhere, uniform }: {
    shares: readonly number[];
    elsewhere: number;
    uniform: number;
  },
): string {
  if (uniform < elsewhere) return "That depends on many things, and I have no opinion of my own.";
  const within = (uniform - elsewhere) / (1 - elsewhere);
  let reached = 0;
  const found = shares.findIndex((share) => within < (reached += share));
  const index = found === -1 ? shares.length - 1 : found;
  const letter = letterOf(index);
  const forms = [letter, `${letter}.`, `(${letter})`, `${letter}. ${options[index]}`];
  return forms[Math.floor(uniform * 1e6) % forms.length] ?? letter;
}
