import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import PDFDocument from "pdfkit";
import drawSvg from "svg-to-pdfkit";
import type { Picture } from "./figure.ts";
import { FONT_FAMILY } from "./theme.ts";

/**
 * Points per pixel: a figure of 480 px is as wide as a paper's column, 85 mm, so that it can be
 * included as it is.
 */
const SCALE = 85 / 25.4 * 72 / 480;

/** Draws a figure as a PDF of one page; see `renderPdf`. */
export async function drawPdf(figure: Omit<Picture, "name">): Promise<Uint8Array> {
  const size: [number, number] = [figure.width * SCALE, figure.height * SCALE];
  const document = openDocument(figure, size);
  const chunks: Uint8Array[] = [];
  document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.on("end", () => resolve());
    document.on("error", reject);
  });
  document.scale(SCALE);
  drawSvg(document, figure.svg, 0, 0, {
    ...{ assumePt: true, fontCallback: chooseFont },
    warningCallback: (warning: string) => {
      throw new Error(`Cannot draw “${figure.title}” as PDF: ${warning}`);
    },
  });
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}

/** What is used of a PDFKit document. */
interface PdfDocument {
  readonly info: object;
  on(event: "data", listener: (chunk: Uint8Array) => void): void;
  on(event: "end", listener: () => void): void;
  on(event: "error", listener: (error: Error) => void): void;
  scale(factor: number): void;
  registerFont(name: string, path: string): void;
  end(): void;
}

function openDocument({ title, description }: Omit<Picture, "name">, size: [number, number]) {
  const info = { Title: title, Subject: description, CreationDate: new Date(0) };
  const document: PdfDocument = new PDFDocument({
    ...{ size, margin: 0, info, lang: "en", displayTitle: true, font: fontPath("DejaVuSans") },
  });
  // The id is made of the information, of whose date PDFKit needs one. The same figure is to be the
  // same file on any day: the date is fixed, and as it isn't enumerable, it isn't written.
  Object.defineProperty(document.info, "CreationDate", { value: new Date(0), enumerable: false });
  for (const name of FONTS) document.registerFont(name, fontPath(name));
  return document;
}

const FONTS = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique"];

/** Every text is drawn in the family that figures name first, which the npm package brings along. */
function chooseFont(family: string, isBold: boolean, isItalic: boolean): string {
  if (!family.startsWith(FONT_FAMILY.split(",")[0] ?? "")) {
    throw new Error(`Cannot draw text in “${family}” as PDF: figures name “${FONT_FAMILY}”.`);
  }
  return FONTS[Number(isBold) + 2 * Number(isItalic)] ?? "DejaVuSans";
}

function fontPath(name: string): string {
  return fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
}
