import { hashedUniform } from "../../base/hashed_uniform.ts";
import { type Technique, TECHNIQUES } from "../../base/vocabulary.ts";
import { drawFromProfile, ITEM_CORRELATION, profileOf, type SimulatedModel } from "./profiles.ts";

/** What the simulator knows of a prompt. Any of our prompts is one. */
export interface SimulatedPrompt {
  /** The prompt's text. */
  input: string;
  /** Chooses the profile; null or an unknown one means the default profile. */
  dataset: string | null;
  /** What answers cluster by; null means that the prompt stands alone. */
  item: string | null;
  /** The raw text behind the prompt; a short one is named in answers. */
  original_input?: string | null;
}

/** Options of {@linkcode plantedTechnique}. */
export interface PlantedOptions {
  /** The simulator's seed. */
  seed: number;
  /**
   * The `seed` of the request: `params.seed` plus the sample's number. Default: 0, as for
   * a request without one.
   */
  requestSeed?: number;
}

/**
 * The technique that a simulated model uses for a prompt: the truth that analyses should recover.
 *
 * Each prompt takes the draw that all prompts of its item in its dataset share with probability
 * √ρ, and one of its own otherwise. Two prompts of an item thus share a draw with probability ρ
 * (`ITEM_CORRELATION`), while each alone follows the profile exactly.
 */
export function plantedTechnique(
  model: SimulatedModel,
  prompt: SimulatedPrompt,
  { seed, requestSeed = 0 }: PlantedOptions,
): Technique {
  const { dataset, item, input } = prompt;
  const own = hashedUniform("prompt", seed, model, input, requestSeed);
  const shares = item !== null &&
    hashedUniform("shares item's draw", own) < Math.sqrt(ITEM_CORRELATION);
  const uniform = shares
    ? hashedUniform("item's draw", seed, model, dataset ?? "", item)
    : hashedUniform("own draw", own);
  const technique = TECHNIQUES[drawFromProfile(profileOf(model, dataset), uniform)];
  if (technique === undefined) throw new Error("A profile has more than six entries");
  return technique;
}
