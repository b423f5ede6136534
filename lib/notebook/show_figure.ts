import { Buffer } from "node:buffer";
import { escapeHtml } from "../base/escape_html.ts";
import { renderPng } from "../figures/export_figure.ts";
import type { Figure } from "../figures/figure.ts";
import type { InteractiveFigure } from "../figures/technique_explorer.ts";
import { type Displayable, displayable, type MimeBundle } from "./displayable.ts";

/** The MIME type by which front ends know a Vega-Lite specification. */
export const VEGA_LITE_MIME = "application/vnd.vegalite.v5+json";

/**
 * A figure's representations.
 *
 * A plain figure is an `<img>` with the SVG inlined (HTML exports drop bare SVG), a PNG, and its
 * title and numbers as text. An interactive one is a Vega-Lite specification, a PNG and the text,
 * without HTML: JupyterLab prefers HTML to Vega-Lite and would show the still picture only, while
 * HTML exports, which know no Vega-Lite, take the PNG.
 */
export function figureBundle(figure: Figure | InteractiveFigure): MimeBundle {
  const still = {
    "image/png": Buffer.from(renderPng(figure.svg)).toString("base64"),
    "text/plain": `${figure.title}\n\n${figure.description}`,
  };
  if ("spec" in figure) return { [VEGA_LITE_MIME]: figure.spec, ...still };
  return { "text/html": imageTag(figure), ...still };
}

/** A figure as Jupyter shows it when it is the last value of a cell. */
export function showFigure(figure: Figure | InteractiveFigure): Displayable {
  return displayable(figureBundle(figure));
}

function imageTag({ svg, title, description, width, height }: Figure): string {
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  const alt = escapeHtml(shorten(`${title} ${description.replaceAll("\n", " ")}`));
  const style = "max-width:100%;height:auto";
  return `<img src="${source}" width="${width}" height="${height}" style="${style}" alt="${alt}">`;
}

/** Screen readers read an alternative text in one go; the whole is in the plain text. */
function shorten(text: string): string {
  const limit = 1000;
  return text.length <= limit ? text : `${text.slice(0, text.lastIndexOf(" ", limit))} …`;
}
