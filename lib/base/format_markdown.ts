import type { FormattedTable } from "./formatted_table.ts";

/**
 * A table as Markdown (with pipes, as GitHub reads it): title, table, notes. Groups become rows with
 * a bold head. Texts show as they are: what means something in Markdown or HTML is escaped.
 */
export function formatMarkdown({ title, columns, groups, notes }: FormattedTable): string {
  const heads = columns.map(({ header }) => escapeMarkdown(header.replaceAll("\n", " ")));
  const rule = columns.map(({ align }) => (align === "right" ? "---:" : "---"));
  const rows = groups.flatMap((group) => [
    ...(group.title === null
      ? []
      : [columns.map((_, index) => index === 0 ? `**${escapeMarkdown(group.title ?? "")}**` : "")]),
    ...group.rows.map((row) => row.map(escapeMarkdown)),
  ]);
  const lines = [heads, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  const below = notes.length === 0 ? [] : ["", notes.map(escapeMarkdown).join(" ")];
  return [`**${escapeMarkdown(title)}**`, "", ...lines, ...below, ""].join("\n");
}

/** Text that shows as it is inside a line of Markdown. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_~|$]/g, "\\$&")
    // A link needs these two beside each other; intervals keep their plain brackets.
    .replace(/\]([([:])/g, "]\\$1")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
