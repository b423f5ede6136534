import { join } from "node:path";
import { PROJECT_ROOT } from "../../base/project_paths.ts";
import { examineDisk, examineFonts, examineKeys, examineRuns } from "./examine_surroundings.ts";
import { kernelSpecIsCurrent } from "./kernel_spec.ts";
import { TRIED_DENO } from "./require_tried_deno.ts";
import { fileHash, readStamp, realPath } from "./stamp.ts";
import { venvPaths } from "./venv_paths.ts";

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at. */
  title: string;
  /** Whether it is as it should be. */
  ok: boolean;
  /** What was found. */
  found: string;
  /** What to do where it is not. */
  mend: string;
}

/** Looks at what the notebooks need, changing nothing. */
export async function examine(root: string = PROJECT_ROOT): Promise<Finding[]> {
  const paths = venvPaths(root);
  const stamp = await readStamp(paths);
  const mend = "Run 'deno task demo' or 'deno task lab': both set up what is missing";
  const real = stamp === null ? "" : await realPath(
    stamp.source === "venv" ? paths.python : stamp.python,
  );
  const pinned = stamp?.requirements === await fileHash(join(root, "requirements.txt"));
  const spec = await kernelSpecIsCurrent(paths.kernelSpec, Deno.execPath());
  return [
    {
      title: "Deno",
      ok: Deno.version.deno === TRIED_DENO,
      found: Deno.version.deno,
      mend: `Use 'npx -y deno@${TRIED_DENO} task …': kernels of other versions lose outputs`,
    },
    {
      title: "Jupyter",
      ok: stamp !== null && real !== "" && real === stamp.realPython && pinned,
      found: jupyterFound(stamp?.source, { real, pinned }),
      mend,
    },
    {
      title: "Deno kernel",
      ok: spec,
      found: spec ? "points at this Deno" : "missing or points at another Deno",
      mend,
    },
    await writable("outputs/", join(root, "outputs")),
    await writable(".venv/", paths.folder),
    examineDisk(root),
    examineFonts(),
    examineKeys(),
    ...await examineRuns(join(root, "outputs")),
  ];
}

function jupyterFound(
  source: "venv" | "path" | undefined,
  { real, pinned }: { real: string; pinned: boolean },
): string {
  if (source === undefined) return "not set up, or not to the end";
  if (real === "") return "its Python is gone";
  if (!pinned) return "not as requirements.txt has it now";
  return source === "venv" ? `in .venv, on ${real}` : `the one on PATH, on ${real}`;
}

async function writable(title: string, folder: string): Promise<Finding> {
  const mend = `Make ${folder} writable for you`;
  const probe = join(folder, `.probe-${Deno.pid}`);
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
    return { title, ok: true, found: "can be written", mend };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { title, ok: false, found: `cannot be written (${reason})`, mend };
  }
}
