import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { FONT_FAMILY, INK, SIZES } from "./theme.ts";

/** A piece of SVG and the room that it takes, in pixels. */
export interface SvgPart {
  svg: string;
  width: number;
  height: number;
}

/**
 * Draws a plot without a browser, as one `<g>` that needs nothing outside itself: no style sheet,
 * no CSS variables, no ids; coordinates rounded to 0.01 px. The options must ask for neither title
 * nor legend, which Plot would draw as HTML.
 */
export function renderPlot(options: Plot.PlotOptions & { width: number; height: number }): SvgPart {
  const svg: DrawnElement = Plot.plot({ ...options, document: newDocument(), className: "plot" });
  for (const style of [...svg.querySelectorAll("style")]) style.remove();
  for (const element of [...svg.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (value === "currentColor") element.setAttribute(name, INK.text);
      else if (value.startsWith("var(")) element.setAttribute(name, INK.card);
      else if (GEOMETRY.has(name)) element.setAttribute(name, rounded(value));
      else if (name === "class" || name.startsWith("aria-")) element.removeAttribute(name);
    }
  }
  const { width, height } = options;
  const font = `font-family="${FONT_FAMILY}" font-size="${SIZES.label}" fill="${INK.text}"`;
  return { svg: `<g ${font} text-anchor="middle">${svg.innerHTML}</g>`, width, height };
}

/** What is used of a DOM element; the DOM's own types are those of a browser. */
interface DrawnElement {
  readonly attributes: Iterable<{ name: string; value: string }>;
  readonly innerHTML: string;
  querySelectorAll(selector: string): Iterable<DrawnElement>;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
}

function newDocument(): Plot.PlotOptions["document"] {
  const window: object = parseHTML("<!DOCTYPE html><html><body></body></html>");
  return Reflect.get(window, "document");
}

const GEOMETRY = new Set([
  ...["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d", "transform"],
]);

function rounded(value: string): string {
  return value.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(2))));
}
