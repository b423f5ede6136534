import { makeElement, textNodes } from "./make_element.ts";
import type { BrowserData, ChosenAnswer, PageElement } from "./page_types.ts";

/** The parts of the reader that change. */
export interface Reader {
  element: PageElement;
  model: PageElement;
  dataset: PageElement;
  technique: PageElement;
  search: PageElement;
  previous: PageElement;
  next: PageElement;
  count: PageElement;
  about: PageElement;
  asked: PageElement;
  answered: PageElement;
}

/** Builds the reader: what to read, which of them, and prompt and answer side by side. */
export function makeReader(data: BrowserData): Reader {
  const button = (words: string) => makeElement("button", { type: "button" }, words);
  const text = (words: string) =>
    makeElement("div", { class: "nn-text", dir: "auto", role: "region", "aria-label": words });
  const labels = data.techniques.map(({ label }) => label);
  const reader: Reader = {
    element: makeElement("div", {
      ...{ class: "nn-reader", role: "group", tabindex: "-1" },
      "aria-label":
        "Answers. Left and right arrows turn over, / searches, Escape goes to the bars.",
    }),
    model: makeSelect("models", data.models),
    dataset: makeSelect("datasets", data.datasets),
    technique: makeSelect("techniques", labels),
    search: makeElement("input", { type: "search", autocomplete: "off", spellcheck: "false" }),
    previous: button("← Previous"),
    next: button("Next →"),
    count: makeElement("span", { class: "nn-count", role: "status" }),
    about: makeElement("p", { class: "nn-about" }),
    asked: text("What was asked"),
    answered: text("What was answered"),
  };
  const labelled = (words: string, field: PageElement) => makeElement("label", {}, words, field);
  const column = (words: string, body: PageElement) =>
    makeElement("div", {}, makeElement("p", { class: "nn-head" }, words), body);
  reader.element.append(
    makeElement(
      "div",
      { class: "nn-fields" },
      labelled("Model", reader.model),
      labelled("Dataset", reader.dataset),
      labelled("Technique", reader.technique),
      labelled("Search", reader.search),
    ),
    makeElement("div", { class: "nn-fields" }, reader.previous, reader.count, reader.next),
    reader.about,
    makeElement(
      "div",
      { class: "nn-pair" },
      column("Asked", reader.asked),
      column("Answered", reader.answered),
    ),
  );
  return reader;
}

/** A list to choose from: all, or one. */
export function makeSelect(what: string, names: readonly string[]): PageElement {
  const options = names.map((name, index) => makeElement("option", { value: String(index) }, name));
  return makeElement(
    "select",
    {},
    makeElement("option", { value: "-1" }, `All ${what}`),
    ...options,
  );
}

/** What is shown. */
export interface Shown {
  data: BrowserData;
  /** The answer; none where nothing was found. */
  found: ChosenAnswer | undefined;
  search: string;
}

/** Shows one answer beside its prompt. */
export function showAnswer(reader: Reader, { data, found, search }: Shown): void {
  const answer = found?.segment.answers[found.place];
  const prompt = data.prompts[answer?.prompt ?? -1];
  if (found === undefined || answer === undefined || prompt === undefined) {
    for (const part of [reader.about, reader.asked, reader.answered]) part.replaceChildren();
    return;
  }
  const { model, dataset, technique } = found.segment;
  const where = [data.models[model], data.datasets[dataset], data.techniques[technique]?.label];
  reader.about.replaceChildren(
    ...where.flatMap((name) => [makeElement("bdi", {}, name ?? ""), " · "]),
    makeElement("bdi", {}, [prompt.about, answer.about].filter((part) => part !== "").join(" · ")),
  );
  reader.asked.replaceChildren(...textNodes(prompt, search));
  reader.answered.replaceChildren(...textNodes(answer, search));
}
