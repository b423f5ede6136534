import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectPath } from "../../base/project_paths.ts";

/** The package that runs GGUF files: llama.cpp for JavaScript, in a prebuilt form. */
export const ENGINE_VERSION = "3.18.1";

/** Where it is installed. It is no part of the main set-up: with its GPU parts it has 750 MB. */
export function engineFolder(): string {
  return projectPath("data", "cache", "local-engine");
}

/** What is imported of an installed engine. */
export function engineEntry(folder: string = engineFolder()): string {
  return join(folder, "node_modules", "node-llama-cpp", "dist", "index.js");
}

/** The file that says that the installation went to its end, and of which version. */
export function engineStamp(folder: string = engineFolder()): string {
  return join(folder, "installed.json");
}

/** Whether the engine of this version is installed, to its end. */
export function isEngineInstalled(folder: string = engineFolder()): boolean {
  const stamp = engineStamp(folder);
  return existsSync(stamp) && existsSync(engineEntry(folder)) &&
    Deno.readTextFileSync(stamp).includes(`"${ENGINE_VERSION}"`);
}
