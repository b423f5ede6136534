import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { writeAtomically } from "../base/write_atomically.ts";
import type { Picture } from "./figure.ts";

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

const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf"];

/**
 * Draws a figure as a PDF of one page, 85 mm wide where the figure has 480 px: vectors, and text
 * that can be selected and searched, in DejaVu Sans, of which the glyphs used are embedded. The
 * same bytes each time: no date, and an id made of title and description. Characters that the font
 * lacks are drawn as boxes.
 */
export async function renderPdf(figure: Omit<Picture, "name">): Promise<Uint8Array> {
  // Loaded here, since PDFKit takes longer to load than all else that figures need.
  const { drawPdf } = await import("./_draw_pdf.ts");
  return await drawPdf(figure);
}

/** Writes a figure as `<name>.svg`, `<name>.png` (2×) and `<name>.pdf`; returns the three paths. */
export async function exportFigure(folder: string, figure: Picture): Promise<string[]> {
  const path = (ending: string) => join(folder, `${figure.name}.${ending}`);
  await writeAtomically(path("svg"), figure.svg);
  await writeAtomically(path("png"), renderPng(figure.svg));
  await writeAtomically(path("pdf"), await renderPdf(figure));
  return [path("svg"), path("png"), path("pdf")];
}
