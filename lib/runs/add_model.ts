import { UserError } from "../base/user_error.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { SHARD_IS_OUT } from "./batch/is_out.ts";
import { changedKey, describeSpec, type SpecDescription } from "./describe_spec.ts";
import { writeManifest } from "./manifest.ts";
import type { RunFile } from "./run_file.ts";
import { isSameModel, SERIES_KEYS, seriesName, seriesNameByHash } from "./series_name.ts";

/** Under which name the run keeps a model's answers. */
export interface AddedModel {
  /** The series' name: the model's, or one that says how it was asked differently. */
  model: string;
  /** The model's name where the series has one of its own; otherwise null. */
  seriesOf: string | null;
  /** Whether the run has this series, under a name of its own, from now on. */
  isNewSeries: boolean;
}

const SELECT = "SELECT spec, series_of FROM models WHERE model = ?";
const SERIES = "SELECT model, spec FROM models WHERE series_of = ?";
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
 * The same model again is left as it is. One that was mended takes the place of one that has not
 * answered anything yet. One that is asked with other parameters or another system message than
 * under its name before is a series of its own, with a name of its own; the same again finds that
 * series. The address of a simulated model is not compared: the simulator takes another port each
 * time.
 *
 * @throws {UserError} where the run knows another model or address under this name: the two series
 * of answers would be mixed.
 */
export function addModel(run: RunFile, spec: ModelSpec): AddedModel {
  const described = describeSpec(spec);
  return run.transaction(() => addDescribed(run, spec.name, described));
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
  const described = { imported: true, simulated: simulated || /^simulated\b/i.test(name) };
  run.transaction(() => addDescribed(run, name, described));
}

/** Options of {@linkcode addImportedModel}. */
export interface ImportedModelOptions {
  /** Whether the answers are known to be made up. Default: by the name. */
  simulated?: boolean;
}

/**
 * Under which name the run keeps, or would keep, the answers of a model as it is described here.
 * Writes nothing; a description that would be refused has its own name.
 */
export function nameInRun(run: RunFile, spec: ModelSpec): string {
  const described = describeSpec(spec);
  const stored = run.statement(SELECT).get(spec.name);
  if (stored === undefined) return spec.name;
  const before: SpecDescription = JSON.parse(String(stored.spec));
  if (changedKey(before, described) === undefined) return spec.name;
  const same = run.statement(SERIES).all(spec.name)
    .find(({ spec }) => changedKey(JSON.parse(String(spec)), described) === undefined);
  if (same !== undefined) return String(same.model);
  const isFree = run.statement(HAS_ANSWER).get(spec.name) === undefined;
  if (isFree || !isSameModel(before, described)) return spec.name;
  return freeName(run, spec.name, { before, described });
}

function addDescribed(run: RunFile, name: string, described: SpecDescription): AddedModel {
  const stored = run.statement(SELECT).get(name);
  if (stored === undefined) return insert(run, { model: name, seriesOf: null }, described);
  const seriesOf = stored.series_of === null ? null : String(stored.series_of);
  const found = { model: name, seriesOf, isNewSeries: false };
  const before: SpecDescription = JSON.parse(String(stored.spec));
  const changed = changedKey(before, described);
  if (changed === undefined) return found;
  if (before.imported !== described.imported) {
    throw new UserError(
      `Cannot mix answers of '${name}' in ${run.path}: some were generated here, the others ` +
        `imported. Give one of the two another name, or take another run folder.`,
    );
  }
  const same = run.statement(SERIES).all(name)
    .find(({ spec }) => changedKey(JSON.parse(String(spec)), described) === undefined);
  if (same !== undefined) return { ...found, model: String(same.model), seriesOf: name };
  if (run.statement(HAS_ANSWER).get(name) === undefined) {
    replaceUnanswered(run, name, described);
    return found;
  }
  if (!isSameModel(before, described)) throw refusal(run, { name, before, described });
  const model = freeName(run, name, { before, described });
  return { ...insert(run, { model, seriesOf: name }, described), isNewSeries: true };
}

interface Change {
  before: SpecDescription;
  described: SpecDescription;
}

function freeName(run: RunFile, name: string, { before, described }: Change): string {
  const names = [
    seriesName(name, { before, now: described }),
    seriesNameByHash(name, described),
  ];
  const free = names.find((candidate) => run.statement(SELECT).get(candidate) === undefined);
  if (free !== undefined) return free;
  throw new UserError(
    `Cannot ask '${name}' into ${run.path} in another way: '${names[0]}' is the name of another ` +
      `model there. Give the changed model a name of its own.`,
  );
}

function refusal(run: RunFile, { name, before, described }: Change & { name: string }): UserError {
  const [old, now]: Readonly<Record<string, unknown>>[] = [before, described];
  // Other parameters alone are no reason to refuse.
  const changed = changedKey({ ...old, ...SERIES_KEYS }, { ...now, ...SERIES_KEYS }) ?? "model";
  return new UserError(
    `Cannot ask '${name}' into ${run.path}: expected its '${changed}' to be ` +
      `${JSON.stringify(old?.[changed]) ?? "unset"}, as in the answers already there, but found ` +
      `${JSON.stringify(now?.[changed]) ?? "unset"}. Give the changed model another name, or ` +
      `take another run folder.`,
  );
}

function insert(
  run: RunFile,
  { model, seriesOf }: Pick<AddedModel, "model" | "seriesOf">,
  described: SpecDescription,
): AddedModel {
  const simulated = described.simulated ? 1 : 0;
  run.statement(INSERT).run(model, seriesOf, JSON.stringify(described), simulated);
  noteSimulated(run);
  return { model, seriesOf, isNewSeries: false };
}

/** A mended address or parameter starts the series afresh where there was nothing but failures. */
function replaceUnanswered(run: RunFile, name: string, described: SpecDescription): void {
  run.statement(FORGET_ANNOTATIONS).run(name);
  run.statement(FORGET_FAILURES).run(name);
  run.statement(UPDATE).run(JSON.stringify(described), described.simulated ? 1 : 0, name);
  noteSimulated(run);
}

function noteSimulated(run: RunFile): void {
  writeManifest(run, { simulated: run.statement(ANY_SIMULATED).get() !== undefined });
}
