import type { Technique } from "../../base/vocabulary.ts";
import phrases from "./phrases.json" with { type: "json" };

/** The sentences of one technique; `{topic}` and `{viewpoint}` are filled in. */
export interface Phrases {
  openings: readonly string[];
  bodies: readonly string[];
  endings: readonly string[];
}

/** What simulated models say, by technique. No sentence stands under two techniques. */
export const PHRASE_BANK: Readonly<Record<Technique, Phrases>> = phrases;
