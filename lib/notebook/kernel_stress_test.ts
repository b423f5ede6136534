import assert from "node:assert/strict";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { writeNotebook } from "../testing/write_notebook.ts";
import { runNotebooks } from "./run_notebooks.ts";
import { setUp } from "./setup/set_up.ts";

/**
 * Kernels of some Deno releases report that a cell is done before its outputs are out, and so lose
 * them: a figure or a number would be missing from a notebook without a word. This runs every kind
 * of output through the kernel that is in use; it must pass before another Deno is adopted.
 *
 * Within a cell, what it prints keeps its order on each stream; streams and results come by ways of
 * their own, so that on a busy machine a result can overtake a line printed before it.
 */
const KINDS: readonly ((n: number) => { source: string; expected: string[] })[] = [
  (n) => ({ source: `${n} * 2`, expected: [`result ${n * 2}`] }),
  (n) => ({
    source: `for (let i = 0; i < 5; i++) console.log("line", ${n}, i);`,
    expected: [`stdout ${[0, 1, 2, 3, 4].map((i) => `line ${n} ${i}`).join("|")}`],
  }),
  (n) => ({
    source: `console.log("before"); console.error("problem ${n}"); "after ${n}"`,
    expected: ["stdout before", `stderr problem ${n}`, `result "after ${n}"`],
  }),
  (n) => ({
    source: `await new Promise((go) => setTimeout(go, 5));\nDeno.jupyter.html\`<i>${n}</i>\``,
    expected: [`html <i>${n}</i>`],
  }),
  (n) => ({
    source: [
      `await Deno.jupyter.display({ "text/plain": "begun" }, { raw: true, display_id: "d${n}" });`,
      `await new Promise((go) => setTimeout(go, 100));`,
      `await Deno.jupyter.display({ "text/plain": "ended ${n}" }, ` +
      `{ raw: true, display_id: "d${n}", update: true });`,
    ].join("\n"),
    expected: [`display ended ${n}`],
  }),
  (n) => ({
    source: `const big${n} = "x".repeat(200_000); Deno.jupyter.html\`<u>\${big${n}}</u>\``,
    expected: [`html <u>${"x".repeat(200_000)}</u>`],
  }),
];

interface Output {
  output_type: string;
  name?: string;
  text?: string;
  evalue?: string;
  data?: Record<string, string>;
}

function described(output: Output): string {
  if (output.output_type === "stream") {
    return `${output.name} ${(output.text ?? "").trimEnd().replaceAll("\n", "|")}`;
  }
  if (output.output_type === "error") return `error ${output.evalue}`;
  const html = output.data?.["text/html"];
  if (html !== undefined) return `html ${html}`;
  const kind = output.output_type === "display_data" ? "display" : "result";
  return `${kind} ${stripVTControlCharacters(output.data?.["text/plain"] ?? "")}`;
}

Deno.test("the kernel loses no output of 60 cells of every kind, nor mixes those of two cells", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "stress.ipynb");
  const cells = Array.from({ length: 59 }, (_, n) => KINDS[n % KINDS.length]?.(n)).filter((cell) =>
    cell !== undefined
  );
  const failing = { source: `console.log("last"); throw new Error("at the end")` };
  await writeNotebook(path, [...cells, failing].map(({ source }) => source));
  const output = join(folder.path, "out");
  const jupyter = await setUp({ say: () => {} });
  await assert.rejects(runNotebooks([path], { jupyter, output }), /code cell \[60\]/);
  const found = await outputsOf(join(output, "stress.ipynb"));
  assert.equal(found.length, 60);
  for (const [index, { expected }] of cells.entries()) {
    assert.deepEqual(found[index]?.toSorted(), expected.toSorted(), `cell ${index + 1}`);
  }
  assert.deepEqual(found[59]?.toSorted(), ["error at the end", "stdout last"]);
});

/** For each code cell its outputs, described. */
async function outputsOf(path: string): Promise<string[][]> {
  const joined = JSON.parse(
    await Deno.readTextFile(path),
    (_, value) =>
      Array.isArray(value) && value.every((part) => typeof part === "string")
        ? value.join("")
        : value,
  ) as { cells: { cell_type: string; outputs: Output[] | "" }[] };
  const code = joined.cells.filter((cell) => cell.cell_type === "code");
  return code.map(({ outputs }) => outputs === "" ? [] : outputs.map(described));
}
