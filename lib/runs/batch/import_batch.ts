import type { RunFile } from "../run_file.ts";
import { lockRun } from "../run_lock.ts";
import { importLines } from "./_import_lines.ts";
import type { ShardSummary } from "./shard_summary.ts";

/** Options of {@linkcode importBatch}. */
export interface ImportBatchOptions {
  /** Output and error files of batches, in any order. */
  files: readonly string[];
  /** Whether to take the rest of a file that answers what this run never sent. Default: false. */
  skipForeign?: boolean;
  /** Makes what providers say fit for an error. Default: one line of at most 500 characters. */
  clean?: (text: string) => string;
}

/** What became of one file's lines: the counts after `lines` add up to it. */
export interface BatchFileCounts {
  path: string;
  /** Lines with something in them. */
  lines: number;
  /** Lines that became responses, failures included. */
  kept: number;
  /** Lines for requests that had come home before, in this file or another. */
  repeated: number;
  /** Lines whose answer the run had from elsewhere. */
  unused: number;
  /** Lines for requests that this run never sent. */
  foreign: number;
  /** Lines that cannot be read. */
  broken: number;
  /** Of those repeated: with a text that differs from the one that was kept. */
  differing: number;
  /** The first few broken lines: `line 7: it is not valid JSON`. */
  examples: readonly string[];
}

/** What an import did. */
export interface BatchImport {
  files: readonly BatchFileCounts[];
  /** The shards that the files answer, as they stand now. */
  shards: readonly ShardSummary[];
}

/**
 * Takes answers home from files: OpenAI's output and error files, those of `vllm run-batch` and of
 * `cluster/ray_generate.py`. The order of the lines does not matter, and the same again adds nothing.
 *
 * All files are looked through before anything is taken: where one answers a request that this run
 * never sent (or whose text or parameters have changed since), nothing of any is taken, unless
 * `skipForeign` says to take the rest. Lines that cannot be read are counted, and the rest taken.
 *
 * @throws {UserError} for such requests, for a file without any line of a batch, and where another
 * task is writing to the run.
 */
export async function importBatch(
  run: RunFile,
  options: ImportBatchOptions,
): Promise<BatchImport> {
  using _lock = lockRun(run, "batch import");
  return await importLines(run, options);
}
