import type { Locator } from "playwright-core";

/** A pixel's place on a canvas, from its upper left corner. */
export interface PixelPlace {
  x: number;
  y: number;
}

/** What is used of a canvas, and of the page. */
interface PageCanvas {
  readonly tagName: string;
  width: number;
  height: number;
  getContext(kind: "2d"): {
    drawImage(source: unknown, x: number, y: number, width: number, height: number): void;
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8Array };
  };
}

/**
 * The pixels of a canvas or a picture that have exactly one colour, row by row: what a figure without
 * elements shows, and where it can be clicked.
 *
 * @param colour as `#rrggbb`.
 */
export async function pixelsOf(canvas: Locator, colour: string): Promise<PixelPlace[]> {
  const channels = [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
  return await canvas.evaluate(findPixels, channels);
}

/** Runs in the page: uses nothing from outside itself. */
function findPixels(element: unknown, [red, green, blue]: number[]): PixelPlace[] {
  const { document } = globalThis as unknown as {
    document: { createElement(name: string): unknown };
  };
  const drawn = element as PageCanvas;
  const { width, height } = drawn;
  let canvas = drawn;
  if (drawn.tagName !== "CANVAS") {
    canvas = document.createElement("canvas") as PageCanvas;
    Object.assign(canvas, { width, height });
    canvas.getContext("2d").drawImage(drawn, 0, 0, width, height);
  }
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const found: PixelPlace[] = [];
  for (let at = 0; at < width * height; at++) {
    if (data[4 * at] !== red || data[4 * at + 1] !== green || data[4 * at + 2] !== blue) continue;
    found.push({ x: at % width, y: Math.floor(at / width) });
  }
  return found;
}
