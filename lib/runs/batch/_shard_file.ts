import { createHash } from "node:crypto";
import { UserError } from "../../base/user_error.ts";

/** A file that grows line by line, and has its name only once it is whole. */
export interface ShardFile {
  readonly lines: number;
  readonly bytes: number;
  add(line: Uint8Array): void;
  /** Puts the file in its place, over what was there. @returns Its SHA-256. */
  finish(): string;
  /** Takes away what was written. */
  discard(): void;
}

/** How much is written at once. */
const CHUNK = 1 << 20;

/** Begins a file. @throws {UserError} here or later, where it cannot be written. */
export function beginShardFile(path: string): ShardFile {
  const temporary = `${path}.part`;
  const file = explained(
    path,
    () => Deno.openSync(temporary, { write: true, create: true, truncate: true }),
  );
  const hash = createHash("sha256");
  const buffer = new Uint8Array(CHUNK);
  let buffered = 0;
  let lines = 0;
  let bytes = 0;
  let isOpen = true;

  function write(data: Uint8Array): void {
    explained(path, () => {
      for (let done = 0; done < data.length;) done += file.writeSync(data.subarray(done));
    });
  }
  function flush(): void {
    write(buffer.subarray(0, buffered));
    buffered = 0;
  }
  function close(): void {
    if (isOpen) file.close();
    isOpen = false;
  }

  return {
    get lines() {
      return lines;
    },
    get bytes() {
      return bytes;
    },
    add(line) {
      hash.update(line);
      lines++;
      bytes += line.length;
      if (buffered + line.length > CHUNK) flush();
      if (line.length > CHUNK) return write(line);
      buffer.set(line, buffered);
      buffered += line.length;
    },
    finish() {
      flush();
      explained(path, () => {
        file.syncSync();
        close();
        Deno.renameSync(temporary, path);
      });
      return hash.digest("hex");
    },
    discard() {
      close();
      try {
        Deno.removeSync(temporary);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    },
  };
}

function explained<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot write ${path}: ${reason}. Make room, or see to the folder's permissions.`,
    );
  }
}
