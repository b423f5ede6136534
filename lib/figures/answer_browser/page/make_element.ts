import { textParts } from "./choose_answers.ts";
import type { PageElement, PageWindow } from "./page_types.ts";

/** An element with attributes and children; texts only ever become text nodes. */
export function makeElement(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: (PageElement | string)[]
): PageElement {
  const { document } = globalThis as unknown as PageWindow;
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A text of a model for reading: finds marked, hidden characters shown by their numbers. */
export function textNodes(
  { text, cutFrom }: { text: string; cutFrom: number | null },
  search: string,
): (PageElement | string)[] {
  const nodes = textParts(text, search).map((part) => {
    if (part.kind === "found") return makeElement("mark", {}, part.text);
    return part.kind === "hidden" ? makeElement("code", {}, part.text) : part.text;
  });
  if (text === "") nodes.push(makeElement("em", {}, "(no text)"));
  if (cutFrom !== null) {
    const words = ` … (cut: ${cutFrom.toLocaleString("en")} characters in all)`;
    nodes.push(makeElement("em", {}, words));
  }
  return nodes;
}
