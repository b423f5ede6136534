import { UserError } from "../base/user_error.ts";
import type { Figure } from "./figure.ts";
import { type FigureParts, renderSvg } from "./render_svg.ts";
import { TECHNIQUE_COLOURS } from "./theme.ts";

/** What {@linkcode changeFigure} changes; what is left out stays as it is. */
export interface FigureChanges
  extends Partial<Pick<FigureParts, "title" | "subtitle" | "caption">> {
  /** The file's stem, when the figure is written. */
  name?: string;
  /**
   * New colours, as `#rrggbb`, in place of a technique's (`bias`) or of any colour of the figure (`#8f1b30`).
   */
  colours?: Readonly<Record<string, string>>;
}

/**
 * The same figure with other words or colours. Its data, its source and its marks (such as
 * “simulated”) stay.
 *
 * @throws {UserError} where a colour isn't written `#rrggbb`, or the figure doesn't have it.
 *
 * @example
 * showFigure(changeFigure(techniqueShares(tables), {
 *   title: "Most models explain the debate",
 *   colours: { bias: "#cc0000" },
 * }));
 */
export function changeFigure(figure: Figure, changes: FigureChanges): Figure {
  const { colours = {}, ...words } = changes;
  const parts: FigureParts = { ...figure.parts, ...words };
  const newColours = new Map(
    Object.entries(colours).map(([key, colour]) => [oldColour(figure, key), checked(key, colour)]),
  );
  const recolour = (text: string) =>
    text.replace(/#[0-9a-f]{6}/gi, (hex) => newColours.get(hex.toLowerCase()) ?? hex);
  return renderSvg({
    ...parts,
    legend: parts.legend.map((entry) => ({ ...entry, colour: recolour(entry.colour) })),
    // In attributes alone: a text may have such words in it, too.
    panels: parts.panels.map((panel) => ({ ...panel, svg: panel.svg.replace(PAINT, recolour) })),
  });
}

/** Quotes in texts are escaped. */
const PAINT = /="#[0-9a-f]{6}"/gi;

function oldColour({ parts: { name, legend, panels } }: Figure, key: string): string {
  const colours: Readonly<Record<string, string>> = TECHNIQUE_COLOURS;
  const hex = (Object.hasOwn(colours, key) ? colours[key] ?? key : key).toLowerCase();
  const painted = panels.flatMap(({ svg }) => svg.match(PAINT) ?? []);
  const drawn = [
    ...legend.map(({ colour }) => colour),
    ...painted.map((paint) => paint.slice(2, -1)),
  ]
    .map((colour) => colour.toLowerCase());
  if (drawn.includes(hex)) return hex;
  const names = Object.keys(colours).filter((name) => drawn.includes(colours[name] ?? ""));
  throw new UserError(
    `Cannot change the colour '${key}' of the figure '${name}': it is not drawn there. Name one of ` +
      `${[...names, ...new Set(drawn)].join(", ")}.`,
  );
}

function checked(key: string, colour: string): string {
  if (/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  throw new UserError(
    `Cannot change the colour '${key}': expected a colour such as #cc0000, found '${colour}'.`,
  );
}
