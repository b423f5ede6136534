import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { SpecDescription } from "../../runs/describe_spec.ts";
import {
  type Manifest,
  readManifest,
  readSessions,
  type SessionRecord,
} from "../../runs/manifest.ts";
import { reportedVersions } from "../../runs/reported_versions.ts";
import { openRun, type RunFile } from "../../runs/run_file.ts";

/** How a run came to be, as far as it notes that itself. */
export interface RunFacts {
  manifest: Partial<Manifest>;
  sessions: readonly SessionRecord[];
  models: readonly ModelFacts[];
  judge: JudgeFacts;
  /** What has at least one response. */
  asked: { prompts: number; items: number; samples: number };
}

/** How one model was asked. */
export interface ModelFacts {
  name: string;
  spec: SpecDescription;
  simulated: boolean;
  /** Responses, failures included. */
  responses: number;
  /** When the first and the last were saved; ISO 8601, UTC. */
  first: string;
  last: string;
  /** The versions that the provider named, the most frequent first. */
  reported: readonly string[];
}

/** How the judge was asked. */
export interface JudgeFacts {
  name: string;
  /** As the run keeps it: kind, model, parameters, hash of the prompt, rule for missing answers. */
  spec: Readonly<Record<string, unknown>>;
  simulated: boolean;
  annotations: number;
  first: string;
  last: string;
}

/**
 * Reads how a run came to be.
 *
 * @throws {UserError} where there is no such run.
 */
export function readRunFacts(folder: string, judge: string): RunFacts {
  using run = openRun(folder, { toRead: true });
  return {
    manifest: readManifest(run),
    sessions: readSessions(run),
    models: readModels(run),
    judge: readJudge(run, judge),
    asked: readAsked(run),
  };
}

function readModels(run: RunFile): ModelFacts[] {
  const versions = reportedVersions(run);
  return run.statement(
    `SELECT m.model, m.spec, m.simulated, count(*) AS responses, min(r.created_at) AS first,
       max(r.created_at) AS last
     FROM models m JOIN responses r USING (model) GROUP BY m.model ORDER BY m.rowid`,
  ).all().map((row) => ({
    name: String(row.model),
    spec: JSON.parse(String(row.spec)),
    simulated: row.simulated === 1,
    ...countAndTimes(row, "responses"),
    reported: [
      ...new Set(
        versions.filter(({ model }) => model === row.model)
          .flatMap(({ reportedModel }) => reportedModel ?? []),
      ),
    ],
  }));
}

function readJudge(run: RunFile, name: string): JudgeFacts {
  const judge = first(run, "SELECT spec, simulated FROM judges WHERE judge = ?", name);
  const counts = first(
    run,
    `SELECT count(*) AS annotations, min(created_at) AS first, max(created_at) AS last
     FROM annotations WHERE judge = ?`,
    name,
  );
  return {
    name,
    spec: JSON.parse(String(judge.spec ?? "{}")),
    simulated: judge.simulated === 1,
    ...countAndTimes(counts, "annotations"),
  };
}

function readAsked(run: RunFile): RunFacts["asked"] {
  const row = first(
    run,
    `SELECT count(*) AS prompts, count(DISTINCT item) AS items,
       (SELECT count(DISTINCT sample) FROM responses) AS samples
     FROM prompts WHERE prompt_id IN (SELECT prompt_id FROM responses)`,
  );
  return {
    prompts: Number(row.prompts),
    items: Number(row.items),
    samples: Number(row.samples),
  };
}

function countAndTimes<Name extends string>(
  row: Readonly<Record<string, SQLOutputValue>>,
  name: Name,
): Record<Name, number> & { first: string; last: string } {
  const counted = { [name]: Number(row[name]) } as Record<Name, number>;
  return { ...counted, first: String(row.first ?? ""), last: String(row.last ?? "") };
}

function first(
  run: RunFile,
  sql: string,
  ...values: SQLInputValue[]
): Readonly<Record<string, SQLOutputValue>> {
  return run.statement(sql).get(...values) ?? {};
}
