import { join } from "node:path";
import { projectPath, userPath } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { fetchSet } from "../materials/fetch_set.ts";
import { loadMaterial } from "../materials/load_material.ts";
import { lockPathOf } from "../materials/source_lock.ts";
import { sourceState } from "../materials/source_state.ts";
import type { SourcePlace } from "../materials/source_state.ts";
import { readSources, sourceSet } from "../materials/sources.ts";
import type { Sources, SourceSet } from "../materials/sources.ts";
import { takeSetFrom } from "../materials/take_set_from.ts";
import { takeWeights } from "../materials/take_weights.ts";
import { isEngineInstalled } from "../models/local/engine.ts";
import { findPip } from "../notebook/setup/find_pip.ts";
import { runTask, taskCommand } from "./_command.ts";
import { transferProgress } from "./_transfer_progress.ts";

const command = taskCommand("data", "Fetches and verifies published material; lists it by default.")
  .argument("[names...]", "sets to fetch; without names, what there is is listed")
  .option("--from <path>", "take the files from this folder, or a model's weights from a GGUF file")
  .option("--cache <dir>", "where the sets go (default: data/cache)")
  .option("--sources <file>", "the list of published sets (default: data/sources.json)")
  .action(data);

/** Options of `deno task data`. */
interface DataOptions {
  from?: string;
  cache?: string;
  sources?: string;
}

async function data(names: readonly string[], options: DataOptions): Promise<void> {
  const sourcesPath = options.sources === undefined
    ? projectPath("data", "sources.json")
    : userPath(options.sources);
  const sources = await readSources(sourcesPath);
  const cache = options.cache === undefined
    ? projectPath("data", "cache")
    : userPath(options.cache);
  const lockPath = lockPathOf(sourcesPath);
  const placeOf = (name: string) => ({ name, folder: join(cache, name), lockPath });

  if (names.length === 0) {
    if (options.from !== undefined) {
      throw new UserError(
        `Cannot take files from ${options.from}: name the set. ` +
          `Known: ${Object.keys(sources).join(", ")}.`,
      );
    }
    return await list(sources, placeOf);
  }
  const [only = ""] = names;
  if (options.from !== undefined && /\.gguf$/i.test(options.from) && names.length === 1) {
    return await weights(only, { from: userPath(options.from), cache, sources });
  }
  const sets = [...new Set(names)].map((name) => ({ name, set: sourceSet(sources, name) }));
  for (const { name, set } of sets) {
    await bring(set, placeOf(name), options.from === undefined ? null : userPath(options.from));
  }
}

async function list(sources: Sources, placeOf: (name: string) => SourcePlace): Promise<void> {
  for (const [name, set] of Object.entries(sources)) {
    const { state, lacking } = await sourceState(set, placeOf(name));
    const what = state === "incomplete" ? `incomplete (lacks ${lacking.join(", ")})` : state;
    console.log(`${name}: ${what}, ${sizeOf(set)}`);
    console.log(card(set));
  }
  console.log("\nFetch with: deno task data NAME. From a folder: deno task data NAME --from DIR.");
}

async function bring(set: SourceSet, place: SourcePlace, from: string | null): Promise<void> {
  console.log(`${place.name}: ${sizeOf(set)}`);
  console.log(card(set));
  const onLine = (line: string) => console.log(`  ${line}`);
  if (from !== null) await takeSetFrom(set, { ...place, from, onLine });
  else if ((await sourceState(set, place)).state === "there") {
    onLine("already there, every SHA-256 verified");
  } else {
    const onProgress = transferProgress(Deno.stderr);
    await fetchSet(set, { ...place, onLine, onProgress, python: findPip });
  }
  console.log(`  folder:   ${place.folder}`);
  if (set.files.some(({ path }) => path.endsWith(".gguf"))) sayHowToAsk(place.name);
  if (set.material === undefined) return;
  const { items } = await loadMaterial(place.folder);
  const count = new Set([...items.values()].flat().map(({ item }) => item)).size;
  console.log(
    `  a material folder with ${count} items: deno task prompts --materials ` +
      `${place.folder} --out FILE`,
  );
}

interface WeightsOptions {
  from: string;
  cache: string;
  sources: Sources;
}

/** Weights of the user's own, under a name of their own. */
async function weights(name: string, { from, cache, sources }: WeightsOptions): Promise<void> {
  const known = Object.hasOwn(sources, name) ? sources[name] : undefined;
  const { path, sha256 } = await takeWeights(name, { from, cache, known });
  console.log(`${name}: taken from ${from}, SHA-256 ${sha256}\n  file:     ${path}`);
  sayHowToAsk(name);
}

function sayHowToAsk(name: string): void {
  const first = isEngineInstalled() ? "" : "deno task local (once), then ";
  console.log(`  ask it:   ${first}deno task generate … --models local/${name}`);
}

function card({ title, source, licence, citation }: SourceSet): string {
  return [
    `  what:     ${title}`,
    `  source:   ${source}`,
    `  licence:  ${licence}`,
    `  cite:     ${citation}`,
  ].join("\n");
}

function sizeOf({ files }: SourceSet): string {
  const bytes = files.reduce((sum, file) => sum + (file.bytes ?? file.about_bytes ?? 0), 0);
  if (bytes === 0) return "size unknown";
  const megabytes = bytes / 1e6;
  return megabytes < 1 ? `${Math.ceil(bytes / 1e3)} kB` : `${megabytes.toFixed(1)} MB`;
}

await runTask(command);
