import { createHash } from "node:crypto";
import { escapeHtml } from "../../base/escape_html.ts";
import { renderSection, type ReportSection } from "./report_section.ts";

/** What {@linkcode reportPage} puts together. */
export interface ReportPageInput {
  title: string;
  /** What the page is of, in a sentence or two; plain text. */
  lead: string;
  /** What must be seen first: that data are simulated. Null where nothing must. */
  warning: string | null;
  sections: readonly ReportSection[];
  /** The style sheet. */
  style: string;
  /** The scripts: only these run, by their hashes, whatever else might get into the page. */
  scripts: readonly string[];
}

/** One HTML page that holds all it needs and can ask nothing of any network. */
export function reportPage(input: ReportPageInput): string {
  const { title, lead, warning, sections, style, scripts } = input;
  const listed = sections.map((section, index) => ({ section, id: `section-${index + 1}` }));
  const contents = listed.map(({ section, id }) =>
    `<li><a href="#${id}">${escapeHtml(section.title)}</a></li>`
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>
${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(lead)}</p>
${warning === null ? "" : `<p class="warning">${escapeHtml(warning)}</p>`}
<nav aria-label="Contents">
<ol>
${contents.join("\n")}
</ol>
</nav>
</header>
<main>
${listed.map(({ section, id }) => renderSection(section, id)).join("\n")}
</main>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}

/** Nothing from anywhere: our own scripts by their hashes, styles and pictures of the page itself. */
function policyFor(scripts: readonly string[]): string {
  const hashes = scripts.map((script) =>
    `'sha256-${createHash("sha256").update(script).digest("base64")}'`
  );
  return [
    "default-src 'none'",
    `script-src ${hashes.join(" ") || "'none'"}`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
