import { Buffer } from "node:buffer";
import { basename, dirname, join } from "node:path";
import { examplePage } from "./example_page.ts";
import { listOutputs, type OutputFile } from "./list_outputs.ts";

/** Options of {@linkcode copyExample}. */
export interface CopyExampleOptions {
  /** The folder of a finished demo. */
  from: string;
  /** Where the example goes; its figures, tables and pages are replaced. */
  to: string;
}

/** Tables that are too long for an example. */
const LEFT_OUT = ["prompts.csv", "question_distances.csv"];

/**
 * Copies the demo's figures (SVG, PNG) and tables, those of its surveys too, and the notebooks'
 * pages in a small form, so that readers of the repository see what the program makes without
 * running it.
 *
 * @returns The paths copied, relative to the example's folder.
 */
export async function copyExample({ from, to }: CopyExampleOptions): Promise<string[]> {
  for (const { path } of (await listOutputs(to)).filter(isShown)) await Deno.remove(join(to, path));
  const paths = (await listOutputs(from)).filter(isShown).map(({ path }) => path)
    .filter((path) => !LEFT_OUT.includes(basename(path)));
  const pages = paths.filter((path) => path.endsWith(".html"));
  const files = paths.filter((path) => /\.(svg|png|csv)$/.test(path));
  for (const path of [...files, ...pages]) {
    await Deno.mkdir(join(to, dirname(path)), { recursive: true });
  }
  for (const path of files) await Deno.copyFile(join(from, path), join(to, path));
  const figures = await figuresByContent(from, files);
  for (const path of pages) {
    const html = await Deno.readTextFile(join(from, path));
    const title = basename(path, ".html");
    await Deno.writeTextFile(
      join(to, path),
      examplePage(html, { title, run: from, files: figures }),
    );
  }
  return [...files, ...pages].sort();
}

function isShown({ path }: OutputFile): boolean {
  return /(^|\/)(figures|tables)\/[^/]+$|^notebooks\/[^/]+\.html$/.test(path);
}

/** Where each figure lies as seen from a page, by its content in base64. */
async function figuresByContent(
  folder: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const figures = new Map<string, string>();
  for (const path of paths.filter((path) => /\.(svg|png)$/.test(path))) {
    const content = Buffer.from(await Deno.readFile(join(folder, path)));
    figures.set(content.toString("base64"), `../${path}`);
  }
  return figures;
}
