import { basename, dirname, join } from "node:path";
import { listOutputs, type OutputFile } from "./list_outputs.ts";

/** Options of {@linkcode copyExample}. */
export interface CopyExampleOptions {
  /** The folder of a finished demo. */
  from: string;
  /** Where the example goes; its `figures/` and `tables/` are replaced. */
  to: string;
}

/** Tables that are too long for an example. */
const LEFT_OUT = ["prompts.csv", "question_distances.csv"];

/**
 * Copies the demo's figures (SVG, PNG) and tables, those of its surveys too, so that readers of the
 * repository see what the program makes without running it.
 *
 * @returns The paths copied, relative to the example's folder.
 */
export async function copyExample({ from, to }: CopyExampleOptions): Promise<string[]> {
  const isShown = ({ path }: OutputFile) => /(^|\/)(figures|tables)\/[^/]+$/.test(path);
  for (const { path } of (await listOutputs(to)).filter(isShown)) await Deno.remove(join(to, path));
  const copied = (await listOutputs(from)).filter(isShown).map(({ path }) => path)
    .filter((path) => /\.(svg|png|csv)$/.test(path) && !LEFT_OUT.includes(basename(path)));
  for (const path of copied) {
    await Deno.mkdir(join(to, dirname(path)), { recursive: true });
    await Deno.copyFile(join(from, path), join(to, path));
  }
  return copied;
}
