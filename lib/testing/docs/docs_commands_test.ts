import assert from "node:assert/strict";
import { makeDocsProject } from "./docs_project.ts";
import { DOCS_PAGES, docsCommands, readDocsPage } from "./docs_pages.ts";

/** Variables that a reader sets: the project of these tests has them. */
const EXPORT = /^export \w+=/;

Deno.test({
  name: "the commands of README.md and docs/ run",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    await using project = await makeDocsProject();
    await t.step("a command that fails, or that there is not, is noticed", async () => {
      await project.reset();
      for (const line of ["deno task analyze --run outputs/none", "no-such-program"]) {
        assert.notEqual((await project.run({ line, task: null })).code, 0, line);
      }
    });
    for (const page of DOCS_PAGES) {
      const commands = docsCommands(readDocsPage(page))
        .filter(({ line, notRun }) => notRun === null && !EXPORT.test(line));
      if (commands.length === 0) continue;
      await t.step(page, async () => {
        await project.reset();
        for (const { line, task } of commands) {
          const { code, said } = await project.run({ line, task });
          assert.equal(code, 0, `${line}\n${said}`);
        }
      });
    }
  },
});

Deno.test("docsCommands() joins lines, drops notes, and says which blocks are not run and why", () => {
  const page = [
    "```sh\ndeno task annotate --run a \\\n  --judge b   # a note\n\n# here\nls a#b\n```",
    "<!-- not run: a GPU -->\n\n```sh\nvllm serve x\n```",
    '```json\n{ "a": 1 }\n```',
  ].join("\n\n");
  assert.deepEqual(docsCommands(page), [
    {
      line: "deno task annotate --run a --judge b",
      task: "annotate",
      args: ["--run", "a", "--judge", "b"],
      notRun: null,
    },
    { line: "ls a#b", task: null, args: [], notRun: null },
    { line: "vllm serve x", task: null, args: [], notRun: "a GPU" },
  ]);
});
