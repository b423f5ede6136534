import { existsSync } from "node:fs";
import { projectPath } from "../base/project_paths.ts";

/**
 * Published material that is not ours to ship, for tests that compare with it: a folder beside
 * the project, `../shared/`. Where it is missing those tests are reported as ignored.
 */
export function sharedPath(...parts: string[]): string {
  return projectPath("..", "shared", ...parts);
}

/**
 * Registers a test that needs published material. Where the material is missing, the test's name
 * says so and the runner counts it as ignored: it never passes without having run.
 */
export function testWithShared(path: string, name: string, run: () => void | Promise<void>): void {
  const missing = !existsSync(sharedPath(path));
  const title = missing ? `${name} (NOT RUN: ../shared/${path} is missing)` : name;
  Deno.test({ name: title, ignore: missing, fn: run });
}
