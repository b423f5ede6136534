import { sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user_error.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { SHARD_IS_OUT } from "./batch/is_out.ts";
import { changedKey, type Description, nameSeries } from "./name_series.ts";
import { writeManifest } from "./manifest.ts";
import type { RunFile } from "./run_file.ts";

const SELECT = "SELECT spec FROM models WHERE model = ?";
const INSERT = "INSERT INTO models (model, series_of, spec, simulated) VALUES (?, ?, ?, ?)";
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
 * The same model again is left as it is. One with other parameters or another system message takes
 * its place where it has not answered anything yet, and else is a series of its own, with a name that
 * says what differs: two series are never mixed. The address of a simulated model is not compared:
 * the simulator takes another port each time.
 *
 * @returns The model under the name of its series.
 * @throws {UserError} where the run knows another model or address under this name.
 */
export function addModel(run: RunFile, spec: ModelSpec): ModelSpec {
  return { ...spec, name: addDescribed(run, spec.name, describeSpec(spec)) };
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

/**
 * Under which name the run keeps, or would keep, the answers of a model as it is described here: its
 * own, or that of a series of its own where the run has answers to other parameters. Writes nothing.
 *
 * @throws {UserError} as {@linkcode addModel} does.
 */
export function nameInRun(run: RunFile, spec: ModelSpec): string {
  return placeOf(run, spec.name, describeSpec(spec)).name;
}

/** What has to be written for a series: nothing, a new row, or the row of one that has no answers. */
interface Place {
  name: string;
  /** The model's name, where the series has one of its own. */
  seriesOf: string | null;
  write: "nothing" | "insert" | "replace";
}

function placeOf(run: RunFile, name: string, described: Description): Place {
  const before = readDescription(run, name);
  if (before === null) return { name, seriesOf: null, write: "insert" };
  if (before.imported !== described.imported) {
    throw new UserError(
      `Cannot mix answers of '${name}' in ${run.path}: some were generated here, the others ` +
        `imported. Give one of the two another name, or take another run folder.`,
    );
  }
  if (changedKey(before, described) === undefined) {
    return { name, seriesOf: null, write: "nothing" };
  }
  if (run.statement(HAS_ANSWER).get(name) === undefined) {
    return { name, seriesOf: null, write: "replace" };
  }
  refuseAnotherModel(run, { name, before, described });
  const series = nameSeries(name, { before, now: described });
  return placeOfSeries(run, { series, name, described });
}

function placeOfSeries(
  run: RunFile,
  { series, name, described }: { series: string; name: string; described: Description },
): Place {
  const before = readDescription(run, series);
  if (before === null) return { name: series, seriesOf: name, write: "insert" };
  if (changedKey(before, described) === undefined) {
    return { name: series, seriesOf: name, write: "nothing" };
  }
  // The first series was given up and made anew since this one got its name.
  const digest = sha256(JSON.stringify(described)).slice(0, 8);
  return placeOfSeries(run, { series: `${series} ${digest}`, name, described });
}

function readDescription(run: RunFile, name: string): Description | null {
  const stored = run.statement(SELECT).get(name)?.spec;
  return stored === undefined ? null : JSON.parse(String(stored));
}

/** Parameters make another series; another model or server under the same name is a mistake. */
function refuseAnotherModel(
  run: RunFile,
  { name, before, described }: { name: string; before: Description; described: Description },
): void {
  const changed = changedKey(
    { ...before, params: null, system: null },
    { ...described, params: null, system: null },
  );
  if (changed === undefined) return;
  throw new UserError(
    `Cannot ask '${name}' into ${run.path}: expected its '${changed}' to be ` +
      `${JSON.stringify(before[changed]) ?? "unset"}, as in the answers already there, but found ` +
      `${JSON.stringify(described[changed]) ?? "unset"}. Give the changed model another name, or ` +
      `take another run folder.`,
  );
}

function addDescribed(run: RunFile, name: string, described: Description): string {
  const place = placeOf(run, name, described);
  if (place.write === "replace") replaceUnanswered(run, name, described);
  else if (place.write === "insert") {
    const simulated = described.simulated ? 1 : 0;
    run.transaction(() => {
      run.statement(INSERT).run(place.name, place.seriesOf, JSON.stringify(described), simulated);
      writeManifest(run, { simulated: run.statement(ANY_SIMULATED).get() !== undefined });
    });
  }
  return place.name;
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
