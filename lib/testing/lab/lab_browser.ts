import type { Browser, Locator, Page } from "playwright-core";
import { labTroubles } from "./lab_troubles.ts";
import {
  execute,
  hasRun,
  indicesInView,
  type NotebookJsonCell,
  readModel,
  scrollTo,
  startRunning,
  unpainted,
  whenOpen,
} from "./lab_page.ts";
import { type LabServerOptions, startLabServer } from "./lab_server.ts";
import { temporaryFolder } from "../temporary_folder.ts";

/** Options of {@linkcode startLabBrowser}. */
export interface LabBrowserOptions extends Omit<LabServerOptions, "state"> {
  browser: Browser;
  /** The window in pixels. Default: 1280 × 900. */
  width?: number;
  height?: number;
}

/** A JupyterLab of its own in a window of a browser; disposing of it ends both. */
export interface LabBrowser extends AsyncDisposable {
  page: Page;
  /** JupyterLab's address, which ends with `/`. */
  url: string;
  token: string;
  /** What went wrong on the page so far: uncaught errors, errors of the console, foreign requests. */
  troubles: string[];
}

/** As much of a notebook as is looked at, and kept as one picture, at once. */
const TALL = 6000;
const PATIENCE_MS = 90_000;

/** Starts JupyterLab on a folder, and a window for it. */
export async function startLabBrowser(options: LabBrowserOptions): Promise<LabBrowser> {
  const { browser, width = 1280, height = 900, ...others } = options;
  const started = new AsyncDisposableStack();
  try {
    const state = started.use(await temporaryFolder());
    const { url, token } = started.use(await startLabServer({ ...others, state: state.path }));
    const context = await browser.newContext({ viewport: { width, height } });
    started.defer(() => context.close());
    // A busy machine takes its time; what is wrong is found all the same.
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const troubles = labTroubles(page, url);
    const all = started.move();
    return { page, url, token, troubles, [Symbol.asyncDispose]: () => all.disposeAsync() };
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

/** Opens a notebook by its path from JupyterLab's folder on, and waits until its kernel is idle. */
export async function openNotebook({ page, url, token }: LabBrowser, path: string): Promise<void> {
  // `reset`: without what an earlier test had open.
  await page.goto(`${url}lab/tree/${path}?token=${token}&reset`);
  await page.waitForFunction("globalThis.jupyterapp !== undefined", null);
  await page.evaluate(whenOpen, path);
}

/** Runs one of JupyterLab's commands, such as `docmanager:save`. */
export async function runCommand(
  { page }: LabBrowser,
  id: string,
  options: object = {},
): Promise<void> {
  await page.evaluate(execute, [id, options] as [string, object]);
}

/** Runs all cells of the open notebook, as its menu does, and waits until the last one has ended. */
export async function runAll(
  { page }: LabBrowser,
  { timeout = 300_000 }: { timeout?: number } = {},
): Promise<void> {
  await page.evaluate(startRunning, "notebook:run-all-cells");
  const ended = await page.waitForFunction(hasRun, null, { timeout });
  const how = await ended.jsonValue();
  if (how !== "ended") throw new Error(`JupyterLab could not run all cells: ${how}`);
}

/** The cells of the open notebook with their outputs, as its file would have them. */
export async function readCells({ page }: LabBrowser): Promise<NotebookJsonCell[]> {
  return await page.evaluate(readModel);
}

/** What is wrong with cells after all were run, as sentences: not run, an error, an error's words. */
export function failedCells(cells: readonly NotebookJsonCell[]): string[] {
  return cells.flatMap((cell, index) => {
    if (cell.cell_type !== "code") return [];
    const outputs = cell.outputs ?? [];
    const text = [outputs.flatMap(({ text = "" }) => text)].join("");
    const error = outputs.find(({ output_type }) => output_type === "error");
    if (error !== undefined) return [`cell ${index}: ${error.ename}: ${error.evalue}`];
    if (/execution failed|uncaught/i.test(text)) return [`cell ${index}: ${text.slice(0, 300)}`];
    return typeof cell.execution_count === "number" ? [] : [`cell ${index} did not run`];
  });
}

/** Scrolls to a cell and gives its element: JupyterLab draws only those that are near the view. */
export async function showCell({ page }: LabBrowser, index: number): Promise<Locator> {
  await page.evaluate(scrollTo, index);
  const cell = page.locator(`.jp-Notebook [data-windowed-list-index="${index}"]`);
  await cell.waitFor();
  return cell;
}

/** Options of {@linkcode unpaintedOutputs}. */
export interface PaintedOptions {
  /** How wide the window is meanwhile, in pixels. Default: as it is. */
  width?: number;
  /** What the files with pictures of the notebook begin with. Default: no pictures. */
  shots?: string;
}

/**
 * Scrolls through the notebook in a tall window, and says what of the outputs is not painted, as
 * sentences. A picture may take a moment to be decoded: what is missing is looked at again for a few
 * seconds.
 */
export async function unpaintedOutputs(
  lab: LabBrowser,
  { shots, width }: PaintedOptions = {},
): Promise<string[]> {
  const faults: string[] = [];
  const window = lab.page.viewportSize() ?? { width: 1280, height: 900 };
  await lab.page.setViewportSize({ width: width ?? window.width, height: TALL });
  const count = (await readCells(lab)).length;
  for (let first = 0, picture = 1; first < count; picture++) {
    await showCell(lab, first);
    const cells = lab.page.locator(".jp-Notebook [data-windowed-list-index]");
    const inView = await cells.evaluateAll(indicesInView);
    for (const index of inView.filter((index) => index >= first)) {
      const cell = lab.page.locator(`.jp-Notebook [data-windowed-list-index="${index}"]`);
      faults.push(...(await settledFaults(lab, cell)).map((fault) => `cell ${index}: ${fault}`));
    }
    if (shots !== undefined) {
      await lab.page.screenshot({ path: `${shots}_${picture}.png`, animations: "disabled" });
    }
    first = Math.max(first, ...inView) + 1;
  }
  await lab.page.setViewportSize(window);
  return faults;
}

async function settledFaults({ page }: LabBrowser, cell: Locator): Promise<string[]> {
  for (let tries = 0;; tries++) {
    const faults = await cell.evaluate(unpainted);
    if (faults.length === 0 || tries === 30) return faults;
    await page.waitForTimeout(100);
  }
}

/** Sets JupyterLab's theme, and waits until the page has it. */
export async function setTheme(lab: LabBrowser, theme: "Dark" | "Light"): Promise<void> {
  await runCommand(lab, "apputils:change-theme", { theme: `JupyterLab ${theme}` });
  await lab.page.locator(`body[data-jp-theme-light="${theme === "Light"}"]`)
    .waitFor({ state: "attached" });
}
