import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { writeAtomically } from "../base/write_atomically.ts";
import type { Figure } from "./figure.ts";

/** Draws an SVG as PNG at twice its size, on any machine with the same bytes: its own fonts only. */
export function renderPng(svg: string): Uint8Array {
  const fonts = dirname(fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf")));
  const drawing = new Resvg(svg, {
    fitTo: { mode: "zoom", value: 2 },
    font: {
      fontFiles: FONT_FILES.map((file) => join(fonts, file)),
      loadSystemFonts: false,
      defaultFontFamily: "DejaVu Sans",
    },
  });
  return drawing.render().asPng();
}

const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];

/** Writes a figure as `<name>.svg` and `<name>.png` (2×) into `folder`; returns both paths. */
export async function exportFigure(
  folder: string,
  figure: Pick<Figure, "name" | "svg">,
): Promise<string[]> {
  const svg = join(folder, `${figure.name}.svg`);
  const png = join(folder, `${figure.name}.png`);
  await writeAtomically(svg, figure.svg);
  await writeAtomically(png, renderPng(figure.svg));
  return [svg, png];
}
