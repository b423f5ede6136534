import { escapeHtml } from "./escape_html.ts";
import type { FormattedTable } from "./formatted_table.ts";

/** A table as HTML with caption, heads and groups; every text escaped. The notes stand below it. */
export function formatHtmlTable({ title, columns, groups, notes }: FormattedTable): string {
  const heads = columns.map(({ header, align }) =>
    `<th scope="col"${classOf(align)}>${escapeHtml(header).replaceAll("\n", " ")}</th>`
  );
  const bodies = groups.map((group) => {
    const head = group.title === null
      ? ""
      : `<tr><th scope="rowgroup" colspan="${columns.length}">` +
        `${escapeHtml(group.title)}</th></tr>\n`;
    const rows = group.rows.map((row) => {
      const cells = row.map((text, index) =>
        index === 0
          ? `<th scope="row">${escapeHtml(text)}</th>`
          : `<td${classOf(columns[index]?.align)}>${escapeHtml(text)}</td>`
      );
      return `<tr>${cells.join("")}</tr>`;
    });
    return `<tbody>\n${head}${rows.join("\n")}\n</tbody>`;
  });
  const below = notes.length === 0
    ? ""
    : `\n<p class="note">${notes.map(escapeHtml).join(" ")}</p>`;
  return `<table>\n<caption>${escapeHtml(title)}</caption>\n<thead>\n<tr>${heads.join("")}</tr>\n` +
    `</thead>\n${bodies.join("\n")}\n</table>${below}`;
}

function classOf(align: "left" | "right" | undefined): string {
  return align === "right" ? ` class="number"` : "";
}
