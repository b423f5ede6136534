import assert from "node:assert/strict";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { UserError } from "../base/user_error.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { writeNotebook } from "../testing/write_notebook.ts";
import type { NotebookEvent } from "./notebook_event.ts";
import { runNotebooks } from "./run_notebooks.ts";
import { setUp } from "./setup/set_up.ts";

interface ExecutedCell {
  cell_type: string;
  execution_count?: number | null;
  outputs?: { output_type: string; text?: string | string[]; data?: Record<string, unknown> }[];
}

async function executedCells(path: string): Promise<ExecutedCell[]> {
  const notebook = JSON.parse(await Deno.readTextFile(path)) as { cells: ExecutedCell[] };
  return notebook.cells.filter((cell) => cell.cell_type === "code");
}

async function quietJupyter() {
  return await setUp({ say: () => {} });
}

function isRunning(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch {
    return false;
  }
}

Deno.test("runNotebooks() runs each in a fresh kernel, in its own folder, and keeps both forms", async () => {
  await using folder = await temporaryFolder();
  const [one, two] = [
    join(folder.path, "nb", "01_one.ipynb"),
    join(folder.path, "nb", "02_two.ipynb"),
  ];
  await writeNotebook(one, ["const x: number = 41;", "x + 1", "Deno.env.get('NEUTRALITY_RUN')"]);
  await writeNotebook(two, ["typeof x", "Deno.cwd()"]);
  const events: NotebookEvent[] = [];
  const output = join(folder.path, "out");
  const finished = await runNotebooks([one, two], {
    jupyter: await quietJupyter(),
    output,
    env: { NEUTRALITY_RUN: "trial" },
    onEvent: (event) => events.push(event),
  });
  assert.equal(finished, true);
  assert.deepEqual(await results(join(output, "01_one.ipynb")), ["", "42", '"trial"']);
  const own = `"${join(folder.path, "nb")}"`;
  assert.deepEqual(await results(join(output, "02_two.ipynb")), ['"undefined"', own]);
  assert.deepEqual(
    events.flatMap((event) => event.event === "cell" ? [`${event.done}/${event.total}`] : []),
    ["1/3", "2/3", "3/3", "1/2", "2/2"],
  );
  assert.match(await Deno.readTextFile(join(output, "02_two.html")), /^<!DOCTYPE html>/);
});

/** What each code cell showed first, as plain text. */
async function results(path: string): Promise<string[]> {
  const cells = await executedCells(path);
  return cells.map(({ outputs }) => {
    const text = outputs?.[0]?.data?.["text/plain"] ?? "";
    return stripVTControlCharacters(Array.isArray(text) ? text.join("") : String(text));
  });
}

Deno.test("runNotebooks() makes pages that load nothing from anywhere", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "01_page.ipynb");
  await writeNotebook(path, ["Deno.jupyter.html`<b>bold</b>`"]);
  await runNotebooks([path], { jupyter: await quietJupyter(), output: join(folder.path, "out") });
  const html = await Deno.readTextFile(join(folder.path, "out", "01_page.html"));
  assert.match(html, /<b>bold<\/b>/);
  assert.doesNotMatch(html, /<(script|link|img|iframe)[^>]+(src|href)\s*=\s*["']?(https?:)?\/\//i);
  assert.doesNotMatch(html, /import\(|@import|url\(["']?https?:|cdnjs|<script[^>]+src=""/i);
});

Deno.test("runNotebooks() names notebook, cell, first line and message of a failure, and keeps it", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "03_bad.ipynb");
  await writeNotebook(path, ["1", "// look here\nthrow new Error('boom')", "'never'"]);
  const output = join(folder.path, "out");
  await assert.rejects(
    runNotebooks([path], { jupyter: await quietJupyter(), output }),
    (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /^Notebook 03_bad failed at code cell \[2\] \(cell 3 of the notebook\)/,
      );
      assert.match(
        error.message,
        /'\/\/ look here': Error: boom\. The partly executed notebook is /,
      );
      return true;
    },
  );
  const cells = await executedCells(join(output, "03_bad.ipynb"));
  assert.deepEqual(cells.map((cell) => cell.execution_count), [1, 2, null]);
  assert.equal(cells[1]?.outputs?.[0]?.output_type, "error");
});

Deno.test("runNotebooks() says that the kernel ended when a cell ends it", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "01_dies.ipynb");
  await writeNotebook(path, ["1", "Deno.exit(3)"]);
  await assert.rejects(
    runNotebooks([path], { jupyter: await quietJupyter(), output: join(folder.path, "out") }),
    /code cell \[2\].*'Deno\.exit\(3\)': the kernel ended/,
  );
});

Deno.test("runNotebooks() stops on its signal, leaves no kernel, and keeps what ran", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "01_long.ipynb");
  await writeNotebook(path, ["'first'", "await new Promise((go) => setTimeout(go, 600_000))"]);
  const controller = new AbortController();
  let kernel = 0;
  const output = join(folder.path, "out");
  const finished = await runNotebooks([path], {
    jupyter: await quietJupyter(),
    output,
    signal: controller.signal,
    onEvent(event) {
      if (event.event === "kernel") kernel = event.pid ?? 0;
      if (event.event === "cell") controller.abort();
    },
  });
  assert.equal(finished, false);
  assert.notEqual(kernel, 0);
  assert.equal(isRunning(kernel), false);
  const cells = await executedCells(join(output, "01_long.ipynb"));
  assert.deepEqual(cells.map((cell) => cell.outputs?.length), [1, 0]);
});

Deno.test("runNotebooks() gives up on a cell that takes longer than it may", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "01_slow.ipynb");
  await writeNotebook(path, ["await new Promise((go) => setTimeout(go, 600_000))"]);
  await assert.rejects(
    runNotebooks([path], {
      jupyter: await quietJupyter(),
      output: join(folder.path, "out"),
      cellTimeout: 1,
    }),
    /code cell \[1\].*took longer than it may/,
  );
});

Deno.test("runNotebooks() sets parameters in a cell of their own, behind those that declare them", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "nb", "01_one.ipynb");
  await writeNotebook(path, ["const A = 1;\nconst B = [2];", "A + B.length"]);
  const output = join(folder.path, "out");
  const finished = await runNotebooks([path], {
    jupyter: await quietJupyter(),
    output,
    parameters: { "01_one": { B: ["x", "y"] } },
  });
  assert.equal(finished, true);
  assert.deepEqual(await results(join(output, "01_one.ipynb")), ["", "", "3"]);
});
