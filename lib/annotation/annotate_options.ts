import type { CostMeter } from "../runs/cost_meter.ts";
import type { GenerationProgress } from "../runs/progress.ts";
import type { Judge, MissingRule } from "./judge.ts";

/** Options of `annotateResponses`. */
export interface AnnotateOptions {
  judge: Judge;
  /** How many different prompts the judge gets for each answer. Default: 1. */
  variants?: number;
  /** What is done with answers that were withheld or are empty. Default: `skip`. */
  missing?: MissingRule;
  /** Only the first so many answers with text, in the run's order. Default: all. */
  limit?: number | undefined;
  /** Whether these are spread evenly over the run instead. Default: false. */
  spread?: boolean;
  /** Most requests under way at once. Default: 64. */
  concurrency?: number;
  /** Whether annotations that failed are asked for again. Default: false. */
  retryErrors?: boolean;
  /** The judge is given up after so many failures without a reply between them. Default: 100. */
  stopAfterFailures?: number;
  /** Follows the cost and holds it to a limit: `priceJudging`'s. Default: neither. */
  meter?: CostMeter | undefined;
  /** Stops the judging: what was judged is kept. */
  signal?: AbortSignal;
  /** Called at the start and after each annotation (by rules: each page), the judge as its model. */
  onProgress?: (progress: GenerationProgress) => void;
}
