import { Buffer } from "node:buffer";
import type { AnswerBrowser } from "../figures/answer_browser/answer_browser.ts";
import { renderPng } from "../figures/export_figure.ts";
import { type Displayable, displayable, type MimeBundle } from "./displayable.ts";

/**
 * The answer browser's representations: HTML that works where scripts run (a trusted notebook, an
 * exported page) and shows a still figure elsewhere; that figure as PNG; its numbers as text.
 */
export function browserBundle({ html, svg, title, description }: AnswerBrowser): MimeBundle {
  return {
    "text/html": html,
    "image/png": Buffer.from(renderPng(svg)).toString("base64"),
    "text/plain": `${title}\n\n${description}`,
  };
}

/** The answer browser as Jupyter shows it when it is the last value of a cell. */
export function showAnswerBrowser(browser: AnswerBrowser): Displayable {
  return displayable(browserBundle(browser));
}
