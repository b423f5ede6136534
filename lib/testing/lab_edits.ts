import type { Locator } from "playwright-core";
import { sleepForReal } from "../base/sleep.ts";
import { type LabBrowser, readCells, runCommand, showCell } from "./lab_browser.ts";
import { type NotebookJsonCell, startRunning } from "./lab_page.ts";

/** The number of the first cell whose source has these words, from 0. */
export async function findCell(lab: LabBrowser, words: string): Promise<number> {
  const sources = (await readCells(lab)).map(({ source }) => [source].flat().join(""));
  const index = sources.findIndex((source) => source.includes(words));
  if (index < 0) throw new Error(`no cell has '${words}'`);
  return index;
}

/** Scrolls to the first cell whose source has these words, and gives its element. */
export async function cellWith(lab: LabBrowser, words: string): Promise<Locator> {
  return await showCell(lab, await findCell(lab, words));
}

/**
 * Edits lines of cells in the page, as a user does by mouse and keyboard.
 *
 * @param lines what a line has, and what stands there in its place; empty leaves it blank.
 */
export async function editLines(
  lab: LabBrowser,
  lines: Readonly<Record<string, string>>,
): Promise<void> {
  const { keyboard } = lab.page;
  for (const [words, instead] of Object.entries(lines)) {
    const cell = await cellWith(lab, words);
    await cell.locator(".cm-line").filter({ hasText: words }).first().click();
    await keyboard.press("End");
    await keyboard.press("Shift+Home");
    await keyboard.press("Backspace");
    await keyboard.insertText(instead);
    await keyboard.press("Escape");
  }
}

/** Puts a cell below the one whose source has these words, and runs it. */
export async function runNewCell(
  lab: LabBrowser,
  { below, source }: { below: string; source: string },
): Promise<NotebookJsonCell> {
  const index = await findCell(lab, below);
  await showCell(lab, index);
  await runCommand(lab, "notebook:insert-cell-below");
  await lab.page.keyboard.press("Enter");
  await lab.page.keyboard.insertText(source);
  return await runCell(lab, source);
}

/** Runs the cell whose source has these words, waits until it has ended, and gives it. */
export async function runCell(lab: LabBrowser, words: string): Promise<NotebookJsonCell> {
  const index = await findCell(lab, words);
  await showCell(lab, index);
  await runCommand(lab, "notebook:run-cell");
  return await ended(lab, index);
}

/** Begins to run the cell whose source has these words and all below it. */
export async function startFrom(lab: LabBrowser, words: string): Promise<void> {
  await cellWith(lab, words);
  await lab.page.evaluate(startRunning, "notebook:run-all-below");
}

/** Runs the cell whose source has these words and all below it, whatever fails, to the end. */
export async function runFrom(lab: LabBrowser, words: string): Promise<NotebookJsonCell[]> {
  await startFrom(lab, words);
  const cells = await readCells(lab);
  await ended(lab, cells.findLastIndex(({ cell_type }) => cell_type === "code"));
  return await readCells(lab);
}

/** Waits until a cell has ended: where one above it failed, JupyterLab does not. */
export async function ended(lab: LabBrowser, index: number): Promise<NotebookJsonCell> {
  let cell: NotebookJsonCell | undefined;
  await eventually(async () => {
    cell = (await readCells(lab))[index];
    return typeof cell?.execution_count === "number";
  }, `cell ${index} does not end`);
  if (cell === undefined) throw new Error(`there is no cell ${index}`);
  return cell;
}

/** What a cell printed and shows, as text: of the tables their plain form. */
export function shownText({ outputs = [] }: NotebookJsonCell): string {
  return outputs.flatMap(({ text = "", data, traceback = [] }) => [
    ...[text, data?.["text/plain"] ?? ""].flat(),
    ...traceback,
  ]).join("\n");
}

/** Waits for up to a minute; a busy machine takes its time. */
export async function eventually(isSo: () => Promise<boolean>, otherwise: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (!await isSo()) {
    if (performance.now() > end) throw new Error(otherwise);
    await sleepForReal(50);
  }
}
