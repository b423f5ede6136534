import type { FormattedTable } from "../../base/formatted_table.ts";
import type { ComparisonRow } from "../comparison_row.ts";
import type { AnalysisTables } from "../compute_tables.ts";
import { comparisonTable } from "./comparison_table.ts";
import { conformanceTable } from "./conformance_table.ts";
import { qualityTable } from "./quality_table.ts";
import { sharesTable } from "./shares_table.ts";
import type { TableDigits } from "./table_digits.ts";

/** What {@linkcode paperTables} makes tables of. */
export type PaperTablesInput =
  & Pick<AnalysisTables, "distributions" | "conformance" | "quality" | "notes">
  & { comparisons?: readonly ComparisonRow[] };

/**
 * The tables of a paper, formatted: shares, conformance (where an expected technique is known),
 * comparisons of models (where they were computed, and there are any), and data quality.
 */
export function paperTables(
  tables: PaperTablesInput,
  options: TableDigits = {},
): FormattedTable[] {
  const { conformance, comparisons = [] } = tables;
  return [
    sharesTable(tables, options),
    ...(conformance.length === 0 ? [] : [conformanceTable(tables, options)]),
    ...(comparisons.length === 0 ? [] : [comparisonTable(comparisons, options)]),
    qualityTable(tables),
  ];
}
