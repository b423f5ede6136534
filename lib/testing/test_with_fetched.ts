import { existsSync } from "node:fs";
import { projectPath } from "../base/project_paths.ts";

/**
 * Registers a test that needs published files which `deno task data` fetches. Where one has not been
 * fetched, the test's name says so and how to, and the runner counts it as ignored.
 *
 * @param files `<set>/<path>`, as in the cache.
 */
export function testWithFetched(
  files: readonly string[],
  name: string,
  run: () => Promise<void>,
): void {
  const missing = files.find((file) => !existsSync(projectPath("data", "cache", file)));
  const title = missing === undefined
    ? name
    : `${name} (NOT RUN: data/cache/${missing} is missing: deno task data ${
      missing.split("/")[0]
    })`;
  Deno.test({ name: title, ignore: missing !== undefined, fn: run });
}
