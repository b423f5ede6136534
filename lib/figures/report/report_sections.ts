import type { AnalysisTables } from "../../analysis/compute_tables.ts";
import { paperTables, type PaperTablesInput } from "../../analysis/tables/paper_tables.ts";
import type { Software } from "../../runs/describe_software.ts";
import type { Figure } from "../figure.ts";
import { printFigures } from "../print_figures.ts";
import {
  type Citation,
  CLUSTER_BOOTSTRAP,
  FALSE_DISCOVERIES,
  INTERVALS,
  softwareCitation,
  SQUARE_AND_ADD,
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
  const figures = new Map(printFigures(tables).map((figure) => [figure.name, figure]));
  const parts = (figureName: string, ...more: ReportPart[]): ReportPart[] => {
    const figure = figures.get(figureName);
    return [...(figure === undefined ? [] : [{ figure }]), ...more];
  };
  const tablesCalled = (name: string) => others.filter((table) => table.name === name);
  return [
    {
      title: "Which technique do models use?",
      parts: parts("technique_shares", ...(shares === undefined ? [] : [{ table: shares }])),
    },
    {
      title: "Do models answer as expected?",
      parts: parts(
        "conformance_heatmap",
        ...tablesCalled("conformance").map((table) => ({ table })),
      ),
    },
    ...tablesCalled("comparisons").map((table) => ({
      title: "Which differences between models stand?",
      parts: parts("model_comparison", { table, folded: true }),
    })),
    ...figureSections(figures, tables),
    { title: "Explore the shares", parts: [explorer] },
    { title: "Read the answers", parts: [browser] },
    { title: "Methods", prose: methodsText({ facts, tables, draws }) },
    {
      title: "Data quality",
      prose: tables.notes,
      parts: parts(
        "data_quality",
        ...tablesCalled("data_quality").map((table) => ({ table })),
      ),
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

/** The sections that are a figure alone, and what their readers must know; none without its figure. */
function figureSections(
  figures: ReadonlyMap<string, Figure>,
  { twins, variance, stability }: AnalysisTables,
): ReportSection[] {
  const sections: readonly [name: string, title: string, prose?: readonly string[]][] = [
    ["viewpoint_twins", "Are two viewpoints answered alike?", twins.notes],
    ["format_multiples", "Does the wording matter?"],
    ["variance_components", "Where does the variation come from?", variance.notes],
    ["stability", "Would other choices change the conclusion?", stability.notes],
    ["precision", "How many prompts are needed?"],
  ];
  return sections.flatMap(([name, title, prose = []]) => {
    const figure = figures.get(name);
    return figure === undefined ? [] : [{ title, prose, parts: [{ figure }] }];
  });
}

function citationSection({ tables, draws, software }: ReportInput): ReportSection {
  const { comparisons = [] } = tables;
  const cited: Citation[] = [
    STUDY,
    softwareCitation(software.git?.commit ?? null),
    ...INTERVALS,
    ...(draws.replicates === undefined ? [] : [CLUSTER_BOOTSTRAP]),
    ...(comparisons.length === 0 ? [] : [SQUARE_AND_ADD, FALSE_DISCOVERIES]),
  ];
  return {
    title: "How to cite",
    prose: [`In this order, for: ${cited.map((citation) => citation.for).join("; ")}.`],
    parts: [{ label: "BibTeX", text: cited.map(({ bibtex }) => bibtex).join("\n\n") }],
  };
}
