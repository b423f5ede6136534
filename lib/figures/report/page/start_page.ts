import type { PageElement, PageWindow } from "../../answer_browser/page/page_types.ts";

interface Vega {
  parse(spec: unknown, config: null, options: { ast: true }): unknown;
  View: new (runtime: unknown, options: Record<string, unknown>) => VegaView;
}

interface VegaView {
  runAsync(): Promise<unknown>;
  addEventListener(
    type: "click",
    listener: (event: unknown, item: { datum?: Record<string, unknown> } | null) => void,
  ): void;
}

interface ReportWindow extends PageWindow {
  vega: Vega;
  nnVegaInterpreter: unknown;
  navigator: { clipboard?: { writeText(text: string): Promise<void> } };
  CustomEvent: new (type: string, options: { detail: unknown }) => { type: string };
}

/** Draws the explorer in place of its still picture. Runs in the page; see `vegaScript()`. */
export function startExplorer(): void {
  const { document, vega, nnVegaInterpreter, CustomEvent } = globalThis as unknown as ReportWindow;
  const find = (name: string) => [...document.querySelectorAll(`[data-nn-explorer] ${name}`)][0];
  const [still, container, bind] = [find(".nn-still"), find(".nn-view"), find(".nn-bind")];
  const [data, read] = [find("script"), find("button")];
  if (!still || !container || !bind || !data || !read) return;
  const runtime = vega.parse(JSON.parse(data.textContent ?? "null"), null, { ast: true });
  const view = new vega.View(runtime, {
    ...{ renderer: "svg", container, bind, hover: true, expr: nnVegaInterpreter },
  });
  let detail: unknown = null;
  read.addEventListener("click", () => {
    const send = Reflect.get(document, "dispatchEvent");
    Reflect.apply(send, document, [new CustomEvent("nn-answers", { detail })]);
  });
  view.addEventListener("click", (_, item) => {
    const { places, code, model, dataset, technique } = item?.datum ?? {};
    if (!Array.isArray(places)) return;
    detail = { model: places[0], dataset: places[1], technique: Number(code) - 1 };
    read.textContent = `Read the answers: ${model}, ${dataset}, ${technique}`;
    read.hidden = false;
  });
  view.runAsync().then(() => {
    still.hidden = true;
    container.hidden = false;
  });
}

/** Shows the buttons that copy what stands below them. */
export function startCopying(): void {
  const { document, navigator } = globalThis as unknown as ReportWindow;
  const { clipboard } = navigator;
  if (clipboard === undefined) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const text: PageElement | null = Reflect.get(button, "nextElementSibling");
    const words = button.textContent ?? "";
    button.hidden = false;
    button.addEventListener("click", () => {
      clipboard.writeText(text?.textContent ?? "").then(
        () => (button.textContent = "Copied"),
        () => (button.textContent = `${words}: not allowed here`),
      );
    });
  }
}
