import { join } from "node:path";
import { UserError } from "./user_error.ts";

/** A Parquet file of a partitioned folder. */
export interface PartitionedFile {
  path: string;
  /** What the folders' names say of all its rows: `model=gpt-4o/` gives `model` → `gpt-4o`. */
  values: Readonly<Record<string, string>>;
}

/** What Hive escapes, and what a folder's name cannot have on Windows. */
const UNSAFE = /[\p{Cc}"#%'*/:<=>?[\\\]^{|}]|[. ]$/gu;

/**
 * The name of a folder for the rows with one value in one column, as Hive, Spark, pyarrow and Polars
 * read it: `model=gpt-4o`. Characters that a path cannot have are written `%2F`; others, such as
 * accents and blanks, stand as they are.
 */
export function partitionSegment(column: string, value: string): string {
  return `${column}=${value.replace(UNSAFE, percent)}`;
}

function percent(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}

/** A file's name with the folder before it, where that tells a partition. */
export function nameInPartition(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const folder = path.split(/[\\/]/).at(-2) ?? "";
  return folder.includes("=") ? `${folder}/${name}` : name;
}

/**
 * The Parquet files of a partitioned folder, in the order of their paths. Names that begin with `.`
 * or `_` are left aside, as other readers do.
 *
 * @throws {UserError} where the folder cannot be read, and where there is no such file in it.
 */
export async function listPartitionedFiles(folder: string): Promise<PartitionedFile[]> {
  const files = await filesIn(folder, {});
  if (files.length > 0) return files;
  throw new UserError(`Cannot read ${folder}: there are no .parquet files in this folder.`);
}

async function filesIn(
  folder: string,
  values: PartitionedFile["values"],
): Promise<PartitionedFile[]> {
  const found: PartitionedFile[] = [];
  for (const { name, isDirectory } of await entriesOf(folder)) {
    const path = join(folder, name);
    if (/^[._]/.test(name)) continue;
    if (isDirectory) found.push(...await filesIn(path, { ...values, ...valueOf(name) }));
    else if (name.toLowerCase().endsWith(".parquet")) found.push({ path, values });
  }
  return found;
}

async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot read ${folder}: ${reason}.`);
  }
}

function valueOf(name: string): Record<string, string> {
  const equals = name.indexOf("=");
  return equals < 1 ? {} : { [unescape(name.slice(0, equals))]: unescape(name.slice(equals + 1)) };
}

/** Bytes after `%` are UTF-8, as pyarrow writes them; what is no such text stays as it is. */
function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
