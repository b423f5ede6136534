import * as Plot from "@observablehq/plot";
import { LINE, textLines } from "../_text_lines.ts";
import { wrapText } from "../figure_text.ts";
import type { SvgPart } from "../render_plot.ts";
import { SIZES } from "../theme.ts";

/** An axis of numbers that begins at 0 (or goes to both sides of it) and ends at a tick. */
export interface NumberScale {
  domain: readonly [number, number];
  ticks: readonly number[];
  /** Decimals that the ticks need. */
  decimals: number;
}

const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** From 0 to the next tick above the largest of the values. */
export function scaleFromZero(
  values: readonly (number | null)[],
  { ticks = 5 }: { ticks?: number } = {},
): NumberScale {
  const largest = Math.max(0.01, ...values.map((value) => value ?? 0));
  const step = STEPS.find((one) => Math.ceil(largest / one - 1e-9) <= ticks) ?? 100;
  const count = Math.ceil(largest / step - 1e-9);
  const places = Array.from({ length: count + 1 }, (_, index) => round(index * step));
  return { domain: [0, count * step], ticks: places, decimals: step < 0.1 ? 2 : step < 1 ? 1 : 0 };
}

/** As far to either side of 0 as the largest of the values, whatever its sign. */
export function scaleAroundZero(values: readonly (number | null)[]): NumberScale {
  const { domain: [, most], decimals } = scaleFromZero(
    values.map((value) => Math.abs(value ?? 0)),
    { ticks: 2 },
  );
  return { domain: [-most, most], ticks: [-most, 0, most], decimals };
}

function round(value: number): number {
  return Number(value.toFixed(6));
}

/** The horizontal axis of a scale, without a label. */
export function numberAxis({ ticks, decimals }: NumberScale): Plot.Markish {
  return Plot.axisX(ticks, {
    tickFormat: (value: number) => value === 0 ? "0" : signed(value, decimals),
    ...{ fontSize: SIZES.label, tickSize: 4, label: null },
  });
}

/** What an axis shows, below its ticks: centred there, in as many lines as it needs. */
export function axisLabel(
  label: string,
  { left, width }: { left: number; width: number },
): SvgPart {
  const lines = balanced(label, width - 8);
  const svg = textLines(lines, { x: left + width / 2, anchor: "middle" });
  return { svg, width, height: lines.length * LINE + 2 };
}

/** In as few lines as the width needs, and these of about the same length. */
function balanced(text: string, width: number): string[] {
  const wrap = (room: number) => wrapText(text, { width: room, size: SIZES.label });
  const fewest = wrap(width).length;
  let room = width;
  while (room > 40 && wrap(room - 10).length === fewest) room -= 10;
  return wrap(room);
}

/** A number with a true minus sign. */
export function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A number with its interval in words: `0.25 [0.2, 0.31]`; `–` where it is not known. */
export function withInterval(
  value: number | null,
  { low, high, decimals = 2 }: { low: number | null; high: number | null; decimals?: number },
): string {
  if (value === null) return "–";
  const ends = low === null || high === null
    ? ""
    : ` [${signed(low, decimals)}, ${signed(high, decimals)}]`;
  return signed(value, decimals) + ends;
}
