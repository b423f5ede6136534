import type {
  BrowsableAnswer,
  BrowsableAnswers,
  BrowsablePrompt,
} from "../../analysis/browsable_answers.ts";
import { projectPath } from "../../base/project_paths.ts";
import { readText } from "../../base/read_text.ts";
import { labelOf, TECHNIQUES } from "../../base/vocabulary.ts";
import { figureText } from "../figure_text.ts";
import { TECHNIQUE_COLOURS } from "../theme.ts";
import { chooseAnswers, countWords, searchPattern, textParts } from "./page/choose_answers.ts";
import { barPart, barRow, drawBars } from "./page/draw_bars.ts";
import { makeElement, textNodes } from "./page/make_element.ts";
import { makeReader, makeSelect, showAnswer } from "./page/make_reader.ts";
import type { BrowserData } from "./page/page_types.ts";
import { choiceOf, startBrowser, startBrowsers } from "./page/start_browsers.ts";

/** The answer browser's style sheet; every rule is for its own elements only. */
export async function browserStyle(): Promise<string> {
  return await readText(projectPath("lib", "figures", "answer_browser", "page", "style.css"));
}

/** The script that brings the answer browsers of a page to life; it may run more than once. */
export function browserScript(): string {
  const functions = [
    ...[chooseAnswers, searchPattern, countWords, textParts, makeElement, textNodes],
    ...[barPart, barRow, drawBars, makeReader, makeSelect, showAnswer, choiceOf],
    ...[startBrowser, startBrowsers],
  ];
  return `(() => {\n${functions.map(String).join("\n")}\nstartBrowsers();\n})();`;
}

/** What the script is given: names as they may be shown, answers and prompts by their places. */
export function browserData(answers: BrowsableAnswers): BrowserData {
  const { models, datasets, segments, prompts, perSegment } = answers;
  return {
    models: models.map(figureText),
    datasets: datasets.map((name) => figureText(labelOf(name))),
    techniques: [
      ...TECHNIQUES.map((name) => ({ label: labelOf(name), colour: TECHNIQUE_COLOURS[name] })),
      { label: "Without a technique", colour: "" },
    ],
    segments: segments.map(({ model, dataset, technique, count, answers }) => ({
      ...{ model: models.indexOf(model), dataset: datasets.indexOf(dataset), count },
      technique: technique === null ? TECHNIQUES.length : TECHNIQUES.indexOf(technique),
      answers: answers.map((answer) => ({
        ...{ prompt: answer.prompt, about: aboutAnswer(answer) },
        ...{ text: answer.text, cutFrom: answer.cutFrom },
      })),
    })),
    prompts: prompts.map((prompt) => ({
      ...{ about: aboutPrompt(prompt), text: prompt.text, cutFrom: prompt.cutFrom },
    })),
    perSegment,
  };
}

function aboutPrompt({ id, item, format, viewpoint }: BrowsablePrompt): string {
  return [
    `prompt ${figureText(id)}`,
    ...(item === null ? [] : [`item ${figureText(item)}`]),
    ...(format === null ? [] : [`wording ${format}`]),
    ...(viewpoint === null ? [] : [`viewpoint ${figureText(viewpoint)}`]),
  ].join(" · ");
}

/** What is not as usual with an answer. */
function aboutAnswer({ sample, status, verdict }: BrowsableAnswer): string {
  return [
    ...(sample === 0 ? [] : [`answer ${sample + 1}`]),
    ...(status === "answered" ? [] : [status]),
    ...(verdict === "annotated" ? [] : [labelOf(verdict).toLowerCase()]),
  ].join(" · ");
}
