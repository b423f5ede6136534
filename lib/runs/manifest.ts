import { basename } from "node:path";
import type { Material } from "../materials/material.ts";
import type { RunFile } from "./run_file.ts";
import type { Software } from "./describe_software.ts";

/** What a run notes about how it came to be. No key, no path of the machine. */
export interface Manifest {
  /** When the run was made; ISO 8601, UTC. */
  created_at: string;
  /** Whether any of its models is made up by the simulator. */
  simulated: boolean;
  /** The prompts in the run: how many, and the SHA-256 of their ids and texts in order. */
  prompts: { count: number; sha256: string };
  /** The materials that prompts were built from. */
  materials: readonly MaterialRecord[];
  /** The files that prompts were read from. */
  prompts_files: readonly { name: string; sha256: string }[];
  /** The file that all prompts came from, and what `prompts` said of them then: two SHA-256. */
  prompts_from: { file: string; prompts: string };
  /** Of a survey's run: which survey, who was asked, where it comes from; see `SurveyRecord`. */
  survey: Readonly<Record<string, unknown>>;
  /** Seeds by purpose: `simulator`. Texts, since seeds may be integers of any size. */
  seeds: Readonly<Record<string, string>>;
}

/** A material that prompts were built from. */
export interface MaterialRecord {
  /** The folder's name. */
  name: string;
  /** The seed of the draws, as a text. */
  seed: string;
  /** Each file's SHA-256. */
  hashes: Readonly<Record<string, string>>;
}

/** One time that answers were taken into the run. */
export interface SessionRecord {
  /** `generate`, `annotate`, `import` or `reuse`. */
  kind: string;
  started_at: string;
  /** Null while it runs, and for ever if the process was killed. */
  ended_at: string | null;
  software: Software;
  /** What was asked for: models, samples, limit, concurrency; or files and column map. */
  options: Readonly<Record<string, unknown>>;
  /** Counts by model; null until the end. */
  summary: unknown;
}

const PUT = `INSERT INTO manifest (key, value) VALUES (?, ?)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
const ENTRIES = "SELECT key, value FROM manifest WHERE key NOT GLOB 'session *'";
const SESSIONS = "SELECT value FROM manifest WHERE key GLOB 'session *' ORDER BY rowid";

/** What the run notes about itself; an entry that nobody wrote is missing. */
export function readManifest(run: RunFile): Partial<Manifest> {
  const rows = run.statement(ENTRIES).all();
  return Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(String(value))]));
}

/** Notes entries, in place of what was there under their names. */
export function writeManifest(run: RunFile, entries: Partial<Manifest>): void {
  run.transaction(() => {
    for (const [key, value] of Object.entries(entries)) {
      if (value !== undefined) run.statement(PUT).run(key, JSON.stringify(value));
    }
  });
}

/** Notes a seed beside those already there. */
export function noteSeed(run: RunFile, purpose: string, seed: bigint | number): void {
  run.transaction(() => {
    const seeds = { ...readManifest(run).seeds, [purpose]: String(seed) };
    writeManifest(run, { seeds });
  });
}

/** Notes a material that prompts of the run were built from. */
export function noteMaterial(run: RunFile, { path, templates, hashes }: Material): void {
  const record = { name: basename(path), seed: String(templates.seed), hashes };
  run.transaction(() => {
    writeManifest(run, { materials: withRecord(readManifest(run).materials, record) });
  });
}

/** Notes a file that prompts of the run were read from. */
export function notePromptsFile(run: RunFile, { path, sha256 }: HashedFile): void {
  const record = { name: basename(path), sha256 };
  run.transaction(() => {
    writeManifest(run, { prompts_files: withRecord(readManifest(run).prompts_files, record) });
  });
}

/** A file and the SHA-256 of its bytes, in hex. */
export interface HashedFile {
  path: string;
  sha256: string;
}

/** Notes that all prompts of the run are those of the file with this SHA-256. */
export function noteAllPromptsFrom(run: RunFile, file: string): void {
  const { prompts } = readManifest(run);
  if (prompts !== undefined) {
    writeManifest(run, { prompts_from: { file, prompts: prompts.sha256 } });
  }
}

/**
 * Whether the run's prompts are those of the file with this SHA-256 and no others, as noted, and have
 * not changed since: then a file of a million prompts need not be read to go on.
 */
export function areAllPromptsFrom(run: RunFile, file: string): boolean {
  const { prompts, prompts_from: noted } = readManifest(run);
  return noted !== undefined && noted.file === file && noted.prompts === prompts?.sha256;
}

function withRecord<T>(before: readonly T[] = [], record: T): readonly T[] {
  const isThere = before.some((known) => JSON.stringify(known) === JSON.stringify(record));
  return isThere ? before : [...before, record];
}

/** The sessions of a run, in order. */
export function readSessions(run: RunFile): SessionRecord[] {
  return run.statement(SESSIONS).all().map(({ value }) => JSON.parse(String(value)));
}

/**
 * Notes the start of a session.
 *
 * @returns A function that notes its end, with the counts.
 */
export function beginSession(
  run: RunFile,
  session: Pick<SessionRecord, "kind" | "software" | "options">,
): (summary: unknown) => void {
  const key = `session ${crypto.randomUUID()}`;
  const record: SessionRecord = {
    kind: session.kind,
    started_at: new Date().toISOString(),
    ended_at: null,
    software: session.software,
    options: session.options,
    summary: null,
  };
  run.statement(PUT).run(key, JSON.stringify(record));
  return (summary) => {
    const ended = { ...record, ended_at: new Date().toISOString(), summary };
    run.statement(PUT).run(key, JSON.stringify(ended));
    run.checkpoint();
  };
}
