import { UserError } from "../../base/user_error.ts";
import { nearestNames } from "../../base/nearest_names.ts";
import { openRun, type RunFile } from "../../runs/run_file.ts";

/** A run as it was at one moment, whatever is written to it meanwhile. */
export interface ExportSource extends Disposable {
  run: RunFile;
  /** Those whose responses are exported, in the order in which the run took them in. */
  models: readonly SourceModel[];
  /** Whose annotations go along; null for none. */
  judge: SourceJudge | null;
}

/** A series of answers. */
export interface SourceModel {
  model: string;
  series_of: string | null;
  simulated: boolean;
}

/** A judge of a run. */
export interface SourceJudge {
  judge: string;
  simulated: boolean;
  /** How many of the judge's prompts were asked about an answer. */
  variants: number;
}

/** What of a run to export. */
export interface SourceOptions {
  /** Names of models; a model's name stands for all its series. Default: all. */
  models?: readonly string[];
  /** Whose annotations; null for none. Default: the run's judge, where it has at most one. */
  judge?: string | null;
}

const MODELS = `SELECT model, series_of, simulated FROM models
  WHERE model IN (SELECT model FROM responses) ORDER BY rowid`;
const JUDGES = `SELECT judge, simulated,
    (SELECT max(variant) + 1 FROM annotations AS a WHERE a.judge = judges.judge) AS variants
  FROM judges WHERE judge IN (SELECT judge FROM annotations) ORDER BY rowid`;

/**
 * Opens a run for export. Dispose of it afterwards.
 *
 * @throws {UserError} where there is no run, no response, no such model or judge, and where there
 * are several judges and none is chosen.
 */
export function openExportSource(
  folder: string,
  { models, judge }: SourceOptions,
): ExportSource {
  const run = openRun(folder);
  try {
    // All that follows sees the run as it is now.
    run.db.exec("BEGIN");
    return {
      run,
      models: chooseModels(run, models),
      judge: chooseJudge(run, judge),
      [Symbol.dispose]: () => run[Symbol.dispose](),
    };
  } catch (error) {
    run[Symbol.dispose]();
    throw error;
  }
}

function chooseModels(run: RunFile, wanted: readonly string[] | undefined): SourceModel[] {
  const all = run.db.prepare(MODELS).all().map((row): SourceModel => ({
    model: String(row.model),
    series_of: row.series_of === null ? null : String(row.series_of),
    simulated: row.simulated === 1,
  }));
  if (all.length === 0) {
    throw new UserError(
      `Cannot export ${run.path}: it holds no responses. Generate or import answers into it first.`,
    );
  }
  const matches = (name: string) => ({ model, series_of }: SourceModel) =>
    model === name || series_of === name;
  const unknown = wanted?.find((name) => !all.some(matches(name)));
  if (unknown === undefined) {
    return all.filter((model) => wanted?.some((name) => matches(name)(model)) ?? true);
  }
  const names = all.map(({ model }) => model);
  const [near] = nearestNames(unknown, names);
  throw new UserError(
    `Cannot export ${run.path}: it has no responses of '${unknown}'. ` +
      (near === undefined ? `It has ${names.join(", ")}.` : `Did you mean '${near}'?`),
  );
}

function chooseJudge(run: RunFile, wanted: string | null | undefined): SourceJudge | null {
  if (wanted === null) return null;
  const all = run.db.prepare(JUDGES).all().map((row): SourceJudge => ({
    judge: String(row.judge),
    simulated: row.simulated === 1,
    variants: Number(row.variants),
  }));
  const list = all.map(({ judge }) => `'${judge}'`).join(", ");
  if (wanted !== undefined) {
    const chosen = all.find(({ judge }) => judge === wanted);
    if (chosen !== undefined) return chosen;
    throw new UserError(
      `Cannot export ${run.path}: no annotations by judge '${wanted}'. The run has ` +
        `${list || "none at all"}.`,
    );
  }
  if (all.length <= 1) return all[0] ?? null;
  throw new UserError(
    `Cannot export ${run.path}: it has annotations by several judges (${list}). Name one of them, ` +
      `or leave annotations out.`,
  );
}
