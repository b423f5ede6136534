import { UserError } from "../../base/user_error.ts";
import type { Answer } from "../../models/answer.ts";
import { readBatchLine } from "../../models/read_batch_line.ts";
import { describeSoftware } from "../describe_software.ts";
import { beginSession } from "../manifest.ts";
import type { RunFile } from "../run_file.ts";
import { storable } from "../save_response.ts";
import { linePages } from "./_line_pages.ts";
import { type BatchRequest, closeIfHome, receiveAnswer, requestFinder } from "./_batch_requests.ts";
import { summarizeShards } from "./shard_summary.ts";

import type { BatchFileCounts, BatchImport, ImportBatchOptions } from "./import_batch.ts";

const EXAMPLES = 5;
const MARK_ELSEWHERE = `UPDATE batch_shards SET status = 'elsewhere', submitted_at = $now
  WHERE shard = $shard AND status IS NULL`;
const KEPT = `SELECT response FROM responses
  WHERE prompt_id = $prompt_id AND model = $model AND sample = $sample`;

/** Does what `importBatch()` does, for who holds the run already. */
export async function importLines(
  run: RunFile,
  options: ImportBatchOptions,
): Promise<BatchImport> {
  const { files, skipForeign = false, clean } = options;
  // Answers come in no order: keep more of the file at hand (64 MB) than SQLite would.
  run.db.exec("PRAGMA cache_size = -65536");
  const find = requestFinder(run);
  for (const path of files) await lookThrough(path, { find, skipForeign });
  const endSession = beginSession(run, {
    kind: "batch import",
    software: await describeSoftware(),
    options: { files: files.map((path) => path.split(/[\\/]/).at(-1)), skipForeign },
  });
  const touched = new Set<string>();
  const counts: BatchFileCounts[] = [];
  for (const path of files) counts.push(await importFile(run, path, { find, touched, clean }));
  for (const shard of touched) run.transaction(() => closeIfHome(run, shard));
  const shards = summarizeShards(run, { shards: [...touched] });
  endSession(shards);
  return { files: counts, shards };
}

type Finder = ReturnType<typeof requestFinder>;

async function lookThrough(
  path: string,
  { find, skipForeign }: { find: Finder; skipForeign: boolean },
): Promise<void> {
  let readable = 0;
  const foreign: string[] = [];
  let foreignCount = 0;
  for await (const page of linePages(path)) {
    for (const { number, text } of page) {
      const line = readBatchLine(text);
      if ("broken" in line) continue;
      readable++;
      if (find(line.custom_id) !== null) continue;
      foreignCount++;
      if (foreign.length < 3) foreign.push(`line ${number}: ${quote(line.custom_id)}`);
    }
  }
  if (readable === 0) {
    throw new UserError(
      `Cannot import ${path}: no line of it is a batch's output, with a custom_id. Nothing was ` +
        `imported. Name the output files, not the requests.`,
    );
  }
  if (foreignCount === 0 || skipForeign) return;
  throw new UserError(
    `Cannot import ${path}: ${foreignCount} of its ${readable} answers are to requests that this ` +
      `run never sent, or whose prompt or parameters have changed since (${foreign.join("; ")}). ` +
      `Nothing was imported. Is it another run's? --skip-foreign takes the others.`,
  );
}

interface ImportFileOptions {
  find: Finder;
  /** Gets the shards that the file answers. */
  touched: Set<string>;
  clean: ImportBatchOptions["clean"];
}

async function importFile(
  run: RunFile,
  path: string,
  { find, touched, clean }: ImportFileOptions,
): Promise<BatchFileCounts> {
  const counts = { lines: 0, kept: 0, repeated: 0, unused: 0, foreign: 0, broken: 0, differing: 0 };
  const examples: string[] = [];
  function take({ number, text }: { number: number; text: string }): void {
    counts.lines++;
    const line = readBatchLine(text, { clean });
    if ("broken" in line) {
      counts.broken++;
      if (examples.length < EXAMPLES) examples.push(`line ${number}: ${line.broken}`);
      return;
    }
    const request = find(line.custom_id);
    if (request === null) {
      counts.foreign++;
      return;
    }
    if (!touched.has(request.shard)) {
      run.statement(MARK_ELSEWHERE).run({ shard: request.shard, now: new Date().toISOString() });
      touched.add(request.shard);
    }
    const reception = receiveAnswer(run, request, line.answer);
    counts[reception]++;
    if (reception === "repeated" && differs(run, request, line.answer)) counts.differing++;
  }
  for await (const page of linePages(path)) run.transaction(() => page.forEach(take));
  return { path, ...counts, examples };
}

/** Whether it is another text than the one that was kept. */
function differs(run: RunFile, request: BatchRequest, { response }: Answer): boolean {
  if (response === null) return false;
  const { prompt_id, model, sample } = request;
  return run.statement(KEPT).get({ prompt_id, model, sample })?.response !== storable(response);
}

function quote(id: string): string {
  return JSON.stringify(id.length > 64 ? `${id.slice(0, 64)}…` : id);
}
