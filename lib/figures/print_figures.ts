import type { AnalysisTables } from "../analysis/compute_tables.ts";
import { conformanceHeatmap } from "./conformance_heatmap.ts";
import { dataQualityFigure } from "./data_quality_figure.ts";
import type { Figure } from "./figure.ts";
import { formatMultiples } from "./format_multiples.ts";
import { modelComparison } from "./model_comparison.ts";
import { precisionCurve } from "./precision_curve.ts";
import { stabilityFigure } from "./stability_figure.ts";
import { techniqueShares } from "./technique_shares.ts";
import { varianceFigure } from "./variance_figure.ts";
import { viewpointTwins } from "./viewpoint_twins.ts";

/**
 * Every figure to print. Those without anything to show (one model has none to compare with, say)
 * are left out.
 */
export function printFigures(tables: AnalysisTables): Figure[] {
  const { source, twins, grouped, variance, stability, precision, quality } = tables;
  const hasFormats = grouped.some(({ by, group }) => by === "format" && group !== "0");
  return [
    techniqueShares(tables),
    conformanceHeatmap(tables),
    modelComparison(tables, source),
    ...(twins.differences.length > 0 ? [viewpointTwins(twins, source)] : []),
    ...(hasFormats ? [formatMultiples(grouped, source)] : []),
    ...(variance.rows.length > 0 ? [varianceFigure(variance.rows, source)] : []),
    ...(stability.rows.length > 0
      ? [stabilityFigure({ summaries: stability.summary, rows: stability.rows }, source)]
      : []),
    ...(precision.length > 0 ? [precisionCurve(precision, { source })] : []),
    dataQualityFigure(quality, source),
  ];
}
