import { hostname } from "node:os";
import { join } from "node:path";
import { UserError } from "../base/user_error.ts";
import type { RunFile } from "./run_file.ts";

/** Who works on a run: what `run.lock` says. */
interface Holder {
  task: string;
  pid: number;
  host: string;
  since: string;
}

/**
 * Keeps a run for this process while it writes: `generate`, `annotate`, `import` and the like, not
 * mere reading. The operating system lets go of the lock when the process ends, however it ends, so
 * that a lock can never be left over. Release it by disposing.
 *
 * @throws {UserError} where another process, or another cell of this one, holds it: which, and since
 * when.
 */
export function lockRun(run: Pick<RunFile, "folder" | "path">, task: string): Disposable {
  const path = join(run.folder, "run.lock");
  const file = openLock(path, run.path);
  try {
    if (!file.tryLockSync(true)) throw heldBy(readHolder(path), run.path);
    writeHolder(file, { task, pid: Deno.pid, host: hostname(), since: new Date().toISOString() });
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    [Symbol.dispose]() {
      // The file stays: were it removed, a process that waits for it could lock a removed one.
      file.truncateSync(0);
      file.unlockSync();
      file.close();
    },
  };
}

function openLock(path: string, runPath: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { create: true, read: true, write: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll("\n", " ") : String(error);
    throw new UserError(
      `Cannot write to ${runPath}: ${reason}. Check that its folder is there and may be written.`,
    );
  }
}

function writeHolder(file: Deno.FsFile, holder: Holder): void {
  file.truncateSync(0);
  file.writeSync(new TextEncoder().encode(JSON.stringify(holder) + "\n"));
}

/** Null where it cannot be read: on Windows nobody else may read what is locked. */
function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch {
    return null;
  }
}

function heldBy(holder: Holder | null, runPath: string): UserError {
  const who = holder === null
    ? "another process"
    : `'${holder.task}' (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
  return new UserError(
    `Cannot write to ${runPath}: ${who} is writing to it. Wait for its end, or stop it, then start ` +
      `again: nothing is asked twice.`,
  );
}
