import { escapeHtml } from "../../base/escape_html.ts";
import { formatHtmlTable } from "../../base/format_html_table.ts";
import { formatLatex } from "../../base/format_latex.ts";
import { formatMarkdown } from "../../base/format_markdown.ts";
import type { FormattedTable } from "../../base/formatted_table.ts";
import type { Figure } from "../figure.ts";

/** One section of a report. */
export interface ReportSection {
  /** Its head; what the contents list. */
  title: string;
  /** Paragraphs of plain text, which are escaped. */
  prose?: readonly string[];
  /** What follows them, in order. */
  parts?: readonly ReportPart[];
}

/** What a section shows. */
export type ReportPart =
  /** A figure, with its numbers in words below it. */
  | { figure: Figure }
  /** A table; where it is long, `folded` leaves it to the reader to open it. */
  | { table: FormattedTable; folded?: boolean }
  /** A text to be copied as it is: BibTeX, settings. */
  | { text: string; label: string }
  /** HTML that is known to be safe. */
  | { html: string };

/** A section as HTML; `id` is what the contents refer to. */
export function renderSection(section: ReportSection, id: string): string {
  const { title, prose = [], parts = [] } = section;
  return [
    `<section aria-labelledby="${id}">`,
    `<h2 id="${id}">${escapeHtml(title)}</h2>`,
    ...prose.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    ...parts.map(renderPart),
    `</section>`,
  ].join("\n");
}

function renderPart(part: ReportPart): string {
  if ("figure" in part) return renderFigure(part.figure);
  if ("table" in part) return renderTable(part.table, part.folded === true);
  return "text" in part ? copyable(part) : part.html;
}

function renderFigure({ svg, title, description }: Figure): string {
  const lines = description.split("\n").filter((line) => line !== "");
  const words = lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("\n");
  // The words stand below: as the picture's description they would be read out in one go.
  const picture = svg.trim().replace(/<desc>[^<]*<\/desc>\n?/, "");
  return `<figure>\n<div class="card">${picture}</div>\n<figcaption><details>` +
    `<summary>${escapeHtml(title)} In words</summary>\n<ul>\n${words}\n</ul>\n</details>` +
    `</figcaption>\n</figure>`;
}

function renderTable(table: FormattedTable, folded: boolean): string {
  const rows = table.groups.reduce((sum, group) => sum + group.rows.length, 0);
  const title = escapeHtml(table.title);
  const shown = `<div class="scroll" role="region" tabindex="0" aria-label="${title}">\n` +
    `${formatHtmlTable(table)}\n</div>`;
  const others = [
    ...[{ label: "Markdown", text: formatMarkdown(table) }],
    ...[{ label: "LaTeX", text: formatLatex(table) }],
  ].map(({ label, text }) => fold(`${title}: ${label}`, copyable({ label, text })));
  return [folded ? fold(`${title}: ${rows} rows`, shown) : shown, ...others].join("\n");
}

function fold(summary: string, html: string): string {
  return `<details>\n<summary>${summary}</summary>\n${html}\n</details>`;
}

function copyable({ text, label }: { text: string; label: string }): string {
  return `<div class="copyable"><button type="button" data-copy hidden>Copy ${escapeHtml(label)}` +
    `</button>\n<pre tabindex="0" role="region" aria-label="${escapeHtml(label)}">` +
    `${escapeHtml(text)}</pre></div>`;
}
