import { UserError } from "../base/user_error.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { SHARD_IS_OUT } from "./batch/is_out.ts";
import { writeManifest } from "./manifest.ts";
import type { RunFile } from "./run_file.ts";

const SELECT = "SELECT spec FROM models WHERE model = ?";
const INSERT = "INSERT INTO models (model, spec, simulated) VALUES (?, ?, ?)";
const UPDATE = "UPDATE models SET spec = ?, simulated = ? WHERE model = ?";
// What is out in a batch will be an answer, to the parameters that were sent.
const HAS_ANSWER = `SELECT 1 FROM responses WHERE model = ?1 AND status <> 'failed'
  UNION ALL SELECT 1 FROM batch_shards WHERE model = ?1 AND ${SHARD_IS_OUT}`;
const FORGET_ANNOTATIONS = "DELETE FROM annotations WHERE model = ?";
const FORGET_FAILURES = "DELETE FROM responses WHERE model = ?";
const ANY_SIMULATED = "SELECT 1 FROM models WHERE simulated = 1";

/**
 * Notes in the run which model answers under `spec.name`, and with which parameters; never a key.
 *
 * The same model again is left as it is; a changed one takes its place where it has not answered
 * anything yet. The address of a simulated model is not compared: the
 * simulator takes another port each time.
 *
 * @throws {UserError} where the run knows another model, address, system message or other
 * parameters under this name: the two series of answers would be mixed.
 */
export function addModel(run: RunFile, spec: ModelSpec): void {
  addDescribed(run, spec.name, describeSpec(spec));
}

/**
 * Notes in the run a model whose answers were generated elsewhere. One that is said to be made
 * up, or whose name begins with `simulated`, counts as such.
 *
 * @throws {UserError} where the run has asked a model of that name itself.
 */
export function addImportedModel(
  run: RunFile,
  name: string,
  { simulated = false }: ImportedModelOptions = {},
): void {
  const isMadeUp = simulated || /^simulated\b/i.test(name);
  addDescribed(run, name, { imported: true, simulated: isMadeUp });
}

/** Options of {@linkcode addImportedModel}. */
export interface ImportedModelOptions {
  /** Whether the answers are known to be made up. Default: by the name. */
  simulated?: boolean;
}

type Description = Readonly<Record<string, unknown>>;

function addDescribed(run: RunFile, name: string, described: Description): void {
  const stored = run.statement(SELECT).get(name)?.spec;
  if (stored === undefined) {
    run.transaction(() => {
      run.statement(INSERT).run(name, JSON.stringify(described), described.simulated ? 1 : 0);
      writeManifest(run, { simulated: run.statement(ANY_SIMULATED).get() !== undefined });
    });
    return;
  }
  const before: Description = JSON.parse(String(stored));
  if (before.imported !== described.imported) {
    throw new UserError(
      `Cannot mix answers of '${name}' in ${run.path}: some were generated here, the others ` +
        `imported. Give one of the two another name, or take another run folder.`,
    );
  }
  const changed = changedKey(before, described);
  if (changed === undefined) return;
  if (run.statement(HAS_ANSWER).get(name) === undefined) {
    replaceUnanswered(run, name, described);
    return;
  }
  throw new UserError(
    `Cannot ask '${name}' into ${run.path}: expected its '${changed}' to be ` +
      `${JSON.stringify(before[changed]) ?? "unset"}, as in the answers already there, but found ` +
      `${JSON.stringify(described[changed]) ?? "unset"}. Give the changed model another name, or ` +
      `take another run folder.`,
  );
}

/** A mended address or parameter starts the series afresh where there was nothing but failures. */
function replaceUnanswered(run: RunFile, name: string, described: Description): void {
  run.transaction(() => {
    run.statement(FORGET_ANNOTATIONS).run(name);
    run.statement(FORGET_FAILURES).run(name);
    run.statement(UPDATE).run(JSON.stringify(described), described.simulated ? 1 : 0, name);
    writeManifest(run, { simulated: run.statement(ANY_SIMULATED).get() !== undefined });
  });
}

/** What of a spec makes the answers what they are, and nothing secret. */
export function describeSpec(spec: ModelSpec): Description {
  return {
    model: spec.model,
    ...(spec.simulated ? {} : { baseURL: withoutSecrets(spec.baseURL) }),
    params: sortedAndRedacted(spec.params ?? {}),
    ...(spec.system === undefined ? {} : { system: spec.system }),
    simulated: spec.simulated === true,
  };
}

/** The first key under which two descriptions differ, if any. */
export function changedKey(before: Description, now: Description): string | undefined {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...keys].find((key) => JSON.stringify(before[key]) !== JSON.stringify(now[key]));
}

/** A base URL without user, password and query, any of which may hold a key. */
function withoutSecrets(baseURL: string): string {
  if (!URL.canParse(baseURL)) return baseURL;
  const url = new URL(baseURL);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

const SECRET_NAME =
  /authorization|api[-_]?key|(^|[-_])key$|secret|password|credential|(access|auth|api|bearer)[-_]?token$|^token$/i;

/** The value with its keys in alphabetical order, and those that hold secrets blotted out. */
function sortedAndRedacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedAndRedacted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, inner]) => [
      key,
      SECRET_NAME.test(key) ? "(not stored)" : sortedAndRedacted(inner),
    ]),
  );
}
