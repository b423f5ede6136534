import { join } from "node:path";
import { PROJECT_ROOT } from "../../base/project_paths.ts";
import {
  examineDeno,
  examineFolder,
  examineJupyter,
  examineKernel,
  examinePython,
} from "./examine_set_up.ts";
import {
  examineBrowser,
  examineDisk,
  examineFonts,
  examineKeys,
  examineRun,
  examineRuns,
} from "./examine_surroundings.ts";
import type { Finding } from "./finding.ts";
import { venvPaths } from "./venv_paths.ts";

/** Options of {@linkcode examine}. */
export interface ExamineOptions {
  /** The project's root. Default: this project. */
  root?: string;
  /** The folder of one run to look at. Default: all below `outputs/`. */
  run?: string;
}

/** Looks at what the notebooks need, changing nothing. */
export async function examine(
  { root = PROJECT_ROOT, run }: ExamineOptions = {},
): Promise<Finding[]> {
  const outputs = join(root, "outputs");
  const jupyter = await examineJupyter(root);
  return [
    examineDeno(),
    ...(jupyter.ok ? [] : [await examinePython()]),
    jupyter,
    await examineKernel(root),
    await examineFolder("outputs/", outputs),
    await examineFolder(".venv/", venvPaths(root).folder),
    examineDisk(root),
    examineFonts(),
    examineBrowser(),
    examineKeys(),
    ...(run === undefined
      ? await examineRuns(outputs)
      : [examineRun(join(run, "run.sqlite"), join(run, "run.sqlite"))]),
  ];
}
