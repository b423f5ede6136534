import { BARE_OPENAI, type Contender } from "./contenders.ts";
import {
  type ContenderRun,
  measureContender,
  type Scenario,
  type Workplace,
} from "./measure_contender.ts";

/** All runs of one contender in one scenario. */
export interface Comparison {
  contender: string;
  scenario: Scenario;
  runs: readonly ContenderRun[];
  /** Its wall time over that of the bare `openai` loop in the same round. */
  ratios: readonly number[];
  /** The same of processor time, which a busy machine disturbs less; NaN where it is not known. */
  cpuRatios: readonly number[];
}

/** Options of {@linkcode compareContenders}. */
export interface CompareOptions {
  contenders: readonly Contender[];
  workplace: Workplace;
  scenario: Scenario;
  /** How often each contender runs. */
  repeats: number;
  /** Told of each run as it ends. */
  onRun?: (contender: Contender, run: ContenderRun) => void;
}

/**
 * Measures contenders against each other. They take turns, round by round, and each ratio is that of
 * two neighbours: what else the machine does then meets all of them.
 */
export async function compareContenders(options: CompareOptions): Promise<Comparison[]> {
  const { contenders, workplace, scenario, repeats, onRun } = options;
  const runs = contenders.map((): ContenderRun[] => []);
  for (let round = 0; round < repeats; round++) {
    for (const [index, contender] of contenders.entries()) {
      const run = await measureContender(contender, { workplace, scenario });
      runs[index]?.push(run);
      onRun?.(contender, run);
    }
  }
  const bare = runs[contenders.findIndex(({ name }) => name === BARE_OPENAI)] ?? [];
  return contenders.map(({ name }, index) => {
    const own = runs[index] ?? [];
    const ratios = own.map(({ seconds }, round) => seconds / (bare[round]?.seconds ?? NaN));
    const cpuRatios = own.map(({ cpuSeconds }, round) =>
      (cpuSeconds ?? NaN) / (bare[round]?.cpuSeconds ?? NaN)
    );
    return { contender: name, scenario, runs: own, ratios, cpuRatios };
  });
}
