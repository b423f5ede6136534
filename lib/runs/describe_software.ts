import { z } from "zod";
import { PROJECT_ROOT, projectPath } from "../base/project_paths.ts";
import { readJson } from "../base/read_json.ts";

/** With what a run was made. */
export interface Software {
  deno: string;
  /** The packages of the import map with their versions: `openai` → `7.57.0`. */
  packages: Readonly<Record<string, string>>;
  /** The project's commit and whether files differ from it; null where it is no git clone. */
  git: { commit: string; dirty: boolean } | null;
}

const CONFIG = z.object({ imports: z.record(z.string(), z.string()) });

/** The versions of Deno, the packages, and this project. */
export async function describeSoftware(): Promise<Software> {
  const { imports } = await readJson(projectPath("deno.json"), CONFIG);
  const specifiers = Object.values(imports).flatMap((target) => {
    const match = /^(?:npm|jsr):(@?[^@]+)@([^/]+)/.exec(target);
    return match?.[1] && match[2] ? [[match[1], match[2]]] : [];
  });
  return {
    deno: Deno.version.deno,
    packages: Object.fromEntries(specifiers),
    git: await describeCommit(),
  };
}

async function describeCommit(): Promise<Software["git"]> {
  const [commit, changes] = await Promise.all([
    git("rev-parse", "HEAD"),
    git("status", "--porcelain", "--untracked-files=no"),
  ]);
  return commit === null ? null : { commit: commit.trim(), dirty: changes !== "" };
}

async function git(...args: string[]): Promise<string | null> {
  try {
    const command = new Deno.Command("git", {
      args: ["-C", PROJECT_ROOT, ...args],
      stdin: "null",
      stderr: "null",
    });
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout) : null;
  } catch {
    return null; // git is not installed, or may not be run
  }
}
