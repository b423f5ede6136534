import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectPath } from "../../base/project_paths.ts";
import { readJson } from "../../base/read_json.ts";
import { DOCS_PAGES, docsCommands, readDocsPage } from "./docs_pages.ts";
import { z } from "zod";

const { tasks } = await readJson(
  projectPath("deno.json"),
  z.object({ tasks: z.record(z.string(), z.string()) }),
);

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

for (const page of DOCS_PAGES) {
  Deno.test(`${page} names tasks and options that there are`, async () => {
    for (const { task, args, line } of docsCommands(readDocsPage(page))) {
      if (task === null) continue;
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
    const text = readDocsPage(page);
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
  const all = DOCS_PAGES.flatMap((page) => docsCommands(readDocsPage(page)));
  assert.ok(all.length > 30, `only ${all.length} commands`);
  const survey = all.find(({ line }) => line.includes("--populations"));
  assert.ok(survey?.args.includes("--max-cost"), survey?.line);
});

Deno.test("README.md is at most 150 lines long, with the picture before the first section", () => {
  const text = readDocsPage("README.md");
  assert.ok(text.split("\n").length - 1 <= 150);
  assert.match(text.slice(0, text.indexOf("\n## ")), /!\[[^\]]+\]\(outputs\/example\/figures\//);
});
