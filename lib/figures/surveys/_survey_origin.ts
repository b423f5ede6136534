import { type Simulation, SIMULATION_WORDS } from "../../analysis/simulation.ts";
import type { SurveyRun } from "../../surveys/read_survey_run.ts";
import type { FigureOrigin } from "../figure_origin.ts";
import { figureText } from "../figure_text.ts";

/** What a figure says of where a survey's numbers are from. */
export type SurveyFigureSource = Pick<SurveyRun, "name" | "sources">;

/** The run, the material, and what of both is made up. */
export function surveyOrigin(
  { name, sources }: SurveyFigureSource,
  simulated: Simulation | null,
): FigureOrigin {
  const titles = [...new Set(sources.map(({ title }) => `“${figureText(title)}”`))];
  const material = titles.length === 0 ? "" : `; material ${titles.join(" and ")}`;
  const isInvented = sources.some(({ invented }) => invented);
  const isUnverified = sources.some(({ isVerified }) => isVerified === false);
  return {
    words: [
      `Source: run “${figureText(name)}”${material}.`,
      ...(simulated === null ? [] : [SIMULATION_WORDS[simulated].sentence]),
      ...(isInvented ? ["The people are invented: nobody gave these answers."] : []),
      ...(isUnverified ? ["The material is not verified to be the published file."] : []),
    ].join(" "),
    marks: [
      ...(simulated === null ? [] : [SIMULATION_WORDS[simulated].mark]),
      ...(isInvented ? ["INVENTED PEOPLE"] : []),
    ],
  };
}
