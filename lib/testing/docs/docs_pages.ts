import { projectPath } from "../../base/project_paths.ts";

/** The pages for readers, from the project's root on: every command on them is tested. */
export const DOCS_PAGES: readonly string[] = [
  "README.md",
  "data/starter/README.md",
  ...[...Deno.readDirSync(projectPath("docs"))].map(({ name }) => `docs/${name}`).sort(),
].filter((page) => page.endsWith(".md"));

/** A line of a page that a reader is to type. */
export interface DocsCommand {
  /** The line, its continuations joined, without what follows a number sign. */
  line: string;
  /** What follows `deno task`; null for another program's line. */
  task: string | null;
  /** The words behind the task's name. */
  args: readonly string[];
  /** Why the page's block is not run, as the comment before it says; null where it is run. */
  notRun: string | null;
}

const BLOCK = /(?:<!-- not run: ([^\n]*?) -->\s*)?```sh\n([\s\S]*?)```/g;

/**
 * The lines of a page's blocks of shell (` ```sh `), in order.
 *
 * A block with `<!-- not run: WHY -->` before it needs what a test has not: the network, a key, a graphics
 * card, another machine. Its tasks and options are checked against their `--help`, no more.
 */
export function docsCommands(text: string): DocsCommand[] {
  return [...text.matchAll(BLOCK)].flatMap(([, notRun, block = ""]) =>
    block.replaceAll(/\s*\\\n\s*/g, " ").split("\n")
      // What follows a number sign is a word to the reader.
      .map((line) => line.replace(/(^|\s)#.*/, "").trim())
      .filter((line) => line !== "")
      .map((line) => ({ line, ...taskOf(line), notRun: notRun ?? null }))
  );
}

function taskOf(line: string): Pick<DocsCommand, "task" | "args"> {
  const [, task, rest = ""] = /\bdeno(?:@[\d.]+)? task ([\w:-]+)(.*)/.exec(line) ?? [];
  const args = rest.trim().split(/\s+/).filter((arg) => arg !== "");
  return { task: task ?? null, args };
}

/** The text of a page. */
export function readDocsPage(page: string): string {
  return Deno.readTextFileSync(projectPath(page));
}
