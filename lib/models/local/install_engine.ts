import { join } from "node:path";
import { oneLine } from "../../base/one_line.ts";
import { projectPath } from "../../base/project_paths.ts";
import { UserError } from "../../base/user_error.ts";
import { writeAtomically } from "../../base/write_atomically.ts";
import { ENGINE_VERSION, engineFolder, engineStamp, isEngineInstalled } from "./engine.ts";

/** Options of {@linkcode installEngine}. */
export interface InstallEngineOptions {
  /** Where it goes. Default: `data/cache/local-engine`. */
  folder?: string;
  /** Ends the work when aborted. */
  signal?: AbortSignal;
}

/** The prebuilt forms for graphics cards, 650 MB that a CPU has no use for, by platform. */
const GPU_PARTS: Readonly<Record<string, readonly string[]>> = {
  "linux-x64": ["cuda", "cuda-ext", "vulkan"],
  "win-x64": ["cuda", "cuda-ext", "vulkan"],
};

/**
 * Installs node-llama-cpp into a folder of its own, through Deno, by a lock file and without its GPU
 * parts, where it is not there yet.
 *
 * @returns whether it had to be installed.
 * @throws {UserError} where it could not be, in one line.
 */
export async function installEngine(
  { folder = engineFolder(), signal }: InstallEngineOptions = {},
): Promise<boolean> {
  if (isEngineInstalled(folder)) return false;
  await Deno.remove(engineStamp(folder)).catch(() => {});
  await writeAtomically(join(folder, "package.json"), JSON.stringify(packageJson(), null, 2));
  await writeAtomically(join(folder, "deno.json"), `{ "nodeModulesDir": "auto" }\n`);
  await Deno.copyFile(
    projectPath("lib", "models", "local", "engine.lock.json"),
    join(folder, "deno.lock"),
  );
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--frozen", "--quiet"],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    signal,
  }).output();
  signal?.throwIfAborted();
  if (code !== 0) {
    const why = oneLine(new TextDecoder().decode(stderr)).trim().slice(0, 300);
    throw new UserError(
      `Cannot install node-llama-cpp ${ENGINE_VERSION}, which runs local models: ${why} Check the ` +
        `network and try again: deno task local. A server on this machine needs none of it: see ` +
        `docs/local.md.`,
    );
  }
  await writeAtomically(engineStamp(folder), `{ "version": "${ENGINE_VERSION}" }\n`);
  return true;
}

/** The form without a GPU stands in for those with one: nothing of theirs is fetched. */
function packageJson(): Record<string, unknown> {
  const overrides = Object.entries(GPU_PARTS).flatMap(([platform, parts]) =>
    parts.map((part) => [
      `@node-llama-cpp/${platform}-${part}`,
      `npm:@node-llama-cpp/${platform}@${ENGINE_VERSION}`,
    ])
  );
  return {
    private: true,
    dependencies: { "node-llama-cpp": ENGINE_VERSION },
    overrides: Object.fromEntries(overrides),
  };
}
