import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { readJson } from "../base/read_json.ts";
import { z } from "zod";

const PAGES = [
  "README.md",
  "data/starter/README.md",
  ...[...Deno.readDirSync(projectPath("docs"))].map(({ name }) => `docs/${name}`).sort(),
].filter((page) => page.endsWith(".md"));

const { tasks } = await readJson(
  projectPath("deno.json"),
  z.object({ tasks: z.record(z.string(), z.string()) }),
);

/** A line of a page that a reader is to type. */
interface Command {
  task: string;
  args: readonly string[];
  line: string;
}

/** The `deno task …` lines of a page's blocks of shell, their continuations joined. */
function commandsOf(page: string): Command[] {
  const text = Deno.readTextFileSync(projectPath(page));
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  return blocks.flatMap((block) => block.replaceAll(/\\\n\s*/g, " ").split("\n"))
    .flatMap((line) => {
      const [, task, rest = ""] = /\bdeno(?:@[\d.]+)? task ([\w:-]+)(.*)/.exec(line) ?? [];
      if (task === undefined) return [];
      // What follows a number sign is a word to the reader.
      const args = rest.replace(/\s#.*/, "").trim().split(/\s+/).filter((arg) => arg !== "");
      return [{ task, args, line: line.trim() }];
    });
}

/** What tasks, and their parts in two words such as 'batch export', say of their options; asked once. */
const helps = new Map<string, Promise<string>>();

function helpOf(...words: string[]): Promise<string> {
  const name = words.join(" ");
  const known = helps.get(name) ?? askHelp(words);
  helps.set(name, known);
  return known;
}

async function askHelp([task = "", ...part]: readonly string[]): Promise<string> {
  const file = / (\S+\.ts)\b/.exec(tasks[task] ?? "")?.[1] ?? "";
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", projectPath(file), ...part, "--help"],
    env: { NO_COLOR: "1" },
  }).output();
  assert.ok(success, `deno task ${task} ${part.join(" ")} --help fails`);
  return new TextDecoder().decode(stdout);
}

for (const page of PAGES) {
  Deno.test(`${page} names tasks and options that there are`, async () => {
    for (const { task, args, line } of commandsOf(page)) {
      assert.ok(Object.hasOwn(tasks, task), `there is no task '${task}': ${line}`);
      const options = args.flatMap((arg) => /^--[a-z][\w-]*/.exec(arg)?.[0] ?? []);
      if (options.length === 0) continue;
      const part = task === "batch" ? args.slice(0, 1) : [];
      const words = await helpOf(task, ...part);
      for (const option of options) {
        assert.ok(new RegExp(`${option}\\b`).test(words), `there is no ${option}: ${line}`);
      }
    }
  });

  Deno.test(`${page} links to files that there are`, () => {
    const text = Deno.readTextFileSync(projectPath(page));
    const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link = ""]) => link)
      .filter((link) => !/^[a-z]+:/.test(link));
    for (const link of links) {
      assert.ok(
        existsSync(join(dirname(projectPath(page)), link)),
        `${page}: ${link} is not there`,
      );
    }
  });
}

Deno.test("the pages' commands are found, continued lines and notes among them", () => {
  const all = PAGES.flatMap(commandsOf);
  assert.ok(all.length > 30, `only ${all.length} commands`);
  const survey = all.find(({ line }) => line.includes("--populations"));
  assert.ok(survey?.args.includes("--max-cost"), survey?.line);
});
