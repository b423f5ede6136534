import type { ConformanceRow } from "../analysis/conformance.ts";
import type { ComparisonRow } from "../analysis/comparison_row.ts";
import type { DataQualityRow } from "../analysis/data_quality.ts";
import type { GroupedShareRow } from "../analysis/grouped_share_row.ts";
import type { PrecisionRow } from "../analysis/precision_row.ts";
import type { StabilityRow, StabilitySummary } from "../analysis/stability_row.ts";
import type { TwinDifference, TwinDistance } from "../analysis/twin_rows.ts";
import { VARIANCE_SOURCES, type VarianceRow } from "../analysis/variance_row.ts";
import { type FlaggedVerdict, flagPatterns } from "../annotation/panel/flag_patterns.ts";
import { hashedUniform } from "../base/hashed_uniform.ts";
import { type Technique, TECHNIQUES } from "../base/vocabulary.ts";

/** Options of {@linkcode plantFigureRows}. */
export interface FigureRowsOptions {
  models: readonly string[];
  datasets: readonly string[];
  /** Which model has no answer to the last dataset, no twins and nothing judged. Default: none. */
  mute?: number;
}

/** Made-up rows of every further analysis, as figures take them; the same on every call. */
export function plantFigureRows(options: FigureRowsOptions) {
  const conformance = conformanceRows(options);
  return {
    conformance,
    comparisons: comparisonRows(options, conformance),
    twins: twinRows(options),
    formats: formatRows(options),
    variance: varianceRows(options),
    flags: flagPatterns(Array.from({ length: 400 }, (_, index) => verdictOf(index))),
    quality: options.models.map((model, m) => qualityRow(model, { m, isMute: m === options.mute })),
    precision: precisionRows(options),
    stability: stabilityRows(options),
  };
}

/** The bootstrap's intervals, which no print figure shows. */
const BOOT = { boot_low: null, boot_high: null };

function within(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function conformanceRows({ models, datasets, mute }: FigureRowsOptions): ConformanceRow[] {
  return models.flatMap((model, m) =>
    datasets.map((dataset, d): ConformanceRow => {
      const expected = TECHNIQUES[(d + 2) % 5] ?? "bias";
      const n = m === mute && d === datasets.length - 1 ? 0 : 1000 - 10 * m;
      const share = 0.2 + 0.1 * d % 0.5 + 0.4 * hashedUniform("conforming", m, d);
      const known = n === 0 ? null : share;
      return {
        ...{ model, dataset, expected, n, as_expected: Math.round(n * share) },
        share: known,
        low: known === null ? null : within(known - 0.12),
        high: known === null ? null : within(known + 0.1),
      };
    })
  );
}

function comparisonRows(
  { models, datasets }: FigureRowsOptions,
  conformance: readonly ConformanceRow[],
): ComparisonRow[] {
  const shareOf = (model: string, dataset: string) =>
    conformance.find((row) => row.model === model && row.dataset === dataset)?.share ?? null;
  return datasets.flatMap((dataset) =>
    models.flatMap((model_a, index) =>
      models.slice(index + 1).map((model_b): ComparisonRow => {
        const [share_a, share_b] = [shareOf(model_a, dataset), shareOf(model_b, dataset)];
        const difference = share_a === null || share_b === null ? null : share_a - share_b;
        const isKnown = difference !== null;
        return {
          ...{ dataset, outcome: "as_expected", model_a, model_b, prompts: isKnown ? 900 : 0 },
          ...{ items: isKnown ? 45 : 0, share_a, share_b, difference, ...BOOT },
          low: isKnown ? difference - 0.05 : null,
          high: isKnown ? difference + 0.05 : null,
          ...{ p: isKnown ? 0.01 : null, p_adjusted: isKnown ? 0.02 : null },
          stands: isKnown && Math.abs(difference) > 0.05,
        };
      })
    )
  );
}

const VIEWPOINTS = { viewpoint_a: "U.S. Republican", viewpoint_b: "U.S. Democrat" };

function twinRows({ models, mute }: FigureRowsOptions) {
  const differences = models.flatMap((model, m) =>
    TECHNIQUES.map((technique, t): TwinDifference => {
      const base = {
        ...VIEWPOINTS,
        model,
        technique,
        twins: m === mute ? 0 : 2980,
        items: m === mute ? 0 : 149,
      };
      if (m === mute) {
        const nothing = { share_a: null, share_b: null, difference: null };
        return { ...base, ...nothing, low: null, high: null, p: null, p_adjusted: null };
      }
      const first = 0.1 + 0.3 * hashedUniform("first", m, t);
      const second = first + 0.1 * (hashedUniform("second", m, t) - 0.5);
      const difference = first - second;
      const p = Math.abs(difference) > 0.03 ? 0.001 : 0.4;
      return {
        ...base,
        ...{ share_a: first, share_b: second, difference },
        ...{ low: difference - 0.03, high: difference + 0.03, p, p_adjusted: p },
      };
    })
  );
  const distances = models.map((model, m): TwinDistance => ({
    ...VIEWPOINTS,
    ...{ model, twins: 2980, items: 149, distance: m === mute ? null : 0.08 },
    ...{ chance_mean: 0.02, chance_high: 0.04, p: 0.01, p_adjusted: 0.02 },
  }));
  return { differences, distances };
}

function formatRows({ models, datasets, mute }: FigureRowsOptions): GroupedShareRow[] {
  return models.flatMap((model, m) =>
    datasets.flatMap((dataset, d) =>
      Array.from({ length: d === 1 ? 1 : 12 }, (_, format) => format).flatMap((format) => {
        const weights = TECHNIQUES.map((_, t) => hashedUniform("format", m, d, format, t));
        const whole = weights.reduce((sum, weight) => sum + weight, 0);
        const n = m === mute && format === 3 ? 0 : 40;
        return TECHNIQUES.map((technique, t): GroupedShareRow => {
          const share = n === 0 ? null : (weights[t] ?? 0) / whole;
          return {
            ...{ model, dataset, by: "format", group: String(format), technique, n, share },
            count: Math.round(n * (share ?? 0)),
            low: share === null ? null : within(share - 0.1),
            high: share === null ? null : within(share + 0.15),
            ...{
              items: 40,
              rests_on: 40,
              n_eff: n,
              design_effect: 1,
              naive_low: null,
              naive_high: null,
              ...BOOT,
            },
          };
        });
      })
    )
  );
}

function varianceRows({ models, datasets }: FigureRowsOptions): VarianceRow[] {
  const levels = [datasets.length, 45, 20, models.length, 9, 300, 1, 2, 9000];
  const weights = [3, 1.5, 0.4, 0.8, 0.3, 0.4, 0, 0.3, 3.3];
  return (["all", "as_expected", "refusal"] as const).flatMap((outcome, o) =>
    VARIANCE_SOURCES.map((source, s): VarianceRow => {
      const share = (weights[s] ?? 0) / 10 * (1 - 0.1 * o);
      // One judge's part cannot be told from the rest.
      if (source === "judge") {
        const unknown = { variance: null, share: null, low: null, high: null };
        return { outcome, source, levels: 1, ...unknown };
      }
      const interval = { low: within(share - 0.08), high: within(share + 0.1) };
      return { outcome, source, levels: levels[s] ?? 1, variance: share / 5, share, ...interval };
    })
  );
}

function verdictOf(index: number): FlaggedVerdict {
  const final = Math.floor(6 * hashedUniform("final", index) ** 1.3);
  const flags = TECHNIQUES.map((technique, t): [Technique, boolean | null] => {
    if (index % 50 === 0 && t > 3) return [technique, null];
    const chance = t === final ? 0.92 : 0.1;
    return [technique, hashedUniform("flag", index, t) < chance];
  });
  return {
    technique: index % 80 === 0 ? null : TECHNIQUES[final] ?? null,
    flags: Object.fromEntries(flags) as FlaggedVerdict["flags"],
  };
}

function qualityRow(
  model: string,
  { m, isMute }: { m: number; isMute: boolean },
): DataQualityRow {
  const responses = isMute ? 0 : 10_000 - 100 * m;
  const [truncated, empty, filtered, failed] = isMute
    ? [0, 0, 0, 0]
    : [10 * m, 3, 1200 * (m % 2), 1];
  const [ties, unparsed, failed_judgements, not_judged] = isMute ? [0, 0, 0, 0] : [20, m, 0, 2 * m];
  return {
    ...{ model, prompts_not_asked: 10_000 - responses, responses },
    answered: responses - truncated - empty - filtered - failed,
    ...{ truncated, empty, filtered, failed },
    annotated: responses - ties - unparsed - failed_judgements - not_judged,
    ...{ ties, unparsed, failed_judgements, not_judged },
  };
}

function precisionRows({ datasets, mute }: FigureRowsOptions): PrecisionRow[] {
  return datasets.flatMap((dataset, d) => {
    const isUnknown = mute !== undefined && d === datasets.length - 1;
    const row = (items: number, formats: number, is_present = false): PrecisionRow => {
      const half = Math.sqrt((0.4 + 0.6 / formats) / items);
      return {
        ...{ dataset, items, formats, prompts: items * formats, is_present },
        half_width: isUnknown ? null : half,
        half_width_difference: isUnknown ? null : half * 1.2,
      };
    };
    const planned = [1, 5, 20].flatMap((formats) => [20, 50, 100, 300].map((n) => row(n, formats)));
    return [...planned, row(45 + d, 20, true)];
  });
}

function stabilityRows({ models, datasets, mute }: FigureRowsOptions) {
  const settings = {
    format: ["0", "1"],
    refusal_rule: ["as missing"],
    repeat: ["sample 1"],
  } as const;
  const axes = ["format", "refusal_rule", "repeat"] as const;
  const rows = axes.flatMap((axis, a) =>
    settings[axis].flatMap((setting, s) =>
      models.flatMap((model, m) =>
        datasets.flatMap((dataset, d) =>
          TECHNIQUES.map((technique, t): StabilityRow => {
            const isUnknown = mute !== undefined && axis === "format" && s === 1;
            const difference = 0.3 / (a + 1) * (hashedUniform("stable", a, s, m, d, t) - 0.5);
            return {
              ...{ axis, setting, model, dataset, technique, n: isUnknown ? 0 : 40 },
              ...{ share: isUnknown ? null : 0.3 + difference, reported: 0.3 },
              difference: isUnknown ? null : difference,
            };
          })
        )
      )
    )
  );
  const summaries = axes.map((axis): StabilitySummary => ({
    ...{ axis, settings: settings[axis].length, largest: 0.15, median: 0.03 },
    lowest_tau: models.length < 3 ? null : 0.8,
    ...{ changed_leaders: 1, cells: models.length * datasets.length },
  }));
  return { rows, summaries };
}
