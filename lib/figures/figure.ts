/** A finished figure. */
export interface Figure {
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
