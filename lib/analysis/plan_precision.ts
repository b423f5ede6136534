import type { Verdicts } from "./bootstrap/code_verdicts.ts";
import { halfWidthOf, type StudySize } from "./items_needed.ts";
import {
  type DatasetComponents,
  precisionComponents,
  type PromptComponents,
} from "./precision_components.ts";
import type { PrecisionRow } from "./precision_row.ts";
import type { RunFrames } from "./read_run.ts";
import { wilsonInterval } from "./wilson_interval.ts";

/** Options of {@linkcode planPrecision}. */
export interface PlanPrecisionOptions {
  /** Numbers of items, as multiples of the run's own. Default: ¼, ½, 1, 2, 4. */
  itemMultiples?: readonly number[];
  /** Numbers of wordings beside the run's own and twice that. Default: 1, 2, 5, 10, none above these. */
  formats?: readonly number[];
}

/**
 * How precise studies of other sizes would be, from how this run's answers vary: a row for each dataset,
 * number of items and number of wordings, in ascending order.
 *
 * - Half-widths by {@linkcode halfWidthOf}, of components by {@linkcode precisionComponents}: averaged over
 *   models, and over pairs of models for differences. Of the six techniques the one with the widest
 *   interval counts, so that no share is planned to be less precise.
 * - Further items would be of the kind of those there are, and further wordings too. Wordings are taken
 *   as drawn for each item: what a wording makes of all items alike does not become less with items.
 * - Where each item has one prompt, items and prompts cannot be told apart: other numbers of wordings
 *   then have nulls. Where all answers are alike, each item counts as one answer, as in
 *   `clusteredShares`.
 *
 * @param verdicts One row per answer, by {@linkcode settleVerdicts}.
 * @param order Which models and datasets count, and in which order.
 */
export function planPrecision(
  verdicts: Verdicts,
  order: Pick<RunFrames, "models" | "datasets">,
  { itemMultiples = [0.25, 0.5, 1, 2, 4], formats = [1, 2, 5, 10] }: PlanPrecisionOptions = {},
): PrecisionRow[] {
  return precisionComponents(verdicts, order).flatMap((components) => {
    const { items, formats: present } = components;
    const wordings = [...formats.filter((number) => number < 2 * present), present, 2 * present];
    const multiples = [...itemMultiples, 1].map((multiple) => Math.round(items * multiple));
    return ascending(multiples.filter((number) => number >= 2 || number === items)).flatMap(
      (number) =>
        ascending(wordings).map((of) => toRow(components, { items: number, formats: of })),
    );
  });
}

function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function toRow(
  components: DatasetComponents,
  { items, formats }: { items: number; formats: number },
): PrecisionRow {
  const { dataset, techniques, prompts_per_format } = components;
  const size = { items, prompts: formats * prompts_per_format };
  const widest = (of: "share" | "difference") =>
    widestOf(techniques.map((technique) => technique[of]), size);
  const alike = wilsonInterval(1, items);
  const [share, difference] = [widest("share"), widest("difference")];
  return {
    ...{ dataset, items, formats, prompts: Math.round(items * size.prompts) },
    half_width: share === 0 ? (1 - alike.low) / 2 : share,
    // Both shares can then be as far off as one, each to its own side.
    half_width_difference: difference === 0 ? 1 - alike.low : difference,
    is_present: items === components.items && formats === components.formats,
  };
}

/** The largest half-width; null where one cannot be told. */
function widestOf(
  techniques: readonly (PromptComponents | null)[],
  size: StudySize,
): number | null {
  let widest = 0;
  for (const found of techniques) {
    const half = found === null ? null : halfWidth(found, size);
    if (half === null) return null;
    widest = Math.max(widest, half);
  }
  return widest;
}

function halfWidth({ between, within }: PromptComponents, size: StudySize): number | null {
  if (within !== null) return halfWidthOf({ between, within }, size);
  // `between` is then that of items and prompts together, which serves for one prompt of each item.
  return size.prompts === 1 ? halfWidthOf({ between, within: 0 }, size) : null;
}
