/**
 * What tests do inside JupyterLab's page. These functions are sent there as text: each uses nothing
 * from outside itself.
 */

/** As much of JupyterLab as is used here; it shows itself with `--LabApp.expose_app_in_browser`. */
interface LabWindow {
  jupyterapp: {
    restored: Promise<void>;
    commands: { execute(id: string, options?: object): Promise<unknown> };
    shell: { currentWidget: NotebookPanel | null };
  };
  document: { createElement(name: "canvas"): PageCanvas };
  nnRan?: { how: string };
}

interface NotebookPanel {
  context: { path: string; ready: Promise<void> };
  sessionContext: { ready: Promise<void>; session: { kernel: { status: string } | null } | null };
  content: {
    model: { toJSON(): { cells: NotebookJsonCell[] } };
    widgets: { length: number };
    activeCellIndex: number;
    scrollToItem(index: number, align: string): Promise<void>;
    deselectAll(): void;
  };
}

/** A cell as the notebook's model has it, in Jupyter's format. */
export interface NotebookJsonCell {
  cell_type: "code" | "markdown" | "raw";
  source: string | string[];
  execution_count?: number | null;
  outputs?: NotebookJsonOutput[];
}

/** An output in Jupyter's format. */
export interface NotebookJsonOutput {
  output_type: "display_data" | "execute_result" | "stream" | "error";
  data?: Record<string, unknown>;
  text?: string | string[];
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

/** Resolves when the notebook is open and its kernel waits for work. */
export async function whenOpen(path: string): Promise<void> {
  const { jupyterapp } = globalThis as unknown as LabWindow;
  await jupyterapp.restored;
  for (;;) {
    const panel = jupyterapp.shell.currentWidget;
    if (panel?.context?.path === path) {
      await panel.context.ready;
      await panel.sessionContext.ready;
      if (panel.sessionContext.session?.kernel?.status === "idle") return;
    }
    await new Promise((go) => setTimeout(go, 50));
  }
}

/** Runs one of JupyterLab's commands. */
export async function execute([id, options]: [string, object]): Promise<void> {
  await (globalThis as unknown as LabWindow).jupyterapp.commands.execute(id, options);
}

/** Begins one of the commands that run cells; `hasRun` tells when the last has ended. */
export function startRunning(command: string): void {
  const page = globalThis as unknown as LabWindow;
  const run = { how: "" };
  page.nnRan = run;
  page.jupyterapp.commands.execute(command)
    .then(() => run.how = "ended", (error) => run.how = String(error));
}

/** How the run that was begun last ended; empty while it goes on. */
export function hasRun(): string {
  return (globalThis as unknown as LabWindow).nnRan?.how ?? "";
}

/** The cells of the open notebook with their outputs. */
export function readModel(): NotebookJsonCell[] {
  const { jupyterapp } = globalThis as unknown as LabWindow;
  return jupyterapp.shell.currentWidget?.content.model.toJSON().cells ?? [];
}

/** Scrolls to a cell: JupyterLab draws only those that are near the view. */
export async function scrollTo(index: number): Promise<void> {
  const { jupyterapp } = globalThis as unknown as LabWindow;
  const notebook = jupyterapp.shell.currentWidget?.content;
  if (notebook === undefined) throw new Error("no notebook is open");
  notebook.activeCellIndex = index;
  notebook.deselectAll();
  await notebook.scrollToItem(index, "start");
}

/** The numbers of those cells that are in view to their ends; a cell taller than the view counts, too. */
export function indicesInView(cells: unknown): number[] {
  const { innerHeight } = globalThis as unknown as { innerHeight: number };
  return (cells as PageNode[]).flatMap((cell) => {
    const { top, bottom, height } = cell.getBoundingClientRect();
    const isIn = bottom > 0 && (bottom <= innerHeight || height > innerHeight / 2) &&
      top < innerHeight;
    return isIn ? [Number(cell.getAttribute("data-windowed-list-index"))] : [];
  });
}

/** What is used of an element. */
interface PageNode {
  readonly tagName: string;
  readonly outerHTML: string;
  readonly textContent: string | null;
  readonly complete?: boolean;
  readonly naturalWidth?: number;
  getBoundingClientRect(): { width: number; height: number; top: number; bottom: number };
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<PageNode>;
  closest(selector: string): PageNode | null;
}

interface PageCanvas {
  width: number;
  height: number;
  getContext(kind: "2d"): {
    drawImage(source: unknown, x: number, y: number, width: number, height: number): void;
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8Array };
  };
}

/**
 * What of a cell's outputs is not painted, as sentences: boxes without a size, pictures that did not
 * load or are all of one colour, drawings without an extent, scripts' places that stayed empty.
 *
 * @param cell the element of the cell.
 */
export function unpainted(cell: unknown): string[] {
  const faults: string[] = [];
  const { document } = globalThis as unknown as LabWindow;
  const isEmpty = (node: PageNode) => {
    const { width, height } = node.getBoundingClientRect();
    return width < 2 || height < 2;
  };
  const colours = (source: PageNode) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 128;
    const context = canvas.getContext("2d");
    context.drawImage(source, 0, 0, 128, 128);
    return new Set(new Uint32Array(context.getImageData(0, 0, 128, 128).data.buffer)).size;
  };
  const root = cell as PageNode;
  for (const output of root.querySelectorAll(".jp-OutputArea-output")) {
    const what = (node: PageNode) => node.outerHTML.slice(0, 100);
    // A cell that ends in nothing has an output of nothing.
    if (isEmpty(output) && output.textContent?.trim() !== "") faults.push(`empty: ${what(output)}`);
    for (const node of output.querySelectorAll("img, canvas, svg")) {
      if (node.closest("[hidden], button, summary, details:not([open])") !== null) continue;
      if (isEmpty(node)) faults.push(`no size: ${what(node)}`);
      else if (node.tagName === "IMG" && !(node.complete && (node.naturalWidth ?? 0) > 1)) {
        faults.push(`not loaded: ${what(node)}`);
      } else if (/^(IMG|CANVAS)$/.test(node.tagName) && colours(node) < 3) {
        faults.push(`blank: ${what(node)}`);
      }
    }
    for (const node of output.querySelectorAll("[data-nn-answers]:not([data-nn-started])")) {
      faults.push(`script did not run: ${what(node)}`);
    }
  }
  return faults;
}
