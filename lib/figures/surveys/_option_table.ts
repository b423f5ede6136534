import * as Plot from "@observablehq/plot";
import { LINE, placed, textLines } from "../_text_lines.ts";
import { wrapText } from "../figure_text.ts";
import { renderPlot, type SvgPart } from "../render_plot.ts";
import { percent } from "../share_words.ts";
import { INK, shareColour, SIZES } from "../theme.ts";
import type { OptionBar } from "./_option_panels.ts";
import { INNER } from "./_panel_head.ts";
import { labelRoom, rowLabels } from "./_row_labels.ts";

const MOST_LABEL = 190;
const ROW = 16;
const WIDEST_CELL = 52;

interface Cell {
  column: number;
  middle: number;
  height: number;
  share: number | null;
}

/**
 * All options by all who answer, for questions of so many options that bars would not fit on a page: a cell
 * per share, the darker the larger, with its number; above, who the columns are.
 */
export function optionTable(options: readonly string[], bars: readonly OptionBar[]): SvgPart[] {
  const width = labelRoom(options, MOST_LABEL);
  const names = rowLabels(options.map((text) => ({ text })), { width, row: ROW });
  const cell = Math.min(WIDEST_CELL, (INNER - width - 6) / bars.length);
  const heads = bars.map((_, index) =>
    textLines([String(index + 1)], { x: width + 6 + (index + 0.5) * cell, anchor: "middle" })
  );
  const cells = bars.flatMap(({ shares }, column) =>
    names.middles.map((middle, option): Cell => ({
      ...{ column, middle, height: names.heights[option] ?? ROW, share: shares?.[option] ?? null },
    }))
  );
  const plot = drawCells(cells, { ...names, cell, columns: bars.length });
  const body = names.svg + placed(plot, width + 6, 0);
  return [keyOf(bars), {
    svg: `<g fill="${INK.text}">${heads.join("")}${placed(body, 0, LINE + 2)}</g>`,
    width: INNER,
    height: LINE + 2 + names.height,
  }];
}

/** Who the numbered columns are, whole. */
function keyOf(bars: readonly OptionBar[]): SvgPart {
  const lines = bars.flatMap(({ label, shares, note }, index) =>
    wrapText(`${index + 1} ${label}${shares === null ? `: ${note}` : ""}`, {
      ...{ width: INNER, size: SIZES.label },
    })
  );
  return {
    svg: `<g fill="${INK.text}">${textLines(lines)}</g>`,
    width: INNER,
    height: lines.length * LINE,
  };
}

interface CellsOptions {
  height: number;
  cell: number;
  columns: number;
}

function drawCells(cells: readonly Cell[], { height, cell, columns }: CellsOptions): string {
  const width = cell * columns;
  return renderPlot({
    ...{ width, height, margin: 0 },
    x: { domain: [0, columns], range: [0, width], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      Plot.rect(cells, {
        ...{ x1: "column", x2: ({ column }: Cell) => column + 1, inset: 0.5 },
        y1: ({ middle, height }: Cell) => middle - height / 2,
        y2: ({ middle, height }: Cell) => middle + height / 2,
        fill: ({ share }: Cell) => share === null ? INK.card : shareColour(share),
        ...{ stroke: INK.line, strokeWidth: 0.4 },
      }),
      Plot.text(cells, {
        ...{ x: ({ column }: Cell) => column + 0.5, y: "middle", fontSize: SIZES.small },
        text: ({ share }: Cell) => share === null ? "–" : percent(share),
        fill: ({ share }: Cell) => (share ?? 0) > 0.55 ? INK.card : INK.text,
      }),
    ],
  }).svg;
}
