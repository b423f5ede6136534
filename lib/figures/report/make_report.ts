import { compile } from "vega-lite";
import { REPLICATES } from "../../analysis/bootstrap/resampling.ts";
import { PERMUTATIONS } from "../../analysis/compare_models.ts";
import { type AnalysisTables, computeTables } from "../../analysis/compute_tables.ts";
import { readBrowsableAnswers } from "../../analysis/read_browsable_answers.ts";
import type { ReadRunOptions } from "../../analysis/read_run.ts";
import { readSource } from "../../analysis/source/read_source.ts";
import { SIMULATION_WORDS } from "../../analysis/simulation.ts";
import { projectPath } from "../../base/project_paths.ts";
import { readText } from "../../base/read_text.ts";
import { scriptJson } from "../../base/script_json.ts";
import { describeSoftware, type Software } from "../../runs/describe_software.ts";
import { answerBrowser } from "../answer_browser/answer_browser.ts";
import { browserScript, browserStyle } from "../answer_browser/browser_parts.ts";
import { figureText } from "../figure_text.ts";
import { type InteractiveFigure, techniqueExplorer } from "../technique_explorer.ts";
import { vegaScript } from "./embed_vega.ts";
import type { DrawSettings } from "./methods_text.ts";
import { startCopying, startExplorer } from "./page/start_page.ts";
import { readRunFacts } from "./read_run_facts.ts";
import { reportPage } from "./report_page.ts";
import { reportSections } from "./report_sections.ts";

/** Options of {@linkcode makeReport}. */
export interface MakeReportOptions extends ReadRunOptions {
  /** How many answers of each model, dataset and technique the page holds at most. Default: 20. */
  perSegment?: number;
  /** The seed of the draw of those. Default: 1. */
  seed?: number;
  /** How the analysis draws numbers. Default: as {@linkcode computeTables} does by itself. */
  draws?: DrawSettings;
  /** With what the report is made. Default: the present versions. */
  software?: Software;
}

const DRAWS: DrawSettings = { seed: 1, replicates: REPLICATES, permutations: PERMUTATIONS };

/**
 * A run as one HTML page for a supplement: figures, tables, methods, data quality, versions, citations,
 * and the answers to read. The same run and software give the same bytes: no clock is read.
 *
 * @throws {UserError} as {@linkcode readSource} does.
 */
export async function makeReport(
  folder: string,
  options: MakeReportOptions = {},
): Promise<string> {
  const { perSegment, seed, draws = DRAWS, software = await describeSoftware() } = options;
  const { frames, judges } = await readSource({ run: folder, judge: options.judge });
  const tables = computeTables(frames, { ...draws, judges });
  const facts = readRunFacts(folder, frames.judge);
  const answers = readBrowsableAnswers(folder, { frames, perSegment, seed });
  const { body } = await answerBrowser({ tables, answers });
  const explorer = await techniqueExplorer(tables);
  const sections = reportSections({
    ...{ tables, facts, draws, software },
    explorer: { html: explorerHtml(explorer) },
    browser: { html: body },
  });
  const pageStyle = await readText(projectPath("lib", "figures", "report", "page", "style.css"));
  return reportPage({
    ...wordsOf(tables, facts.manifest.created_at),
    sections,
    style: pageStyle + await browserStyle(),
    scripts: [
      await vegaScript(),
      `(() => {\n${[startExplorer, startCopying].map(String).join("\n")}\n` +
      `startExplorer();\nstartCopying();\n})();`,
      browserScript(),
    ],
  });
}

function wordsOf(
  { source, models, datasets }: AnalysisTables,
  created: string | undefined,
): { title: string; lead: string; warning: string | null } {
  const { name, judge, simulated } = source;
  const when = created === undefined ? "" : `, begun on ${created.slice(0, 10)}`;
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  return {
    title: `How models approximate neutrality: run “${figureText(name)}”`,
    lead: `${count(models.length, "model")} asked about ${count(datasets.length, "dataset")}, ` +
      `judged by “${figureText(judge)}”${when}.`,
    warning: simulated === null
      ? null
      : `${SIMULATION_WORDS[simulated].mark}. ${SIMULATION_WORDS[simulated].sentence}`,
  };
}

/** The explorer: compiled, so that the page needs no Vega-Lite; its still picture until it runs. */
function explorerHtml({ spec, svg, title }: InteractiveFigure): string {
  const data = scriptJson(withQuietBrush(compile(spec).spec));
  return [
    `<div data-nn-explorer>`,
    `<div class="scroll" role="region" tabindex="0" aria-label="${title}">`,
    `<div class="card nn-still">${
      svg.replace("<svg ", `<svg role="img" aria-label="${title}" `)
    }</div>`,
    `<div class="card nn-view" hidden></div>`,
    `</div>`,
    `<div class="nn-bind"></div>`,
    `<button type="button" hidden></button>`,
    `<script type="application/json">${data}</script>`,
    `</div>`,
  ].join("\n");
}

/** The brush's own rectangles say nothing to who listens to the page, and have no words. */
function withQuietBrush<T>(spec: T): T {
  return JSON.parse(JSON.stringify(spec), (_key, value) => {
    const isBrush = typeof value?.name === "string" && /_brush(_bg)?$/.test(value.name) &&
      typeof value.type === "string";
    return isBrush ? { ...value, aria: false } : value;
  });
}
