import { basename, dirname, join, parse } from "node:path";
import { z } from "zod";
import { readJson } from "../base/read_json.ts";
import { UserError } from "../base/user_error.ts";
import { writeAtomically } from "../base/write_atomically.ts";
import { beginsWith } from "./begins_with.ts";
import { firstSeenIn } from "./fetch_set.ts";
import { hashFile } from "./hash_file.ts";
import { recordInLock } from "./source_lock.ts";
import { canonicalHash, expectedHash, isLiftedFrom, materialFiles } from "./source_state.ts";
import type { SourcePlace } from "./source_state.ts";
import type { SourceFile, SourceSet } from "./sources.ts";
import { writeMaterialFiles } from "./write_material_files.ts";

/** Options of {@linkcode takeSetFrom}. */
export interface TakeSetFromOptions extends SourcePlace {
  /** The folder that holds the files. */
  from: string;
  /** Told of each file that is done, in one line. Default: nobody. */
  onLine?: (line: string) => void;
}

/**
 * Takes a set's files from a folder under the same checks as a download. A material set may lie
 * there in the published layout (`Data/` or `data/`, and `src/*.py`) or in ours (`raw/`,
 * `templates.json`, `annotation_prompt.json`); the files of other sets are found by their names,
 * at any depth. Nothing is copied before every file has been found and verified.
 *
 * @throws {UserError} where a file is missing or has a wrong hash.
 */
export async function takeSetFrom(set: SourceSet, options: TakeSetFromOptions): Promise<void> {
  const { from, folder, onLine = () => {} } = options;
  const info = await Deno.stat(from).catch(() => null);
  if (!info?.isDirectory) {
    throw new UserError(`Cannot take ${options.name} from ${from}: there is no such folder.`);
  }
  const lifts = set.material !== undefined && !await hasMaterialFiles(set, from);
  const found: FoundFile[] = [];
  for (const file of set.files) {
    if (isLiftedFrom(set, file) && !lifts) continue;
    found.push(await findFile(file, { set, options }));
  }
  if (!lifts) await checkMaterialFiles(set, options);

  for (const { file, path, isFirst, sha256 } of found) {
    const bytes = await copyAtomically(path, join(folder, file.path));
    if (isFirst) {
      const key = `${options.name}/${file.path}`;
      await recordInLock(options.lockPath, { key, entry: { url: file.url, sha256, bytes } });
    }
    const how = isFirst ? `SHA-256 ${sha256} recorded` : "SHA-256 verified";
    onLine(`${file.path}: taken from ${path}, ${how}`);
  }
  if (lifts) {
    await writeMaterialFiles(set, { folder, from: folder });
    onLine("templates.json, annotation_prompt.json: lifted from src/, verified");
    return;
  }
  for (const { path } of materialFiles(set)) {
    // Laid out as after lifting, so that a material's files are the same whichever way they came.
    const value = await readJson(join(from, path), z.unknown());
    await writeAtomically(join(folder, path), JSON.stringify(value, null, 2) + "\n");
    onLine(`${path}: taken from ${join(from, path)}, content verified`);
  }
}

/** Other files that an error names. */
const NAMED_FILES = 3;
/** Sizes that a publisher shows are rounded, to units of 1000 or of 1024. */
const SIZE_TOLERANCE = 0.1;

/** A file of the set as it lies in the folder, verified. */
interface FoundFile {
  file: SourceFile;
  path: string;
  sha256: string;
  /** No hash was known before. */
  isFirst: boolean;
}

interface FindContext {
  set: SourceSet;
  options: TakeSetFromOptions;
}

async function findFile(file: SourceFile, { set, options }: FindContext): Promise<FoundFile> {
  const { name, from, lockPath } = options;
  const candidates = set.material !== undefined
    ? materialCandidates(file, from)
    : await filesBelow(from, (name) => [basename(file.path), publishedName(file)].includes(name));
  const expected = await expectedHash(file, options);
  const hashed: { path: string; sha256: string }[] = [];
  for (const path of candidates) {
    const sha256 = await hashFile(path);
    if (sha256 !== null) hashed.push({ path, sha256 });
  }
  const [first, second] = hashed;
  if (first === undefined) {
    const looked = candidates.map((path) => basename(dirname(path)) + "/").join(", ");
    const where = set.material === undefined ? await namedAlike(file, from) : {
      found: ` (looked in ${looked})`,
      wayOut: "",
    };
    throw new UserError(
      `Cannot take ${name} from ${from}: it has no file '${basename(file.path)}'${where.found}. ` +
        `It is published at ${file.url}.${where.wayOut}`,
    );
  }
  if (expected === undefined) {
    if (second !== undefined && second.sha256 !== first.sha256) {
      throw new UserError(
        `Cannot take ${name} from ${from}: ${first.path} and ${second.path} differ. Leave one.`,
      );
    }
    await checkFirst(first.path, file);
    return { file, ...first, isFirst: true };
  }
  const match = hashed.find(({ sha256 }) => sha256 === expected);
  if (match !== undefined) return { file, ...match, isFirst: false };
  const origin = file.sha256 === undefined ? firstSeenIn(lockPath) : "";
  throw new UserError(
    `Cannot accept ${first.path}: expected SHA-256 ${expected}${origin} but found ` +
      `${first.sha256}. The file is not the published one; it is published at ${file.url}.`,
  );
}

/** A file that nobody has a hash of is held to from now on: it should look like the published one. */
async function checkFirst(path: string, { begins, bytes, about_bytes }: SourceFile): Promise<void> {
  if (begins !== undefined && !await beginsWith(path, begins)) {
    throw new UserError(`Cannot accept ${path}: expected a file that begins with '${begins}'.`);
  }
  const expected = bytes ?? about_bytes;
  const { size } = await Deno.stat(path);
  if (expected === undefined || Math.abs(size - expected) <= SIZE_TOLERANCE * expected) return;
  throw new UserError(
    `Cannot accept ${path}: expected about ${expected} bytes but found ${size}. ` +
      `It is not the whole published file; it can be used by its path instead of the set's name.`,
  );
}

function materialCandidates(file: SourceFile, from: string): string[] {
  const folders = file.path.startsWith("raw/") ? ["Data", "data", "raw"] : [dirname(file.path)];
  return folders.map((folder) => join(from, folder, basename(file.path)));
}

function publishedName({ url }: SourceFile): string {
  return decodeURIComponent(basename(new URL(url).pathname));
}

/** Files that are named like the one that is missing: a sample of it, or a browser's second download. */
async function namedAlike(
  { path }: SourceFile,
  from: string,
): Promise<{ found: string; wayOut: string }> {
  const { name: stem, ext } = parse(path);
  const alike = await filesBelow(from, (name) => name.startsWith(stem) && name.endsWith(ext));
  if (alike.length === 0) return { found: "", wayOut: "" };
  return {
    found: `, but ${alike.slice(0, NAMED_FILES).map((other) => basename(other)).join(", ")}`,
    wayOut:
      " If that is the published file, rename it; any other can be used by its path instead " +
      "of the set's name.",
  };
}

/** Every file below a folder with a name that is wanted; hidden folders are left out. */
async function filesBelow(
  folder: string,
  isWanted: (name: string) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile && isWanted(entry.name)) found.push(path);
    if (entry.isDirectory && !entry.name.startsWith(".") && entry.name !== "node_modules") {
      found.push(...await filesBelow(path, isWanted));
    }
  }
  return found.sort();
}

/** Whether the folder has the material's JSON files, and not the sources to lift them from. */
async function hasMaterialFiles(set: SourceSet, from: string): Promise<boolean> {
  const sources = set.files.filter((file) => isLiftedFrom(set, file));
  if (await allExist(sources.map(({ path }) => join(from, path)))) return false;
  const files = materialFiles(set).map(({ path }) => join(from, path));
  if (await allExist(files)) return true;
  throw new UserError(
    `Cannot take the wordings from ${from}: expected ${
      sources.map((s) => s.path).join(" and ")
    }, ` +
      `or ${materialFiles(set).map((f) => f.path).join(" and ")}.`,
  );
}

async function allExist(paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    if (!await Deno.stat(path).then((info) => info.isFile, () => false)) return false;
  }
  return true;
}

async function checkMaterialFiles(set: SourceSet, { from }: TakeSetFromOptions): Promise<void> {
  for (const { path, sha256 } of materialFiles(set)) {
    const found = await canonicalHash(join(from, path));
    if (found === sha256) continue;
    const what = found === null ? "no JSON" : found;
    throw new UserError(
      `Cannot accept ${join(from, path)}: expected SHA-256 ${sha256} of its canonical JSON but ` +
        `found ${what}. It is not what the published files hold.`,
    );
  }
}

/** Copies a file's bytes, not its permissions, whole or not at all; gives its size. */
async function copyAtomically(source: string, target: string): Promise<number> {
  await Deno.mkdir(dirname(target), { recursive: true });
  const part = `${target}.${Deno.pid}.part`;
  try {
    const [input, output] = [await Deno.open(source), await Deno.create(part)];
    await input.readable.pipeTo(output.writable);
    await Deno.rename(part, target);
  } catch (error) {
    await Deno.remove(part).catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot copy ${source} to ${target}: ${reason}.`);
  }
  return (await Deno.stat(target)).size;
}
