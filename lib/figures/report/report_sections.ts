import type { AnalysisTables } from "../../analysis/compute_tables.ts";
import { paperTables, type PaperTablesInput } from "../../analysis/tables/paper_tables.ts";
import type { Software } from "../../runs/describe_software.ts";
import { conformanceHeatmap } from "../conformance_heatmap.ts";
import { techniqueShares } from "../technique_shares.ts";
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
      parts: [{ table, folded: true }],
    })),
    { title: "Explore the shares", parts: [explorer] },
    { title: "Read the answers", parts: [browser] },
    { title: "Methods", prose: methodsText({ facts, tables, draws }) },
    {
      title: "Data quality",
      prose: tables.notes,
      parts: quality === undefined ? [] : [{ table: quality }],
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
