import { chooseAnswers, countWords } from "./choose_answers.ts";
import { drawBars } from "./draw_bars.ts";
import { makeElement } from "./make_element.ts";
import { makeReader, showAnswer } from "./make_reader.ts";
import type {
  BrowserData,
  BrowserSegment,
  Choice,
  PageElement,
  PageEvent,
  PageWindow,
} from "./page_types.ts";

/** Brings every answer browser of the page to life that is not yet. */
export function startBrowsers(): void {
  const { document } = globalThis as unknown as PageWindow;
  for (const root of document.querySelectorAll("[data-nn-answers]:not([data-nn-started])")) {
    root.setAttribute("data-nn-started", "");
    startBrowser(root, document);
  }
}

/** Builds bars and reader from the data in `root`, in place of the still picture. */
export function startBrowser(root: PageElement, document: PageWindow["document"]): void {
  const data: BrowserData = JSON.parse(root.querySelector("script")?.textContent ?? "null");
  const first = data.segments[0] ?? { model: -1, dataset: -1, technique: -1 };
  const choice: Choice = { ...choiceOf(first), search: "" };
  const reader = makeReader(data);
  const bars = drawBars(data, open);
  let at = 0;
  let chosen = chooseAnswers(data, choice);

  function open(segment: Omit<BrowserSegment, "count" | "answers">): void {
    Object.assign(choice, choiceOf(segment), { search: "" });
    reader.search.value = "";
    update();
    reader.element.scrollIntoView({ block: "nearest" });
    reader.element.focus();
  }

  function update(): void {
    chosen = chooseAnswers(data, choice);
    bars.mark(({ model, dataset, technique }) =>
      model === choice.model && dataset === choice.dataset && technique === choice.technique
    );
    for (const name of ["model", "dataset", "technique"] as const) {
      reader[name].value = String(choice[name]);
    }
    go(0);
  }

  function go(to: number): void {
    at = Math.max(0, Math.min(chosen.answers.length - 1, to));
    showAnswer(reader, { data, found: chosen.answers[at], search: choice.search });
    reader.count.textContent = countWords(at, chosen, choice.search);
    // Not `disabled`, which would take the focus away from who pages through by keyboard.
    reader.previous.setAttribute("aria-disabled", String(at === 0));
    reader.next.setAttribute("aria-disabled", String(at >= chosen.answers.length - 1));
  }

  function onKey(event: PageEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const tag = event.target?.tagName ?? "";
    if (tag === "SELECT") return;
    // In the search all keys are the text's own, but Enter, and Escape once there is nothing to clear.
    const isOurs = event.key === "Enter" || (event.key === "Escape" && reader.search.value === "");
    if (tag === "INPUT" && !isOurs) return;
    if (event.key === "Enter" && tag === "INPUT") go(event.shiftKey ? at - 1 : at + 1);
    else if (event.key === "ArrowLeft") go(at - 1);
    else if (event.key === "ArrowRight") go(at + 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(chosen.answers.length - 1);
    else if (event.key === "/") reader.search.focus();
    else if (event.key === "Escape") bars.focus();
    else return;
    event.preventDefault();
  }

  for (const name of ["model", "dataset", "technique"] as const) {
    reader[name].addEventListener("change", () => {
      choice[name] = Number(reader[name].value);
      update();
    });
  }
  reader.search.addEventListener("input", () => {
    choice.search = reader.search.value;
    update();
  });
  reader.previous.addEventListener("click", () => go(at - 1));
  reader.next.addEventListener("click", () => go(at + 1));
  reader.element.addEventListener("keydown", onKey);
  document.addEventListener("nn-answers", ({ detail }) => open(detail as BrowserSegment));
  const still = root.querySelector(".nn-still");
  if (still !== null) still.hidden = true;
  root.append(makeElement("div", { class: "nn-live" }, bars.element, reader.element));
  update();
}

/** The places of a segment. */
export function choiceOf(
  { model, dataset, technique }: Omit<Choice, "search">,
): Omit<Choice, "search"> {
  return { model, dataset, technique };
}
