import { escapeHtml } from "../../base/escape_html.ts";
import { projectPath } from "../../base/project_paths.ts";
import { readText } from "../../base/read_text.ts";
import { scriptJson } from "../../base/script_json.ts";
import { labelOf } from "../../base/vocabulary.ts";
import { CODE_COLUMNS } from "./code_columns.ts";
import type { Codebook } from "./codebook.ts";
import { type PageData, runCodingPage } from "./page/page_script.ts";
import type { CodeSheet } from "./read_code_sheet.ts";

/**
 * A coding sheet as one HTML page that needs no network and no server: keyboard and mouse, the
 * codebook, progress kept in the browser, export as CSV. It holds neither models nor labels.
 */
export async function codeSheetPage(
  { sheet, items }: CodeSheet,
  codebook: Codebook,
): Promise<string> {
  const data: PageData = {
    sheet,
    items: items.map(({ code_id, input, output }) => ({ code_id, input, output })),
    techniques: codebook.techniques.map((entry) => ({ ...entry, label: labelOf(entry.technique) })),
    how_to_code: codebook.how_to_code,
    columns: CODE_COLUMNS,
  };
  const [style, body] = await Promise.all(
    ["style.css", "body.html"].map((name) =>
      readText(projectPath("lib", "annotation", "coding", "page", name))
    ),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Coding ${escapeHtml(sheet)}</title>
<style>
${style}</style>
</head>
<body>
${body}<script type="application/json" id="data">${scriptJson(data)}</script>
<script>(${runCodingPage.toString()})();</script>
</body>
</html>
`;
}
