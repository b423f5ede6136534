import { Buffer } from "node:buffer";
import type { BrowsableAnswers } from "../../analysis/browsable_answers.ts";
import type { AnalysisTables } from "../../analysis/compute_tables.ts";
import { SIMULATION_WORDS } from "../../analysis/simulation.ts";
import { escapeHtml } from "../../base/escape_html.ts";
import { scriptJson } from "../../base/script_json.ts";
import { labelOf, TECHNIQUES } from "../../base/vocabulary.ts";
import type { Figure, Picture } from "../figure.ts";
import { techniqueShares } from "../technique_shares.ts";
import { TECHNIQUE_COLOURS } from "../theme.ts";
import { browserData, browserScript, browserStyle } from "./browser_parts.ts";

/** The answers behind the shares, to be read. */
export interface AnswerBrowser extends Picture {
  /** An HTML fragment that holds all it needs: still figure, data, style and script. */
  html: string;
  /** The same without figure, style and script, for a page that brings them itself. */
  body: string;
}

/** What {@linkcode answerBrowser} is made of. */
export interface AnswerBrowserInput {
  tables: AnalysisTables;
  answers: BrowsableAnswers;
}

/**
 * Bars of all models and datasets whose parts are buttons: each shows the answers behind it, one by
 * one, with the prompt beside, a search, and how many there are.
 *
 * Its `svg` is the figure of the shares, which the fragment shows where its script does not run. Texts
 * of models are in the fragment as JSON only, and become text nodes: whatever they say does nothing.
 */
export async function answerBrowser(
  { tables, answers }: AnswerBrowserInput,
): Promise<AnswerBrowser> {
  const shares = techniqueShares(tables);
  const style = await browserStyle();
  const body = (picture: string) => browserBody(answers, { source: tables.source, picture });
  return {
    ...shares,
    name: "answer_browser",
    title: BROWSER_TITLE,
    body: body(""),
    html: `<div>\n<style>\n${style}</style>\n${body(pictureOf(shares))}` +
      `<script>${browserScript()}</script>\n</div>\n`,
  };
}

/** The question that the browser answers. */
export const BROWSER_TITLE = "What do the answers behind a share say?";

interface BodyOptions {
  source: AnalysisTables["source"];
  /** What is shown where the script does not run, as HTML. */
  picture: string;
}

function browserBody(answers: BrowsableAnswers, { source, picture }: BodyOptions): string {
  const legend = TECHNIQUES.map((name) =>
    `<li><span style="background:${TECHNIQUE_COLOURS[name]}"></span>${labelOf(name)}</li>`
  );
  const { simulated } = source;
  const mark = simulated === null ? [] : [
    `<p><strong>${SIMULATION_WORDS[simulated].mark}.</strong> ` +
    `${SIMULATION_WORDS[simulated].sentence}</p>`,
  ];
  return [
    // JupyterLab would take the arrow keys for its own.
    `<div class="nn-answers" data-nn-answers data-lm-suppress-shortcuts="true">`,
    ...mark,
    `<p>${wordsOf(answers)}</p>`,
    `<ul class="nn-legend">${legend.join("")}</ul>`,
    `<div class="nn-still">${picture}<p>To read the answers, open this where scripts run: in a ` +
    `trusted notebook, or as a page in a web browser.</p></div>`,
    `<script type="application/json">${scriptJson(browserData(answers))}</script>`,
    `</div>\n`,
  ].join("\n");
}

/** What is here, how it was drawn, and what is cut. */
function wordsOf({ segments, perSegment, seed, textLimit, prompts }: BrowsableAnswers): string {
  const inRun = segments.reduce((sum, { count }) => sum + count, 0);
  const here = segments.reduce((sum, { answers }) => sum + answers.length, 0);
  const texts = [...prompts, ...segments.flatMap(({ answers }) => answers)];
  const cut = texts.filter(({ cutFrom }) => cutFrom !== null).length;
  const count = (number: number) => number.toLocaleString("en");
  return [
    "Pick a part of a bar to read its answers.",
    here === inRun
      ? `All ${count(inRun)} are here.`
      : `Of ${count(inRun)}, ${count(here)} are here: of each part up to ${perSegment}, drawn at ` +
        `random (seed ${seed}).`,
    ...(cut === 0 ? [] : [`${count(cut)} texts are cut after ${count(textLimit)} characters.`]),
  ].join(" ");
}

function pictureOf({ svg, width, height, title, description }: Figure): string {
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  const alt = escapeHtml(`${title} ${description.replaceAll("\n", " ")}`.slice(0, 1000));
  return `<img src="${source}" width="${width}" height="${height}" alt="${alt}">`;
}
