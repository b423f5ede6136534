import { sha256 } from "../../base/sha256.ts";
import type { RunFile } from "../run_file.ts";

const RUN_ID = "SELECT value FROM manifest WHERE key = 'run_id'";
const SET_RUN_ID = "INSERT INTO manifest (key, value) VALUES ('run_id', ?) ON CONFLICT DO NOTHING";
const SPEC = "SELECT spec FROM models WHERE model = ?";

/** One request of a run. */
export interface RequestKey {
  /** What {@linkcode seriesOf} says of the model. */
  series: string;
  prompt_id: string;
  /** The hash of the prompt's text, as the run keeps it. */
  input_hash: string;
  /** From 0. */
  sample: number;
  /** How often the same request was sent in batches before. */
  before: number;
}

/**
 * The name of a request in a batch file: 43 characters, or a few more from the second time on.
 *
 * It follows from the run, the model with its parameters, the prompt's text and the sample, so that
 * an answer to anything else cannot be taken for an answer to this.
 */
export function customId({ series, prompt_id, input_hash, sample, before }: RequestKey): string {
  const hash = sha256(JSON.stringify([series, prompt_id, input_hash, sample])).slice(0, 40);
  return before === 0 ? `nn-${hash}` : `nn-${hash}.${before + 1}`;
}

/** What a model's requests have in common: the run, the model's name and its parameters. */
export function seriesOf(run: RunFile, model: string): string {
  return sha256(JSON.stringify([runId(run), model, run.statement(SPEC).get(model)?.spec ?? null]));
}

/** The run's own name, for providers to keep beside its batches. Drawn when it is first asked for. */
export function runId(run: RunFile): string {
  run.statement(SET_RUN_ID).run(JSON.stringify(crypto.randomUUID()));
  return JSON.parse(String(run.statement(RUN_ID).get()?.value));
}
