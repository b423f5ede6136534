import { escapeHtml } from "../base/escape_html.ts";

/** Options of {@linkcode examplePage}. */
export interface ExamplePageOptions {
  /** The page's title: the notebook's name. */
  title: string;
  /** The run's folder as the notebook saw it; the page calls it `demo`. */
  run: string;
  /** Files beside which the page lies, by their content in base64: what to write in its place. */
  files: ReadonlyMap<string, string>;
}

/**
 * An executed notebook's page as it is committed: without JupyterLab's style (260 kB) and without
 * scripts (the answer browser then shows its still figure), figures that are files of the example
 * linked instead of repeated, and without what differs each time: clocks, rates, random names, paths.
 */
export function examplePage(html: string, options: ExamplePageOptions): string {
  const { title, run, files } = options;
  const body = html.slice(html.indexOf("<body"), html.indexOf("</body>"))
    .replace(/^<body[^>]*>/, "")
    .replaceAll(/<script\b[^]*?<\/script>/g, "")
    .replaceAll(/<a class="anchor-link"[^]*?<\/a>/g, "")
    .replaceAll(
      /data:image\/(?:svg\+xml|png);base64,([A-Za-z0-9+/=\s]+)/g,
      (whole, data: string) => files.get(data.replaceAll(/\s/g, "")) ?? whole,
    );
  const head = `<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n` +
    `<title>${escapeHtml(title)}</title>\n<style>\n${STYLE}</style>\n`;
  return `<!DOCTYPE html>\n<html lang="en">\n<head>\n${head}</head>\n<body>\n` +
    `<p><em>What <code>deno task demo</code> makes of this notebook, on <strong>simulated models</strong>` +
    `; scripts are left out.</em></p>\n${steady(body, run).trim()}\n</body>\n</html>\n`;
}

function steady(body: string, run: string): string {
  return body
    .replaceAll(escapeHtml(run), "demo")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "(time)")
    .replaceAll(/\b\d[\d,.]*\/s\b/g, "…/s")
    .replaceAll(/sheet-[0-9a-f]{8}/g, "sheet-…")
    .replaceAll(/[ \t]+$/gm, "");
}

const STYLE =
  `body { font: 16px/1.5 sans-serif; margin: 1em auto; max-width: 62rem; padding: 0 1em; }
pre { background: #f4f4f4; font-size: 13px; overflow-x: auto; padding: 0.6em; }
table { border-collapse: collapse; font-size: 14px; }
th, td { padding: 0.2em 0.7em; vertical-align: top; }
tbody tr:nth-child(odd) { background: #f4f4f4; }
img { max-width: 100%; height: auto; }
.jp-OutputArea-output { overflow-x: auto; }
.jp-InputPrompt, .jp-OutputPrompt { color: #777; font-size: 12px; }
.highlight .c1 { color: #57606a; font-style: italic; }
.highlight .k, .highlight .kd, .highlight .kr { color: #0a3069; font-weight: bold; }
.highlight .s1, .highlight .s2, .highlight .sb { color: #8f1b30; }
`;
