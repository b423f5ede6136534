import { stripVTControlCharacters } from "node:util";
import { PROJECT_ROOT } from "../base/project_paths.ts";
import { UserError } from "../base/user_error.ts";
import { textLines } from "../base/text_lines.ts";

/** What a run of the tests came to. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Options of `deno test` that are passed on; those in the second list take a value. */
const FLAGS = ["--fail-fast", "--no-check", "--parallel", "--quiet", "--trace-leaks", "--clean"];
const WITH_VALUE = ["--filter", "--ignore", "--shuffle", "--coverage"];

/**
 * Checks what is passed on to `deno test`.
 *
 * @throws {UserError} naming the first option that is none of these.
 */
export function checkTestArguments(args: readonly string[]): void {
  for (const arg of args) {
    if (!arg.startsWith("-")) continue;
    const [name = ""] = arg.split("=");
    if (FLAGS.includes(arg) || WITH_VALUE.includes(name)) continue;
    throw new UserError(
      `Unknown option '${arg}' of deno task test. It takes files or folders and ` +
        `${[...FLAGS, ...WITH_VALUE].join(", ")}.`,
    );
  }
}

/**
 * Tests that need the process, or the machine, for themselves: they set its variables, or run a
 * JupyterLab, or a kernel whose messages must come in time.
 */
const ALONE = [
  "lib/notebook/kernel_stress_test.ts",
  "lib/notebook/notebook_values_test.ts",
  "lib/notebook/notebooks_in_lab_test.ts",
  "lib/notebook/people_in_lab_test.ts",
  "lib/notebook/plain_jupyter_test.ts",
  "lib/notebook/start_lab_test.ts",
  "lib/base/project_paths_test.ts",
  "lib/models/create_client_test.ts",
  "lib/runs/batch/submit_batches_test.ts",
];

/**
 * Runs `deno test` over the project (or over what `args` names), shows all that it prints, and
 * counts. Steps of a test are not counted on their own. Without arguments, as many files of tests run
 * at once as there are processors, and then one by one those that need the machine for themselves.
 */
export async function runTests(args: readonly string[]): Promise<TestCounts> {
  checkTestArguments(args);
  if (args.length > 0) {
    // Relative paths mean the folder in which the user stood.
    const hasPaths = args.some((arg) => !arg.startsWith("-"));
    return await testOnce(args, hasPaths ? Deno.env.get("INIT_CWD") : PROJECT_ROOT);
  }
  const most = await testOnce(["--parallel", `--ignore=${ALONE.join(",")}`], PROJECT_ROOT);
  const rest = await testOnce(ALONE, PROJECT_ROOT);
  return {
    passed: most.passed + rest.passed,
    failed: most.failed + rest.failed,
    skipped: most.skipped + rest.skipped,
  };
}

async function testOnce(args: readonly string[], cwd: string | undefined): Promise<TestCounts> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", ...args],
    cwd,
    env: Deno.stdout.isTerminal() ? { FORCE_COLOR: "1" } : {},
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines: string[] = [];
  for await (const line of textLines(child.stdout)) {
    console.log(line);
    lines.push(stripVTControlCharacters(line));
  }
  const { code } = await child.status;
  for (const name of ignoredTests(lines)) console.log(`skipped: ${name}`);
  return countTests(lines, code);
}

/**
 * Counts from what `deno test` printed: its last summary line. A run that ended in an error without
 * a failed test (a type error, say) counts as one failure, and so does a run without any test.
 */
export function countTests(lines: readonly string[], exitCode: number): TestCounts {
  const summary = lines.findLast((line) => /^(ok|FAILED) \| \d+ passed/.test(line)) ?? "";
  const count = (word: string) =>
    Number(new RegExp(`\\| (\\d+) ${word}\\b`).exec(summary)?.[1] ?? 0);
  const counts = { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
  const nothingRan = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (exitCode !== 0 || nothingRan)) counts.failed = 1;
  return counts;
}

/** The tests that `deno test` says it left out, by name. */
export function ignoredTests(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^(.+) \.\.\. ignored \(/.exec(line)?.[1] ?? []);
}

/** The last line of a run: `12 passed, 0 failed`, and what was skipped where something was. */
export function countsLine({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed` + (skipped > 0 ? `, ${skipped} skipped` : "");
}
