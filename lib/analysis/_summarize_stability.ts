import { kendallTau } from "./kendall_tau.ts";
import type { RunFrames } from "./read_run.ts";
import { emptyTally, type Tally, tallyKey } from "./_stability_tallies.ts";
import type { StabilitySetting } from "./_stability_settings.ts";
import type { StabilityAxis, StabilityRow, StabilitySummary } from "./stability_row.ts";

/** Fewer models than this have no order to speak of. */
const LEAST_ORDERED = 3;

/** What an axis's settings change. */
export function summarizeStability(
  axis: StabilityAxis,
  { settings, rows, order }: {
    settings: readonly StabilitySetting[];
    rows: readonly StabilityRow[];
    order: Pick<RunFrames, "models" | "datasets">;
  },
): StabilitySummary {
  const chosenOtherwise = settings.filter(({ isReported }) => !isReported);
  const names = new Set(chosenOtherwise.map(({ setting }) => setting));
  const others = rows.filter(({ setting }) => names.has(setting));
  const sizes = others.flatMap(({ difference }) =>
    difference === null ? [] : [Math.abs(difference)]
  );
  const taus = chosenOtherwise.flatMap((setting) => {
    const tau = tauOf(setting, order);
    return tau === null ? [] : [tau];
  });
  return {
    ...{ axis, settings: chosenOtherwise.length },
    largest: sizes.length === 0 ? null : sizes.reduce((most, size) => Math.max(most, size)),
    median: medianOf(sizes),
    lowest_tau: taus.length === 0 ? null : Math.min(...taus),
    ...countLeaders(chosenOtherwise, order),
  };
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [(sorted.length - 1) / 2, sorted.length / 2];
  const ends = [sorted[Math.floor(below)], sorted[Math.floor(above)]];
  return sorted.length === 0 ? null : ((ends[0] ?? 0) + (ends[1] ?? 0)) / 2;
}

/** τ-b of the models by conformance, over the datasets that all of them answered both ways. */
function tauOf(
  { tallies, reported, datasets }: StabilitySetting,
  { models, datasets: listed }: Pick<RunFrames, "models" | "datasets">,
): number | null {
  const compared = models.filter((model) =>
    listed.some((dataset) => (tallies.get(tallyKey(model, dataset))?.n ?? 0) > 0)
  );
  if (compared.length < LEAST_ORDERED) return null;
  const share = (from: ReadonlyMap<string, Tally>, model: string, dataset: string) => {
    const { expecting, conforming } = from.get(tallyKey(model, dataset)) ?? emptyTally();
    return expecting === 0 ? null : conforming / expecting;
  };
  const common = listed.filter((dataset) =>
    datasets.has(dataset) &&
    compared.every((model) =>
      share(tallies, model, dataset) !== null && share(reported, model, dataset) !== null
    )
  );
  if (common.length === 0) return null;
  const conformance = (from: ReadonlyMap<string, Tally>) =>
    compared.map((model) =>
      common.reduce((sum, dataset) => sum + (share(from, model, dataset) ?? 0), 0) / common.length
    );
  return kendallTau(conformance(tallies), conformance(reported));
}

function countLeaders(
  settings: readonly StabilitySetting[],
  { models, datasets }: Pick<RunFrames, "models" | "datasets">,
): { changed_leaders: number; cells: number } {
  let [changed_leaders, cells] = [0, 0];
  for (const key of models.flatMap((model) => datasets.map((name) => tallyKey(model, name)))) {
    const pairs = settings.flatMap(({ tallies, reported }) => {
      const [one, other] = [tallies.get(key), reported.get(key)];
      return one === undefined || other === undefined || one.n === 0 || other.n === 0
        ? []
        : [{ one, other }];
    });
    if (pairs.length > 0) cells++;
    if (pairs.some(({ one, other }) => hasOtherLeader(one, other))) changed_leaders++;
  }
  return { changed_leaders, cells };
}

/** Of techniques equally frequent at the top, each is a leader; one in common is no change. */
function hasOtherLeader(one: Tally, other: Tally): boolean {
  const leads = ({ counts }: Tally, at: number) => counts[at] === Math.max(...counts);
  return !one.counts.some((_, at) => leads(one, at) && leads(other, at));
}
