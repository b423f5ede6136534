import { alignColumns } from "../base/align_columns.ts";
import { escapeHtml } from "../base/escape_html.ts";
import { formatCell } from "../base/format_cell.ts";
import { type Displayable, displayable, type MimeBundle } from "./displayable.ts";

/** What is known of one thing: a title, and lines of name and value. */
export interface Panel {
  /** What it is: `Run 'my-study'`. */
  title: string;
  /** Name and value, in order; numbers are written with separators, what is missing as a dash. */
  lines: readonly (readonly [name: string, value: unknown])[];
  /** A sentence below them: what to do with it. Default: none. */
  note?: string;
}

/** A panel's representations: a small table of two columns, escaped, and the same as text. */
export function panelBundle({ title, lines, note }: Panel): MimeBundle {
  const cells = lines.map(([name, value]) => [name, formatCell(value)]);
  const rows = cells.map(([name = "", value = ""]) =>
    `<tr><th style="text-align:left">${escapeHtml(name)}</th>` +
    `<td style="text-align:left;white-space:pre-wrap;max-width:40em">${escapeHtml(value)}</td></tr>`
  );
  const below = note === undefined ? "" : `<p><small>${escapeHtml(note)}</small></p>`;
  return {
    "text/html": `<div><p><strong>${escapeHtml(title)}</strong></p>` +
      `<table><tbody>${rows.join("")}</tbody></table>${below}</div>`,
    "text/plain": [title, ...alignColumns(cells), ...(note === undefined ? [] : [note])].join("\n"),
  };
}

/** One thing as a small panel in a notebook. */
export function showPanel(panel: Panel): Displayable {
  return displayable(panelBundle(panel));
}
