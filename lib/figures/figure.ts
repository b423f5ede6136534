import type { FigureParts } from "./render_svg.ts";

/** A finished picture. */
export interface Picture {
  /** The file's stem: `technique_shares`. */
  name: string;
  /** The question it answers. */
  title: string;
  /** The figure's numbers in words, for those who cannot see it. */
  description: string;
  /** One self-contained SVG document. */
  svg: string;
  /** In pixels. */
  width: number;
  height: number;
}

/** A finished figure. */
export interface Figure extends Picture {
  /** What it is made of, so that it can be drawn again with other words or colours. */
  parts: FigureParts;
}
