import type { RunFile } from "../../runs/run_file.ts";
import type { LabelTable } from "../agreement/label_table.ts";
import { panelTable } from "../panel/panel.ts";
import { readPanel } from "../panel/read_panel.ts";
import { listCoders, readGold } from "./read_gold.ts";

/** The answers that people coded, as raters see them. */
export interface CodedTable {
  /** One row per coded answer, in the run's order; the coders first, then the judges. */
  table: LabelTable;
  /** What the coders agree on, row by row; null where they tie or could not code. */
  gold: (string | null)[];
}

/**
 * What people and judges say of the answers that people coded: for the agreement of coder with coder
 * and of judge with people.
 *
 * @param judges Each is taken with its first variant.
 * @throws {UserError} where one of the judges has annotated nothing.
 */
export function readCodedTable(run: RunFile, judges: readonly string[]): CodedTable {
  const panel = readPanel(run, { judges: [...listCoders(run), ...judges], variants: [0] });
  const gold = new Map(readGold(run).map((label) => [keyOf(label), label.technique]));
  const isCoded = panel.answers.map((answer) => gold.has(keyOf(answer)));
  const { raters, rows, clusters = [] } = panelTable(panel);
  return {
    table: {
      raters,
      rows: rows.filter((_, index) => isCoded[index]),
      clusters: clusters.filter((_, index) => isCoded[index]),
    },
    gold: panel.answers.filter((_, index) => isCoded[index])
      .map((answer) => gold.get(keyOf(answer)) ?? null),
  };
}

function keyOf(answer: { prompt_id: string; model: string; sample: number }): string {
  return JSON.stringify([answer.prompt_id, answer.model, answer.sample]);
}
