import { UserError } from "../base/user_error.ts";
import { RUN_FILE_APPLICATION_ID, RUN_FILE_VERSION } from "./schema.ts";

const MAGIC = "SQLite format 3\0";
/** Where SQLite's header says what. https://www.sqlite.org/fileformat.html, section 1.3 */
const AT = { pageSize: 16, changes: 24, pages: 28, version: 60, application: 68, counted: 92 };
const HEADER_BYTES = 100;

/**
 * Refuses what is no run file of this program without opening it as a database: even that could
 * change another program's file. What the header cannot say is left to SQLite.
 *
 * @returns Its version; null for a file that is not there or empty, and for one whose first transaction is
 * not in it yet.
 * @throws {UserError} for a folder, a file of another kind or program, a newer version, and a file
 * that was cut short.
 */
export function identifyFile(path: string): number | null {
  const header = readHeader(path);
  if (header === null) return null;
  const { view, bytes } = header;
  const magic = new TextDecoder().decode(new Uint8Array(view.buffer, 0, MAGIC.length));
  if (view.byteLength < HEADER_BYTES || magic !== MAGIC) {
    throw refusal(path, "it is not a database. Is it a run file?");
  }
  const application = view.getUint32(AT.application);
  // A new file's first transaction may still be in what SQLite keeps beside the file.
  if (application === 0 && (hasContent(`${path}-wal`) || hasContent(`${path}-journal`))) {
    return null;
  }
  const version = view.getUint32(AT.version);
  checkIdentity(path, { application, version });
  if (!hasContent(`${path}-wal`)) refuseCutShort(path, view, bytes);
  return version;
}

/** What a database says of itself. */
export interface FileIdentity {
  application: number;
  version: number;
}

/** @throws {UserError} where the file is another program's, or of a newer version. */
export function checkIdentity(path: string, { application, version }: FileIdentity): void {
  if (application !== RUN_FILE_APPLICATION_ID) {
    throw refusal(path, "it is a SQLite file, but no run file.");
  }
  if (version > RUN_FILE_VERSION || version < 1) {
    throw new UserError(
      `Cannot use ${path}: expected a run file of version ${RUN_FILE_VERSION} but found ` +
        `${version}. Use the program's version that wrote it, or choose another folder.`,
    );
  }
}

function readHeader(path: string): { view: DataView; bytes: number } | null {
  try {
    using file = Deno.openSync(path);
    const { size, isFile } = file.statSync();
    if (!isFile) throw refusal(path, "it is not a file.");
    if (size === 0) return null;
    const buffer = new Uint8Array(HEADER_BYTES);
    const read = file.readSync(buffer) ?? 0;
    return { view: new DataView(buffer.buffer, 0, read), bytes: size };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot read ${path}: ${reason}. See to the file's permissions.`);
  }
}

function refuseCutShort(path: string, view: DataView, bytes: number): void {
  // An old library may have left the count of pages behind; it says so by these two.
  if (view.getUint32(AT.changes) !== view.getUint32(AT.counted)) return;
  const size = view.getUint16(AT.pageSize);
  const expected = view.getUint32(AT.pages) * (size === 1 ? 65536 : size);
  if (bytes >= expected) return;
  throw new UserError(
    `Cannot use ${path}: it is damaged: expected ${expected} bytes but found ${bytes}. Take a ` +
      `copy of it back, or choose another folder.`,
  );
}

/** Whether a file is there and not empty. */
export function hasContent(path: string): boolean {
  try {
    return Deno.statSync(path).size > 0;
  } catch {
    return false;
  }
}

function refusal(path: string, what: string): UserError {
  return new UserError(`Cannot use ${path}: ${what} Choose another folder.`);
}
