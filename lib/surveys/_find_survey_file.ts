import { basename, dirname, extname, join } from "node:path";
import { z } from "zod";
import { projectPath, userPath } from "../base/project_paths.ts";
import { readJson } from "../base/read_json.ts";
import { UserError } from "../base/user_error.ts";
import { fetchedSet, type FetchedSetOptions } from "../materials/fetched_set.ts";
import { hashFile } from "../materials/hash_file.ts";
import type { SurveySource } from "./survey_source.ts";

/** A kind of survey file. */
export interface SurveyFileKind {
  /** What is in it, for errors. */
  what: string;
  /** The published set that consists of one such file. */
  set: string;
  /** What it may be called in a folder; the first that is there is taken. */
  names: readonly string[];
}

/** What `about.json` beside files of the user's own says of them. */
export interface AboutSurvey {
  title: string;
  source: string;
  licence: string;
  citation?: string | undefined;
  /** Whether the people do not exist. Default: no. */
  invented?: boolean | undefined;
  /** What the people who answered personality statements are called. */
  people?: string | undefined;
  /** Whether their answers to statements keyed −1 stand reversed in the file. */
  answers_reversed?: boolean | undefined;
}

/** A survey file that is there, and what is known about it. */
export interface FoundSurveyFile {
  path: string;
  source: SurveySource;
  /** Null for published sets, and where there is no `about.json`. */
  about: AboutSurvey | null;
}

const ABOUT = "about.json";

const aboutSchema = z.strictObject({
  title: z.string(),
  source: z.string(),
  licence: z.string(),
  citation: z.string().optional(),
  invented: z.boolean().optional(),
  people: z.string().min(1).optional(),
  answers_reversed: z.boolean().optional(),
});

/**
 * Finds the survey file that a user names: by the name of its published set, of a folder in `data/`, or
 * by the path of a folder or file. In a folder it lies there or in `surveys/`.
 *
 * @throws {UserError} where there is none, or the published set has not been fetched.
 */
export async function findSurveyFile(
  nameOrPath: string,
  { kind, sets }: { kind: SurveyFileKind; sets?: FetchedSetOptions | undefined },
): Promise<FoundSurveyFile> {
  if (nameOrPath === kind.set) return await fetchedFile(kind.set, sets);
  const isPath = /[\\/]/.test(nameOrPath) || extname(nameOrPath) !== "";
  const path = isPath ? userPath(nameOrPath) : projectPath("data", nameOrPath);
  const info = await Deno.stat(path).catch(() => null);
  if (info?.isFile) return await ownFile(path);
  if (info === null) {
    throw new UserError(
      `Cannot find ${kind.what} '${nameOrPath}': there is no ${path}. ` +
        `Expected 'starter', '${kind.set}', a folder in data/, or the path of a folder or file.`,
    );
  }
  const found = await firstFile([join(path, "surveys"), path], kind.names);
  if (found !== null) return await ownFile(found);
  throw new UserError(
    `Cannot find ${kind.what} in ${path}: expected ${kind.names.join(" or ")}, there or in its ` +
      `folder surveys/. A file of another name can be named by its path.`,
  );
}

/** The file of a kind that lies beside another; null where there is none. */
export async function findBeside(
  path: string,
  { names }: SurveyFileKind,
): Promise<FoundSurveyFile | null> {
  const found = await firstFile([dirname(path)], names);
  return found === null ? null : await ownFile(found);
}

async function fetchedFile(set: string, sets?: FetchedSetOptions): Promise<FoundSurveyFile> {
  const { files, title, source, licence, citation } = await fetchedSet(set, sets);
  const [file] = files;
  if (file === undefined) throw new UserError(`Cannot use ${set}: it lists no file.`);
  const about = { title, source, licence, citation };
  return { path: file.path, source: { ...about, ...file, invented: false }, about: null };
}

async function ownFile(path: string): Promise<FoundSurveyFile> {
  const aboutPath = join(dirname(path), ABOUT);
  const hasAbout = await Deno.stat(aboutPath).then(() => true, () => false);
  const about = hasAbout ? await readJson<AboutSurvey>(aboutPath, aboutSchema) : null;
  const source = {
    title: about?.title ?? basename(path),
    source: about?.source ?? "own file",
    licence: about?.licence ?? "not stated",
    citation: about?.citation ?? "",
    path,
    sha256: await hashFile(path) ?? "",
    isVerified: null,
    invented: about?.invented ?? false,
  };
  return { path, source, about };
}

async function firstFile(
  folders: readonly string[],
  names: readonly string[],
): Promise<string | null> {
  for (const folder of folders) {
    for (const name of names) {
      const path = join(folder, name);
      if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
    }
  }
  return null;
}
