import { basename, join } from "node:path";
import { listOutputs } from "./list_outputs.ts";

/** Options of {@linkcode copyExample}. */
export interface CopyExampleOptions {
  /** The folder of a finished demo. */
  from: string;
  /** Where the example goes; its `figures/` and `tables/` are replaced. */
  to: string;
}

/** Tables that are too long for an example. */
const LEFT_OUT = ["prompts.csv"];

/**
 * Copies the demo's figures (SVG, PNG) and tables, so that readers of the repository see what the
 * program makes without running it.
 *
 * @returns The paths copied, relative to the example's folder.
 */
export async function copyExample({ from, to }: CopyExampleOptions): Promise<string[]> {
  const copied: string[] = [];
  for (const folder of ["figures", "tables"]) {
    await Deno.remove(join(to, folder), { recursive: true }).catch(ignoreMissing);
    await Deno.mkdir(join(to, folder), { recursive: true });
    for (const { path } of await listOutputs(join(from, folder))) {
      if (!/\.(svg|png|csv)$/.test(path) || LEFT_OUT.includes(basename(path))) continue;
      await Deno.copyFile(join(from, folder, path), join(to, folder, path));
      copied.push(`${folder}/${path}`);
    }
  }
  return copied;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
