import { UserError } from "../../base/user_error.ts";
import { nearestNames } from "../../base/nearest_names.ts";
import { chooseJudge } from "../../annotation/choose_judge.ts";
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
  /**
   * Whose annotations; null for none. Default: the run's judge, where it has at most one (people who
   * coded by hand are taken only where they are named).
   */
  judge?: string | null;
}

const MODELS = `SELECT model, series_of, simulated FROM models
  WHERE model IN (SELECT model FROM responses) ORDER BY rowid`;
const JUDGE = `SELECT simulated,
    (SELECT max(variant) + 1 FROM annotations WHERE judge = $judge) AS variants
  FROM judges WHERE judge = $judge`;

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
  const run = openRun(folder, { toRead: true });
  try {
    // All that follows sees the run as it is now.
    run.db.exec("BEGIN");
    return {
      run,
      models: chooseModels(run, models),
      judge: judgeOf(run, judge),
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

function judgeOf(run: RunFile, wanted: string | null | undefined): SourceJudge | null {
  const isJudged = run.db.prepare("SELECT 1 FROM annotations LIMIT 1").get() !== undefined;
  if (wanted === null || (wanted === undefined && !isJudged)) return null;
  const judge = chooseJudge(run, { wanted, to: "export" });
  const { simulated, variants } = run.db.prepare(JUDGE).get({ judge }) ?? {};
  return { judge, simulated: simulated === 1, variants: Number(variants) };
}
