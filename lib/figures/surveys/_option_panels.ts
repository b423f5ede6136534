import * as Plot from "@observablehq/plot";
import { AXIS_HEIGHT, gridLines, percentAxis } from "../_interval_marks.ts";
import { LINE, placed, textLines } from "../_text_lines.ts";
import { wrapText } from "../figure_text.ts";
import { renderPlot, type SvgPart } from "../render_plot.ts";
import { percent } from "../share_words.ts";
import { INK, SIZES } from "../theme.ts";
import { INNER } from "./_panel_head.ts";
import { labelRoom, rowLabels } from "./_row_labels.ts";

/** Whose shares a bar in each panel shows. */
export interface OptionBar {
  label: string;
  /** One share per option; null where there are none. */
  shares: readonly number[] | null;
  /** One interval per option, where there are some. */
  interval: { low: readonly number[]; high: readonly number[] } | null;
  fill: string;
  /** What stands in the place of bars where there are none. */
  note: string;
}

const MOST_LABEL = 176;
/** Room for a bar's number. */
const NUMBER = 34;

/** One panel per option, its label whole; in each the bars of all, in their order. */
export function optionPanels(options: readonly string[], bars: readonly OptionBar[]): SvgPart[] {
  const width = labelRoom(bars.map(({ label }) => label), MOST_LABEL);
  const names = rowLabels(bars.map(({ label }) => ({ text: label })), { width, row: 14 });
  return options.map((option, index) => {
    const lines = wrapText(option, { width: INNER / 1.1, size: SIZES.label });
    const top = lines.length * LINE + 2;
    const isLast = index === options.length - 1;
    const plot = drawBars(bars, { ...names, option: index, width: INNER - width - 4, isLast });
    return {
      svg: `<g fill="${INK.text}">${textLines(lines, { bold: true })}` +
        `${placed(names.svg + placed(plot.svg, width + 4, 0), 0, top)}</g>`,
      width: INNER,
      height: top + plot.height,
    };
  });
}

interface BarsOptions {
  middles: readonly number[];
  height: number;
  option: number;
  width: number;
  isLast: boolean;
}

interface Bar {
  y: number;
  share: number | null;
  low: number | null;
  high: number | null;
  fill: string;
  note: string;
}

function drawBars(bars: readonly OptionBar[], options: BarsOptions): SvgPart {
  const { middles, height, option, width, isLast } = options;
  const bottom = isLast ? AXIS_HEIGHT : 2;
  const rows = bars.map(({ shares, interval, fill, note }, index): Bar => ({
    ...{ y: middles[index] ?? 0, share: shares?.[option] ?? null, fill, note },
    ...{ low: interval?.low[option] ?? null, high: interval?.high[option] ?? null },
  }));
  const known = rows.filter(({ share }) => share !== null);
  const bounded = known.filter(({ low, high }) => low !== null && high !== null);
  const middle = { y: "y" } as const;
  return renderPlot({
    ...{ width, height: height + bottom, marginBottom: bottom },
    ...{ marginLeft: 4, marginRight: NUMBER, marginTop: 0 },
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      ...gridLines(),
      Plot.rect(known, {
        ...{ x1: 0, x2: "share", y1: ({ y }: Bar) => y - 5, y2: ({ y }: Bar) => y + 5 },
        ...{ fill: "fill", stroke: INK.text, strokeWidth: 0.5 },
      }),
      Plot.ruleY(bounded, { ...middle, x1: "low", x2: "high", stroke: INK.text, strokeWidth: 1.6 }),
      Plot.text(known, {
        ...{ ...middle, x: ({ share, high }: Bar) => Math.max(share ?? 0, high ?? 0) },
        ...{ text: ({ share }: Bar) => percent(share ?? 0), textAnchor: "start", dx: 4 },
        fontSize: SIZES.small,
      }),
      Plot.text(rows.filter(({ share }) => share === null), {
        ...{ ...middle, x: 0, dx: 4, textAnchor: "start", fill: INK.quiet, text: "note" },
      }),
      ...(isLast ? [percentAxis({ label: "Share of the option (%)" })] : []),
    ],
  });
}
