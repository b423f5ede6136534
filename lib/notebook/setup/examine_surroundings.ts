import { existsSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "../../base/find_chromium.ts";
import { UserError } from "../../base/user_error.ts";
import { listProviders } from "../../models/catalog.ts";
import { formatBytes, listOutputs } from "../list_outputs.ts";
import { runFileVersion } from "../../runs/run_file_version.ts";
import { RUN_FILE_VERSION } from "../../runs/schema.ts";
import type { Finding } from "./finding.ts";

/** What a set-up and a run of the paper's size take together. */
const NEEDED_BYTES = 2_000_000_000;

/** Whether there is room on the disk that a folder is on. */
export function examineDisk(
  folder: string,
  freeBytes: (folder: string) => number = bytesFree,
): Finding {
  const free = freeBytes(folder);
  return {
    title: "free disk",
    ok: free >= NEEDED_BYTES,
    found: formatBytes(free),
    mend: `Free some: the set-up and a run of the paper's size take up to ${
      formatBytes(NEEDED_BYTES)
    }`,
  };
}

function bytesFree(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Whether the font that figures are drawn with is there. */
export function examineFonts(path: string = fontPath()): Finding {
  const ok = existsSync(path);
  return {
    title: "figures' font",
    ok,
    found: ok ? "DejaVu Sans" : "it is not there",
    mend: "Run 'deno install' in the project's folder, which fetches it",
  };
}

function fontPath(): string {
  return fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"));
}

/** Whether there is a browser for the tests that need one; nothing else does. */
export function examineBrowser(path: string = findChromium() ?? ""): Finding {
  const found = path ||
    "none; without one, tests in a browser do not run, and nothing else needs it " +
      "(install Chromium, or name it in CHROMIUM)";
  return { title: "Chromium", ok: true, found, mend: "" };
}

/** Which providers' keys are set: the variables' names, never a value. None is needed to begin. */
export function examineKeys(
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Finding {
  const names = [...new Set(listProviders().flatMap(({ apiKeyEnv }) => apiKeyEnv ?? []))];
  const set = names.filter((name) => (env(name) ?? "").trim() !== "");
  return {
    title: "keys",
    ok: true,
    found: set.length === 0
      ? `none is set; simulated and local models need none (others: ${names.join(", ")})`
      : `set: ${set.join(", ")}`,
    mend: "",
  };
}

/** Whether the run files below a folder can be read, and which an older program made. */
export async function examineRuns(outputs: string): Promise<Finding[]> {
  const files = (await listOutputs(outputs)).filter(({ path }) => /(^|\/)run\.sqlite$/.test(path));
  return files.map(({ path }) => examineRun(join(outputs, path), `outputs/${path}`));
}

/** Whether a run file can be read by this program. */
export function examineRun(path: string, title: string): Finding {
  if (!existsSync(path)) {
    const mend = "Name the folder of a run, such as --run outputs/my-study";
    return { title, ok: false, found: "there is no such run", mend };
  }
  try {
    const version = runFileVersion(path);
    const isOld = version !== null && version < RUN_FILE_VERSION;
    const found = isOld
      ? `version ${version}: brought to ${RUN_FILE_VERSION} when it is next opened, a copy is kept`
      : `version ${version ?? RUN_FILE_VERSION}`;
    return { title, ok: true, found, mend: "" };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { title, ok: false, found: error.message.replace(/\.$/, ""), mend: "" };
  }
}
