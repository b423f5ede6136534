/**
 * What notebooks get in place of the library's own functions of the same names: the same values, but
 * that they show themselves well as a cell's last value.
 *
 * @module
 */
import { ColumnTable } from "arquero";
import { computeTables as compute } from "../analysis/compute_tables.ts";
import { readSource as read } from "../analysis/source/read_source.ts";
import { readSurveyRun as readSurvey } from "../surveys/read_survey_run.ts";
import { computeSurveyTables as computeSurvey } from "../surveys/tables/compute_survey_tables.ts";
import { contentsPanel } from "./contents_panel.ts";
import { displayAs } from "./display_as.ts";
import { openNotebookRun as open } from "./open_notebook_run.ts";
import { runPanel } from "./run_panel.ts";
import { panelBundle } from "./show_panel.ts";
import { tableBundle } from "./show_table.ts";

/** Opens a run, which shows itself as a panel of what is in it. See the library's `openRun()`. */
export function openRun(...args: Parameters<typeof open>): ReturnType<typeof open> {
  return displayAs(open(...args), (run) => panelBundle(runPanel(run)));
}

/** Reads what is analysed. See the library's `readSource()`. */
export async function readSource(...args: Parameters<typeof read>): ReturnType<typeof read> {
  return displayAs(await read(...args), showContents("What is analysed", "source"));
}

/** Computes all tables. See the library's `computeTables()`. */
export function computeTables(...args: Parameters<typeof compute>): ReturnType<typeof compute> {
  return displayAs(compute(...args), showContents("Tables", "tables"));
}

/** Reads a survey's run. See the library's `readSurveyRun()`. */
export function readSurveyRun(
  ...args: Parameters<typeof readSurvey>
): ReturnType<typeof readSurvey> {
  return displayAs(readSurvey(...args), showContents("Answers to a survey", "answered"));
}

/** Computes a survey's tables. See the library's `computeSurveyTables()`. */
export function computeSurveyTables(
  ...args: Parameters<typeof computeSurvey>
): ReturnType<typeof computeSurvey> {
  return displayAs(computeSurvey(...args), showContents("Tables of a survey", "tables"));
}

function showContents(title: string, called: string) {
  return (value: object) => panelBundle(contentsPanel(value, { title, called }));
}

// Arquero's tables have no display of their own: a notebook would print how they are built inside.
Object.defineProperty(ColumnTable.prototype, Symbol.for("Jupyter.display"), {
  value(this: ColumnTable) {
    return tableBundle(this);
  },
  configurable: true,
  writable: true,
});
