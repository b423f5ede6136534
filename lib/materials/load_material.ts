import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { parseCsv } from "../base/read_csv.ts";
import type { CsvTable } from "../base/read_csv.ts";
import { parseJson } from "../base/read_json.ts";
import { decodeUtf8, readBytes } from "../base/read_text.ts";
import { sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user_error.ts";
import { annotationPromptSchema, datasetsSchema, templatesSchema } from "./_material_schemas.ts";
import { checkDatasets } from "./check_datasets.ts";
import { checkTemplates } from "./check_templates.ts";
import type { DatasetDefinition, Material, Templates } from "./material.ts";
import { readItems } from "./read_items.ts";

/**
 * Loads and checks a material folder: `raw/*.csv`, `templates.json`, `annotation_prompt.json` and,
 * where the material defines datasets of its own, `datasets.json`. Without the last, the study's
 * seven datasets (`data/study_datasets.json`) are taken.
 *
 * Raw texts stay exactly as they are in the files, trailing blanks and braces included.
 *
 * @throws {UserError} naming file, line, column or key of whatever does not fit.
 */
export async function loadMaterial(folder: string): Promise<Material> {
  await checkFolder(folder);
  const hashes: Record<string, string> = {};
  const read = async (name: string): Promise<string> => {
    const path = join(folder, name);
    const bytes = await readBytes(path);
    hashes[name] = sha256(bytes);
    return decodeUtf8(bytes, path);
  };
  const datasetsPath = await datasetsFileOf(folder);
  const isOwn = datasetsPath === join(folder, "datasets.json");
  const datasets: readonly DatasetDefinition[] = parseJson(
    isOwn ? await read("datasets.json") : decodeUtf8(await readBytes(datasetsPath), datasetsPath),
    { path: datasetsPath, schema: datasetsSchema },
  );
  checkDatasets(datasets, datasetsPath);

  const templatesPath = join(folder, "templates.json");
  const templates = splitTemplates(
    parseJson(await read("templates.json"), {
      path: templatesPath,
      schema: templatesSchema,
      keepDigits: true,
    }),
  );
  checkTemplates(templates, { datasets, templatesPath, datasetsPath });

  const annotation = parseJson(await read("annotation_prompt.json"), {
    path: join(folder, "annotation_prompt.json"),
    schema: annotationPromptSchema,
    keepDigits: true,
  });

  const tables = new Map<string, CsvTable>();
  for (const file of filesOf(datasets)) {
    const path = join(folder, "raw", file);
    const table = parseCsv(await read(`raw/${file}`), { path });
    tables.set(file, table);
  }
  const items = readItems(datasets, { tables, datasetsPath });
  return { path: folder, datasets, items, templates, annotation, hashes };
}

async function checkFolder(folder: string): Promise<void> {
  const info = await Deno.stat(folder).catch(() => null);
  if (info?.isDirectory) return;
  const found = info === null ? "there is no such folder" : "it is a file";
  throw new UserError(
    `Cannot load the material ${folder}: ${found}. Expected a folder with raw/, templates.json ` +
      `and annotation_prompt.json; data/starter is one.`,
  );
}

async function datasetsFileOf(folder: string): Promise<string> {
  const own = join(folder, "datasets.json");
  const exists = await Deno.stat(own).then(() => true, () => false);
  return exists ? own : projectPath("data", "study_datasets.json");
}

function filesOf(datasets: readonly DatasetDefinition[]): Set<string> {
  return new Set(datasets.flatMap(({ tasks }) => tasks.map(({ file }) => file)));
}

function splitTemplates(
  { seed, ...entries }: { seed: bigint } & Record<string, unknown>,
): Templates {
  const lists: [string, readonly string[]][] = [];
  const texts: [string, string][] = [];
  for (const [key, value] of Object.entries(entries)) {
    if (typeof value === "string") texts.push([key, value]);
    else lists.push([key, value as readonly string[]]);
  }
  return { seed, lists: Object.fromEntries(lists), texts: Object.fromEntries(texts) };
}
