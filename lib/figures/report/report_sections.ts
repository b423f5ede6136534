import type { AnalysisTables } from "../../analysis/compute_tables.ts";
import { paperTables, type PaperTablesInput } from "../../analysis/tables/paper_tables.ts";
import type { Software } from "../../runs/describe_software.ts";
import { conformanceHeatmap } from "../conformance_heatmap.ts";
import { dataQualityFigure } from "../data_quality_figure.ts";
import type { Figure } from "../figure.ts";
import { formatMultiples } from "../format_multiples.ts";
import { modelComparison } from "../model_comparison.ts";
import { precisionCurve } from "../precision_curve.ts";
import { stabilityFigure } from "../stability_figure.ts";
import { techniqueShares } from "../technique_shares.ts";
import { varianceFigure } from "../variance_figure.ts";
import { viewpointTwins } from "../viewpoint_twins.ts";
import {
  type Citation,
  CLUSTER_BOOTSTRAP,
  FALSE_DISCOVERIES,
  INTERVALS,
  softwareCitation,
  STUDY,
} from "./citations.ts";
import { type DrawSettings, methodsText } from "./methods_text.ts";
import type { RunFacts } from "./read_run_facts.ts";
import type { ReportPart, ReportSection } from "./report_section.ts";
import { modelsTable, packagesTable, sessionsTable } from "./software_tables.ts";

/** What a report is made of. */
export interface ReportInput {
  tables: AnalysisTables & PaperTablesInput;
  facts: RunFacts;
  /** How numbers were drawn, where they were. */
  draws: DrawSettings;
  /** With what the report is made. */
  software: Software;
  /** The views that a reader explores, as HTML. */
  explorer: ReportPart;
  browser: ReportPart;
}

/** The sections of a report, in order. */
export function reportSections(input: ReportInput): ReportSection[] {
  const { tables, facts, draws, software, explorer, browser } = input;
  const [shares, ...others] = paperTables(tables);
  const quality = others.find(({ name }) => name === "data_quality");
  return [
    {
      title: "Which technique do models use?",
      parts: [
        { figure: techniqueShares(tables) },
        ...(shares === undefined ? [] : [{ table: shares }]),
      ],
    },
    {
      title: "Do models answer as expected?",
      parts: [
        { figure: conformanceHeatmap(tables) },
        ...others.filter(({ name }) => name === "conformance").map((table) => ({ table })),
      ],
    },
    ...others.filter((table) => table.name === "comparisons").map((table) => ({
      title: "Which differences between models stand?",
      parts: [{ figure: modelComparison(tables, tables.source) }, { table, folded: true }],
    })),
    ...furtherSections(tables),
    { title: "Explore the shares", parts: [explorer] },
    { title: "Read the answers", parts: [browser] },
    { title: "Methods", prose: methodsText({ facts, tables, draws }) },
    {
      title: "Data quality",
      prose: tables.notes,
      parts: [
        { figure: dataQualityFigure(tables.quality, tables.source) },
        ...(quality === undefined ? [] : [{ table: quality }]),
      ],
    },
    { title: "Models", parts: [{ table: modelsTable(facts) }] },
    {
      title: "Software",
      parts: [
        { table: sessionsTable(facts, software) },
        { table: packagesTable(facts, software), folded: true },
      ],
    },
    citationSection(input),
  ];
}

/** Those with something to show; of each, what its reader must know. */
function furtherSections(
  { source, twins, grouped, variance, stability, precision }: AnalysisTables,
): ReportSection[] {
  const hasFormats = grouped.some(({ by, group }) => by === "format" && group !== "0");
  const section = (title: string, figure: () => Figure, prose: readonly string[] = []) => ({
    ...{ title, prose },
    parts: [{ figure: figure() }],
  });
  return [
    ...(twins.differences.length === 0 ? [] : [
      section(
        "Are two viewpoints answered alike?",
        () => viewpointTwins(twins, source),
        twins.notes,
      ),
    ]),
    ...(hasFormats
      ? [section("Does the wording matter?", () => formatMultiples(grouped, source))]
      : []),
    ...(variance.rows.length === 0 ? [] : [
      section(
        "Where does the variation come from?",
        () => varianceFigure(variance.rows, source),
        variance.notes,
      ),
    ]),
    ...(stability.rows.length === 0 ? [] : [
      section(
        "Would other choices change the conclusion?",
        () => stabilityFigure({ summaries: stability.summary, rows: stability.rows }, source),
        stability.notes,
      ),
    ]),
    ...(precision.length === 0
      ? []
      : [section("How many prompts are needed?", () => precisionCurve(precision, { source }))]),
  ];
}

function citationSection({ tables, draws, software }: ReportInput): ReportSection {
  const { comparisons = [] } = tables;
  const cited: Citation[] = [
    STUDY,
    softwareCitation(software.git?.commit ?? null),
    ...INTERVALS,
    ...(draws.replicates === undefined ? [] : [CLUSTER_BOOTSTRAP]),
    ...(comparisons.length === 0 ? [] : [FALSE_DISCOVERIES]),
  ];
  return {
    title: "How to cite",
    prose: [`In this order, for: ${cited.map((citation) => citation.for).join("; ")}.`],
    parts: [{ label: "BibTeX", text: cited.map(({ bibtex }) => bibtex).join("\n\n") }],
  };
}
