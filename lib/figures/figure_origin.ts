import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { SIMULATION_WORDS } from "../analysis/simulation.ts";
import { sourceWords } from "./share_words.ts";

/** Where a figure's numbers are from. */
export interface FigureOrigin {
  /** How the caption begins: sentences of plain text. */
  words: string;
  /** What stands in the upper right corner, such as `SIMULATED DATA`. */
  marks: readonly string[];
}

/** The origin of what a judge says of a run's answers. */
export function originOf(source: AnalysisTables["source"]): FigureOrigin {
  const words = sourceWords(source);
  if (source.simulated === null) return { words, marks: [] };
  const { mark, sentence } = SIMULATION_WORDS[source.simulated];
  return { words: `${words} ${sentence}`, marks: [mark] };
}
