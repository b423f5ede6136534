import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { projectPath } from "../base/project_paths.ts";

/** The library's folders from the top down; those of one line may use each other. */
const LAYERS: readonly (readonly string[])[] = [
  ["cli", "notebook"],
  ["figures"],
  ["analysis", "surveys"],
  ["annotation"],
  ["runs"],
  ["models"],
  ["prompts"],
  ["materials"],
  ["base"],
];

interface Import {
  /** Paths below `lib/`, with `/` between the parts. */
  from: string;
  to: string;
}

Deno.test("the library's folders import only what lies below them", async () => {
  const imports = await libraryImports();
  assert.ok(imports.length > 300, `only ${imports.length} imports were found`);
  for (const { from } of imports) {
    assert.ok(layerOf(from) !== -1, `lib/${from} is in a folder that LAYERS does not name`);
  }
  assert.deepEqual(imports.filter(pointsUpwards), []);
});

Deno.test("only tests use lib/testing, and only its own folder uses a file that starts with _", async () => {
  const wrong = (await libraryImports()).filter(({ from, to }) =>
    folderOf(to) === "testing" || (/(^|\/)_[^/]*$/.test(to) && folderOf(from) !== folderOf(to))
  );
  assert.deepEqual(wrong, []);
});

Deno.test("a file that imports from a folder above its own would be found", () => {
  assert.ok(pointsUpwards({ from: "runs/a.ts", to: "annotation/b.ts" }));
  assert.ok(!pointsUpwards({ from: "annotation/b.ts", to: "runs/a.ts" }));
  assert.ok(!pointsUpwards({ from: "cli/a.ts", to: "notebook/setup/b.ts" }));
});

function pointsUpwards({ from, to }: Import): boolean {
  return layerOf(to) < layerOf(from);
}

function layerOf(path: string): number {
  return LAYERS.findIndex((folders) => folders.includes(folderOf(path)));
}

function folderOf(path: string): string {
  return path.split("/")[0] ?? "";
}

/** What the library's files import of each other; tests and what serves them are left out. */
async function libraryImports(): Promise<Import[]> {
  const imports: Import[] = [];
  for (const from of await sourceFiles("")) {
    const text = await Deno.readTextFile(projectPath("lib", from));
    for (const [, target = ""] of text.matchAll(/\b(?:from|import)[ (]"(\.[^"]+)"/g)) {
      const to = relative(projectPath("lib"), projectPath("lib", dirname(from), target));
      if (!to.startsWith("..")) imports.push({ from, to: to.replaceAll("\\", "/") });
    }
  }
  return imports;
}

async function sourceFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(projectPath("lib", folder))) {
    const path = join(folder, name).replaceAll("\\", "/");
    if (isDirectory && path !== "testing") files.push(...await sourceFiles(path));
    const isSource = name.endsWith(".ts") && !name.endsWith("_test.ts") && path !== "mod.ts";
    if (!isDirectory && isSource) files.push(path);
  }
  return files;
}
