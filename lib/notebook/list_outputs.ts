import { join } from "node:path";

/** A file that was made, as the disk has it. */
export interface OutputFile {
  /** Its path below the listed folder, with `/` between the parts. */
  path: string;
  /** Its size in bytes. */
  bytes: number;
}

/** All files below a folder, sorted by path; none where the folder is missing. */
export async function listOutputs(folder: string): Promise<OutputFile[]> {
  const files: OutputFile[] = [];
  await collect(folder, "", files);
  return files.sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}

async function collect(folder: string, prefix: string, files: OutputFile[]): Promise<void> {
  let entries: Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(join(folder, prefix)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  for (const entry of entries) {
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory) await collect(folder, path, files);
    else files.push({ path, bytes: (await Deno.stat(join(folder, path))).size });
  }
}

/** A size for people: `812 B`, `1.2 kB`, `3.4 MB`, `5.6 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1000).toFixed(1)} kB`;
  if (bytes < 999_950_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
