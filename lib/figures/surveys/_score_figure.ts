import type { SurveyTables } from "../../surveys/tables/compute_survey_tables.ts";
import type { Figure } from "../figure.ts";
import { figureText } from "../figure_text.ts";
import { type LegendEntry, renderSvg } from "../render_svg.ts";
import { dotLayout, type DotPanel, dotPanels } from "./_dot_panel.ts";
import { type NumberScale, withInterval } from "./_number_axis.ts";
import { variantWords } from "./_series_names.ts";
import { type SurveyFigureSource, surveyOrigin } from "./_survey_origin.ts";

const SCALE: NumberScale = { domain: [1, 5], ticks: [1, 2, 3, 4, 5], decimals: 0 };

/** What a figure of scores shows. */
export interface ScoreFigureParts {
  name: string;
  title: string;
  /** What a score is the mean of: `trait`, `facet`. */
  scale: string;
  /** What to say where there are no panels. */
  empty: string;
  variant: string;
  legend: readonly LegendEntry[];
  panels: readonly DotPanel[];
}

/** Panels of scores from 1 to 5, each with its interval over the statements of its scale. */
export function scoreFigure(
  { name, title, scale, empty, variant, legend, panels }: ScoreFigureParts,
  { tables, source }: { tables: SurveyTables; source: SurveyFigureSource },
): Figure {
  const axis = `Mean score of the ${scale}'s statements, 1 (least) to 5 (most)`;
  return renderSvg({
    name,
    title,
    subtitle: panels.length === 0
      ? empty
      : `Mean score of each ${scale} with its 95 % interval over the n statements that have answers; ` +
        `reverse-keyed statements are turned round. ${variantWords(variant)}`,
    legend: panels.length === 0 ? [] : legend,
    panels: dotPanels(panels, dotLayout(panels, { scale: SCALE, axis })),
    caption: "Scores say what is answered, not what a model is like.",
    description: panels.flatMap((panel) =>
      panel.rows.map((row) =>
        `${figureText(`${panel.title}, ${row.label}`)} (${row.n} statements): ` +
        `${withInterval(row.value, row)}.`
      )
    ).join("\n"),
    source: surveyOrigin(source, tables.simulated),
  });
}
