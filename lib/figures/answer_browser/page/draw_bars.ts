import { makeElement } from "./make_element.ts";
import type { BrowserData, BrowserSegment, PageElement, PageEvent } from "./page_types.ts";

/** The bars of all models and datasets, and what shows in them which part is being read. */
export interface Bars {
  element: PageElement;
  /** Marks the parts that are chosen. */
  mark(isChosen: (segment: BrowserSegment) => boolean): void;
  /** Puts the focus back on the part that had it. */
  focus(): void;
}

/** Draws a bar per dataset and model, each part a button; one of them is reached by Tab, the others by arrows. */
export function drawBars(data: BrowserData, pick: (segment: BrowserSegment) => void): Bars {
  const rows: { button: PageElement; segment: BrowserSegment }[][] = [];
  const element = makeElement("div", {
    class: "nn-bars",
    role: "group",
    "aria-label":
      "Shares of the techniques. Arrow keys move over the parts of the bars, Enter reads.",
  });
  let active = [0, 0];

  function activate(row: number, place: number): void {
    const target = rows[row]?.[place];
    if (target === undefined) return;
    buttonAt(active).tabIndex = -1;
    active = [row, place];
    target.button.tabIndex = 0;
    target.button.focus();
  }

  function buttonAt([row, place]: number[]): PageElement {
    return rows[row ?? 0]?.[place ?? 0]?.button ?? element;
  }

  function onKey(event: PageEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [row = 0, place = 0] = active;
    const last = (at: number) => (rows[at]?.length ?? 1) - 1;
    if (event.key === "ArrowLeft") activate(row, place - 1);
    else if (event.key === "ArrowRight") activate(row, place + 1);
    else if (event.key === "ArrowUp") activate(row - 1, Math.min(place, last(row - 1)));
    else if (event.key === "ArrowDown") activate(row + 1, Math.min(place, last(row + 1)));
    else if (event.key === "Home") activate(row, 0);
    else if (event.key === "End") activate(row, last(row));
    else return;
    event.preventDefault();
  }

  data.datasets.forEach((dataset, d) => {
    element.append(makeElement("p", { class: "nn-dataset" }, dataset));
    data.models.forEach((model, m) => {
      const segments = data.segments.filter((one) => one.dataset === d && one.model === m);
      if (segments.length === 0) return;
      const row = rows.length;
      const parts = segments.map((segment, place) => {
        const button = barPart(data, { segment, segments });
        button.addEventListener("click", () => {
          activate(row, place);
          pick(segment);
        });
        return { button, segment };
      });
      rows.push(parts);
      element.append(barRow(model, parts));
    });
  });
  element.addEventListener("keydown", onKey);
  buttonAt(active).tabIndex = 0;
  return {
    element,
    mark(isChosen) {
      for (const { button, segment } of rows.flat()) {
        button.setAttribute("aria-pressed", String(isChosen(segment)));
      }
    },
    focus: () => buttonAt(active).focus(),
  };
}

/** A model's name, its bar, and how many answers that is of. */
export function barRow(
  model: string,
  parts: readonly { button: PageElement; segment: BrowserSegment }[],
): PageElement {
  const withTechnique = parts.filter(({ segment }) => segment.technique < 6);
  const n = withTechnique.reduce((sum, { segment }) => sum + segment.count, 0);
  const end = makeElement("span", { class: "nn-n" }, `n = ${n.toLocaleString("en")} `);
  for (const { button, segment } of parts) if (segment.technique === 6) end.append(button);
  return makeElement(
    "div",
    { class: "nn-row" },
    makeElement("bdi", { class: "nn-model" }, model),
    makeElement("span", { class: "nn-bar" }, ...withTechnique.map(({ button }) => button)),
    end,
  );
}

/** One part of a bar, as wide as its share; what has no technique stands behind the bar. */
export function barPart(
  data: BrowserData,
  { segment, segments }: { segment: BrowserSegment; segments: readonly BrowserSegment[] },
): PageElement {
  const { technique, count, model, dataset } = segment;
  const n = segments.reduce((sum, one) => sum + (one.technique < 6 ? one.count : 0), 0);
  const { label = "", colour = "" } = data.techniques[technique] ?? {};
  const what = technique === 6
    ? `+ ${count} without a technique`
    : `${label}, ${count} of ${n} answers (${(100 * count / n).toFixed(1)} %)`;
  const words = `${data.models[model]}, ${data.datasets[dataset]}: ${what}`;
  const button = makeElement("button", {
    type: "button",
    "aria-label": words,
    title: words,
    tabindex: "-1",
  });
  if (technique === 6) {
    button.append(`+ ${count} without`);
  } else {
    button.style.setProperty("background-color", colour);
    button.style.setProperty("flex-grow", String(count));
  }
  return button;
}
