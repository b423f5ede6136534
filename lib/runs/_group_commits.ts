import { setImmediate } from "node:timers";
import type { RunFile } from "./run_file.ts";

/** What is to be written for one answer, and what follows once that is committed. */
export interface Commit<T> {
  /** Writes; must not await. May be called again where the whole group could not be written. */
  write(): T;
  /** Counts; called once, after the commit. */
  onCommitted(outcome: T): void;
}

/** Writes into a run, several commits in one transaction. */
export interface GroupCommits {
  /**
   * Commits in the present turn of the event loop, with all that came in it.
   *
   * @returns Once it is committed. Rejects where it cannot be written.
   */
  commit<T>(commit: Commit<T>): Promise<void>;
}

interface Waiting {
  write(): () => void;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Answers that arrive together are committed together: a transaction for each took a quarter of the
 * time where answers come by the thousand a second. None waits for others that are still to come.
 *
 * @param onGroup Called after each group.
 */
export function groupCommits(run: RunFile, onGroup: () => void = () => {}): GroupCommits {
  let group: Waiting[] = [];

  function commitGroup(): void {
    const waiting = group;
    group = [];
    try {
      const counts = run.transaction(() => waiting.map(({ write }) => write()));
      counts.forEach((count, index) => {
        count();
        waiting[index]?.resolve();
      });
    } catch {
      // What one of them cannot write must not take the others along.
      waiting.forEach((one) => commitAlone(run, one));
    }
    onGroup();
  }

  return {
    commit: ({ write, onCommitted }) =>
      new Promise((resolve, reject) => {
        if (group.length === 0) setImmediate(commitGroup);
        const toWrite = () => {
          const outcome = write();
          return () => onCommitted(outcome);
        };
        group.push({ write: toWrite, resolve, reject });
      }),
  };
}

function commitAlone(run: RunFile, { write, resolve, reject }: Waiting): void {
  try {
    run.transaction(write)();
    resolve();
  } catch (error) {
    reject(error);
  }
}
