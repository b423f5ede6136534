import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../base/user_error.ts";
import type { ModelSpec } from "../models/model_spec.ts";
import { addModel } from "./add_model.ts";
import { askedPrompts, type OpenSeries } from "./_asked_prompts.ts";
import type { AskedPromptsOptions } from "./_choose_prompts.ts";
import { describeSoftware } from "./describe_software.ts";
import { changedKey, describeSpec } from "./describe_spec.ts";
import { explainSqlite } from "./explain_sqlite.ts";
import { identifyFile } from "./_identify_file.ts";
import { beginSession } from "./manifest.ts";
import type { RunFile } from "./run_file.ts";
import { lockRun } from "./run_lock.ts";
import { ANSWER_COLUMNS } from "./save_response.ts";
import { RUN_FILE_VERSION } from "./schema.ts";

/** Options of {@linkcode reuseAnswers}; the prompts are chosen as for `generateResponses`. */
export interface ReuseOptions extends AskedPromptsOptions {
  /** The folder of the run to take answers from. It is only read. */
  from: string;
  models: readonly ModelSpec[];
  /** How many answers to each prompt. Default: 1. */
  samples?: number;
  /** Whether answers take the place of rows that failed here. Default: false. */
  retryErrors?: boolean;
}

/** What was taken over for one model. */
export interface ReusedAnswers {
  /** The series' name in this run. */
  model: string;
  /** Its names in the other run; none where nothing there was asked in the same way. */
  theirs: readonly string[];
  /** Rows taken over. */
  reused: number;
}

const COPIED = [...ANSWER_COLUMNS, "created_at"];
const UPDATED = [...COPIED, "origin", "origin_ref"]
  .map((column) => `${column} = excluded.${column}`).join(", ");

/**
 * Takes answers over from another run, each with all that was kept of it: where the text of the
 * prompt, the model with its address, parameters and system message, and the sample's number are the
 * same. Failures are not taken, and an answer that is here stands. What a simulator made up is taken
 * from a run with the same simulator's seed only.
 *
 * @throws {UserError} where there is no such run, it is this one, of another version or being
 * written to, or another task is writing to this one.
 */
export async function reuseAnswers(run: RunFile, options: ReuseOptions): Promise<ReusedAnswers[]> {
  const path = join(options.from, "run.sqlite");
  checkOther(run, path);
  using _lock = lockRun(run, "reuse");
  const software = await describeSoftware();
  try {
    using other = attach(run, path);
    return run.transaction(() => {
      checkVersion(run, path);
      const { from: _, models, ...rest } = options;
      const name = basename(resolve(options.from));
      const endSession = beginSession(run, {
        kind: "reuse",
        software,
        options: {
          ...rest,
          from: name,
          models: models.map((model) => model.name),
          promptIds: options.promptIds?.length,
        },
      });
      using prompts = askedPrompts(run, options);
      const counts = models.map((spec) => reuseModel(run, { spec, options, name, prompts }));
      endSession(counts);
      other.checkUnchanged();
      return counts;
    });
  } catch (error) {
    throw explainSqlite(error, run.path);
  }
}

function checkOther(run: RunFile, path: string): void {
  if (!existsSync(path)) {
    throw new UserError(`Cannot reuse answers: there is no ${path}. Name a run's folder.`);
  }
  if (resolve(path) === resolve(run.path)) {
    throw new UserError(`Cannot reuse answers of ${path} in itself. Name another run's folder.`);
  }
  identifyFile(path);
}

interface OtherRun extends Disposable {
  /** @throws {UserError} where someone has begun to write to it. */
  checkUnchanged(): void;
}

/** Opens the other file beside ours, so that not a byte of it or beside it changes. */
function attach(run: RunFile, path: string): OtherRun {
  // Without a log, nobody has the file open. To open such a file read-only would make a log.
  const isQuiet = !existsSync(`${path}-wal`);
  const url = `${pathToFileURL(resolve(path))}?${isQuiet ? "immutable=1" : "mode=ro"}`;
  run.db.prepare("ATTACH ? AS other").run(url);
  return {
    checkUnchanged() {
      if (!isQuiet || !existsSync(`${path}-wal`)) return;
      throw new UserError(
        `Cannot reuse answers of ${path}: someone has opened it meanwhile. Start again.`,
      );
    },
    [Symbol.dispose]: () => run.db.exec("DETACH other"),
  };
}

function checkVersion(run: RunFile, path: string): void {
  const version = Number(run.db.prepare("PRAGMA other.user_version").get()?.user_version);
  if (version === RUN_FILE_VERSION) return;
  throw new UserError(
    `Cannot reuse answers of ${path}: it is of version ${version}, not ${RUN_FILE_VERSION}. Open ` +
      `it once with a task of this program, which brings it up to date and keeps a copy.`,
  );
}

interface ReuseModelOptions {
  spec: ModelSpec;
  options: ReuseOptions;
  /** The other run's name. */
  name: string;
  prompts: { open(series: { model: string; sample: number; retryErrors: boolean }): OpenSeries };
}

function reuseModel(
  run: RunFile,
  { spec, options, name, prompts }: ReuseModelOptions,
): ReusedAnswers {
  const { samples = 1, retryErrors = false } = options;
  const { model } = addModel(run, spec);
  const theirs = sameSeries(run, spec);
  const copy = (table: string) =>
    run.db.prepare(
      `INSERT INTO responses (prompt_id, model, sample, origin, origin_ref, ${COPIED.join(", ")})
       SELECT p.prompt_id, $model, r.sample, 'reuse', $name || ' ' || o.prompt_id,
         ${COPIED.map((column) => `r.${column}`).join(", ")}
       FROM ${table} JOIN main.prompts p USING (position)
         JOIN other.prompts o ON o.input_hash = p.input_hash AND o.input = p.input
         JOIN other.responses r ON r.prompt_id = o.prompt_id AND r.model = $theirs
           AND r.sample = $sample AND r.status <> 'failed'
       ORDER BY p.position, o.position
       ON CONFLICT (prompt_id, model, sample) DO UPDATE SET ${UPDATED}
       WHERE responses.status = 'failed'`,
    );
  let reused = 0;
  for (let sample = 0; sample < samples; sample++) {
    const { table } = prompts.open({ model, sample, retryErrors });
    const statement = copy(table);
    for (const series of theirs) {
      reused += Number(statement.run({ model, name, theirs: series, sample }).changes);
    }
  }
  return { model, theirs, reused };
}

/** The series of the other run that were asked in the same way, whatever they are called there. */
function sameSeries(run: RunFile, spec: ModelSpec): string[] {
  const described = describeSpec(spec);
  if (described.simulated && seedIn(run, "main") !== seedIn(run, "other")) return [];
  return run.db.prepare("SELECT model, spec FROM other.models ORDER BY rowid").all()
    .filter((row) => changedKey(JSON.parse(String(row.spec)), described) === undefined)
    .map((row) => String(row.model));
}

function seedIn(run: RunFile, database: "main" | "other"): unknown {
  const row = run.db.prepare(`SELECT value FROM ${database}.manifest WHERE key = 'seeds'`).get();
  return row === undefined ? undefined : JSON.parse(String(row.value)).simulator;
}
