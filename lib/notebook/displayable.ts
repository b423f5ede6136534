/** What front ends get: representations of one thing by MIME type, `text/plain` always there. */
export type MimeBundle = { "text/plain": string } & Record<string, unknown>;

/** Something that Jupyter shows when it is the last value of a cell. */
export interface Displayable {
  [key: symbol]: () => MimeBundle;
}

/** The symbol under which the Deno kernel looks for a value's representations. */
export const JUPYTER_DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never;

/** Makes a value that Jupyter shows as the given representations. */
export function displayable(bundle: MimeBundle): Displayable {
  return { [JUPYTER_DISPLAY]: () => bundle };
}
