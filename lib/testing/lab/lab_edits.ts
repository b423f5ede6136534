import { stripVTControlCharacters } from "node:util";
import type { Locator } from "playwright-core";
import { sleepForReal } from "../../base/sleep.ts";
import { type LabBrowser, readCells, runCommand, showCell } from "./lab_browser.ts";
import { hasRun, type NotebookJsonCell, startRunning } from "./lab_page.ts";

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

/** Options of {@linkcode runNewCell}. */
export interface NewCellOptions {
  /** Words in the source of the cell that it goes below. */
  below: string;
  source: string;
  /** Whether it is not waited for. Default: false. */
  isEndless?: boolean;
}

/** Puts a cell below another one, runs it, and gives it. */
export async function runNewCell(
  lab: LabBrowser,
  { below, source, isEndless = false }: NewCellOptions,
): Promise<NotebookJsonCell | null> {
  const index = await findCell(lab, below);
  await showCell(lab, index);
  await runCommand(lab, "notebook:insert-cell-below");
  await lab.page.keyboard.press("Enter");
  await lab.page.keyboard.insertText(source);
  await lab.page.keyboard.press("Escape");
  if (!isEndless) return await runCell(lab, source);
  await lab.page.evaluate(startRunning, "notebook:run-cell");
  return null;
}

/** Runs the cell whose source has these words, waits until it has ended, and gives it. */
export async function runCell(lab: LabBrowser, words: string): Promise<NotebookJsonCell> {
  await cellWith(lab, words);
  await runCommand(lab, "notebook:run-cell");
  return await ended(lab, await findCell(lab, words));
}

/**
 * Restarts the kernel as a user does, its question answered, and waits until it is there again.
 *
 * @param command `notebook:restart-kernel`, or `notebook:restart-run-all`, which is waited for, too.
 */
export async function restartAnd(lab: LabBrowser, command: string): Promise<void> {
  await lab.page.evaluate(startRunning, command);
  await lab.page.locator(".jp-Dialog .jp-mod-accept").click();
  const how = await lab.page.waitForFunction(hasRun);
  const said = await how.jsonValue();
  if (said !== "ended") throw new Error(`${command} failed: ${said}`);
}

/** What the outputs of the cell whose source has these words say in the page, in one line. */
export async function saidIn(lab: LabBrowser, words: string): Promise<string> {
  const outputs = (await cellWith(lab, words)).locator(".jp-OutputArea-output");
  return (await outputs.allInnerTexts()).join(" ").replaceAll(/\s+/g, " ").trim();
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

/** What a cell printed and shows, as text: of tables their plain form. */
export function shownText(cell: NotebookJsonCell | null | undefined): string {
  return (cell?.outputs ?? []).flatMap(({ text = "", data, traceback = [] }) => [
    ...[text, data?.["text/plain"] ?? ""].flat(),
    ...traceback,
  ]).map((part) => stripVTControlCharacters(String(part))).join("\n").trim();
}

/** Waits for up to a minute; a busy machine takes its time. */
export async function eventually(isSo: () => Promise<boolean>, otherwise: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (!await isSo()) {
    if (performance.now() > end) throw new Error(otherwise);
    await sleepForReal(50);
  }
}
