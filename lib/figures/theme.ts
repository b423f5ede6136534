import type { Technique } from "../base/vocabulary.ts";

/**
 * One colour per technique, the same in every figure. Chosen so that any two stay apart in print
 * without colour (lightness differs by 14 or more of 100) and for readers with protanopia,
 * deuteranopia or tritanopia.
 */
export const TECHNIQUE_COLOURS: Readonly<Record<Technique, string>> = {
  refusal: "#152250",
  avoidance: "#6293d3",
  reasonable_pluralism: "#147a6b",
  output_transparency: "#f8e8a0",
  no_approximation: "#e9ab3f",
  bias: "#8f1b30",
};

/**
 * A difference's direction: dark and pale, so that the two stay apart without colour too; `none` is
 * for what doesn't stand, or isn't known.
 */
export const DIFFERENCE_COLOURS = { higher: "#1b3f7f", lower: "#f0b64a", none: "#ececec" } as const;

/** Two things told apart throughout a figure, such as viewpoints; shapes differ besides. */
export const PAIR_COLOURS = ["#a3262e", "#2f7fc1"] as const;

/** People and models: pale and darker, so that they stay apart in print without colour; lines show on both. */
export const WHO_COLOURS = { people: "#f3c66d", model: "#4a7abf" } as const;

/** What became of answers, from the one that is used to the worst loss; apart as techniques are. */
export const OUTCOME_COLOURS = [
  "#b9cbe6",
  "#efb44a",
  "#3c8fb0",
  "#7d3c8c",
  "#23201f",
  "#ffffff",
] as const;

/** Lines in an order, such as numbers of wordings, from few to many. */
export const ORDER_COLOURS = ["#efb44a", "#d1701f", "#9c3468", "#4b2a7c", "#10142f"] as const;

/** Colours of everything that is not data; the card is white in dark mode too. */
export const INK = {
  card: "#ffffff",
  text: "#1c1c1c",
  quiet: "#595959",
  line: "#8a8a8a",
  grid: "#dcdcdc",
  band: "#c6c6c6",
  mark: "#a3161f",
} as const;

/** The font that figures name; PNGs are drawn with the npm package's files. */
export const FONT_FAMILY = "DejaVu Sans, Verdana, sans-serif";

/** Sizes in pixels. At a paper's column of 85 mm a figure of 480 px prints 11 px as 5.5 pt. */
export const SIZES = {
  width: 480,
  margin: 12,
  title: 15,
  subtitle: 11.5,
  label: 11.5,
  small: 11,
} as const;

/** Five steps of one hue for shares of 0 to 1, lightness falling evenly, so that it prints in grey. */
export const SHARE_STEPS = ["#ffffff", "#cfdcf0", "#8fb0dc", "#4a7abf", "#1b3f7f"] as const;

/** The colour of a share in [0, 1], between the {@linkcode SHARE_STEPS}. */
export function shareColour(share: number): string {
  return mixAlong(SHARE_STEPS, share);
}

/** The colour at `place` in [0, 1] along evenly spaced colours. */
export function mixAlong(colours: readonly string[], place: number): string {
  const position = Math.min(1, Math.max(0, place)) * (colours.length - 1);
  const index = Math.max(0, Math.min(colours.length - 2, Math.floor(position)));
  const from = channels(colours[index] ?? INK.text);
  const to = channels(colours[index + 1] ?? INK.text);
  const mixed = from.map((value, channel) =>
    Math.round(value + ((to[channel] ?? value) - value) * (position - index))
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
}
