import { escapeHtml } from "../base/escape_html.ts";
import { type Displayable, displayable } from "./displayable.ts";

const WAITS =
  "Nothing to show yet: people have given no answer a technique. Fill the sheet above, " +
  "put the files into CODED, and run from there.";

/**
 * What rests on people's codes; where there are none yet, one line that says what it waits for.
 *
 * @param gold What people say of each answer that they coded; null where they say nothing that counts.
 * @param show Makes what is shown; not called where no answer has a technique.
 */
export function showOnceCoded(
  gold: readonly (string | null)[],
  show: () => Displayable,
): Displayable {
  if (gold.some((technique) => technique !== null)) return show();
  return displayable({ "text/html": `<p>${escapeHtml(WAITS)}</p>`, "text/plain": WAITS });
}
