import { join } from "node:path";
import { oneLine } from "../base/one_line.ts";
import { UserError } from "../base/user_error.ts";
import type { RunFile } from "./run_file.ts";

/** What a lock needs to know of a run. */
export type LockedRun = Pick<RunFile, "folder" | "path">;

/** What the lock's file says of who holds it. */
interface Holder {
  pid: number;
  host: string;
  /** `generate`, `annotate`, `import`, … */
  task: string;
  /** ISO 8601, UTC. */
  since: string;
}

/**
 * Takes the run for one task that writes, until it is disposed of: `using lock = lockRun(…)`.
 *
 * The lock is the operating system's, on `run.lock` in the run's folder: it is gone with the process
 * that held it, however that ended. It is not held while a run is merely open.
 *
 * @throws {UserError} saying who holds it, where another task does, of this process or another.
 */
export function lockRun(run: LockedRun, task: string): Disposable {
  const lock = tryLockRun(run, task);
  if (lock === null) throw refusalOf(run);
  return lock;
}

/** The same, but null where the run is taken. */
export function tryLockRun({ folder }: LockedRun, task: string): Disposable | null {
  const path = join(folder, "run.lock");
  for (;;) {
    const file = openLock(path);
    if (!isLockedNow(file, path)) {
      file.close();
      return null;
    }
    // Whoever held it may have deleted the file between our opening and our locking it.
    if (!isStillThere(file, path)) {
      file.close();
      continue;
    }
    describeHolder(file, task);
    return { [Symbol.dispose]: () => release(file, path) };
  }
}

/** Who holds the run, and the way out. */
export function refusalOf({ folder, path }: LockedRun): UserError {
  return new UserError(
    `Cannot write to ${path}: ${describe(readHolder(join(folder, "run.lock")))}. Wait until that ` +
      `has ended, end it, or take another run folder.`,
  );
}

function openLock(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { read: true, write: true, create: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot write to ${path}: ${reason}. See to the folder and its permissions.`,
    );
  }
}

function isLockedNow(file: Deno.FsFile, path: string): boolean {
  try {
    return file.tryLockSync(true);
  } catch (error) {
    file.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot lock ${path}: ${reason}. Keep the run on a disk of this machine.`);
  }
}

function isStillThere(file: Deno.FsFile, path: string): boolean {
  try {
    return Deno.statSync(path).ino === file.statSync().ino;
  } catch {
    return false;
  }
}

function describeHolder(file: Deno.FsFile, task: string): void {
  const since = new Date().toISOString();
  const holder: Holder = { pid: Deno.pid, host: Deno.hostname(), task, since };
  try {
    file.truncateSync();
    file.writeSync(new TextEncoder().encode(JSON.stringify(holder) + "\n"));
  } catch {
    // A full disk: the lock holds all the same, it only cannot say whose it is.
  }
}

function release(file: Deno.FsFile, path: string): void {
  try {
    // On Windows a file that others have open would be deleted under a lock that they then take.
    if (Deno.build.os === "windows") file.truncateSync();
    else if (isStillThere(file, path)) Deno.removeSync(path);
  } catch {
    // The folder is gone or read-only by now; closing is what releases the lock.
  }
  file.close();
}

function readHolder(path: string): Partial<Holder> {
  try {
    return { ...JSON.parse(Deno.readTextFileSync(path)) };
  } catch {
    return {}; // Windows lets nobody read a locked file
  }
}

function describe({ pid, host, task, since }: Partial<Holder>): string {
  if (pid === undefined) return "another process is writing to it";
  return oneLine(`process ${pid} on ${host} has held it for '${task}' since ${since}`);
}
