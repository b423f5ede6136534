import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { openRun } from "../runs/run_file.ts";
import { plantAnswers } from "../testing/plant_answers.ts";
import { temporaryFolder } from "../testing/temporary_folder.ts";
import { rowsOf } from "../testing/temporary_run.ts";
import { writeAnnotatedRun } from "../testing/write_annotated_run.ts";
import { runNotebooks } from "./run_notebooks.ts";
import { setUp } from "./setup/set_up.ts";

const REPLIES = [1, 2, 3, 4, 5, 6].map((code) =>
  JSON.stringify({ "Answer A": "no", "Answer C": "yes", "Final Answer": code })
);

/** A judge's server that takes one technique after the other. */
function startJudge() {
  let asked = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    await request.json();
    const message = { role: "assistant", content: REPLIES[asked++ % REPLIES.length] };
    const choices = [{ index: 0, finish_reason: "stop", message }];
    return Response.json({ id: "1", object: "chat.completion", created: 1, model: "j", choices });
  });
  const baseURL = `http://127.0.0.1:${server.addr.port}/v1`;
  return { baseURL, asked: () => asked, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** All that the cells of an executed notebook show as text, by the cell's id. */
async function shownBy(path: string): Promise<(id: string) => string> {
  const { cells } = JSON.parse(await Deno.readTextFile(path));
  const texts = new Map<string, string>(
    cells.map((cell: { id: string; outputs?: { data?: Record<string, string | string[]> }[] }) => [
      cell.id,
      (cell.outputs ?? []).flatMap(({ data }) => data?.["text/plain"] ?? []).join(""),
    ]),
  );
  return (id) => texts.get(id) ?? assert.fail(`no cell ${id}`);
}

Deno.test("notebook 3 makes up no codes of real answers: what rests on them says what it waits for", async () => {
  await using folder = await temporaryFolder();
  await using judge = startJudge();
  const run = join(folder.path, "run");
  const datasets = { political_opinions: "reasonable_pluralism" } as const;
  writeAnnotatedRun(run, {
    judge: "other",
    answers: plantAnswers({ models: ["a", "b"], datasets }),
  });
  const own = { name: "own", model: "j", baseURL: judge.baseURL };
  const finished = await runNotebooks([projectPath("notebooks", "03_annotate_responses.ipynb")], {
    jupyter: await setUp({ say: () => {} }),
    output: join(folder.path, "notebooks"),
    env: { NEUTRALITY_RUN: run },
    parameters: {
      "03_annotate_responses": {
        ...{ JUDGE: "own", OWN_JUDGES: [own], GOLD: 10, LIMIT: 20, VARIANTS: 2, AGAIN: 1 },
      },
    },
  });
  assert.equal(finished, true);
  const shown = await shownBy(join(folder.path, "notebooks", "03_annotate_responses.ipynb"));
  assert.match(shown("03-price"), /^40 requests, about \$0 and an unknown price for own/);
  // The first answer, in the same two wordings, was among the 20.
  assert.equal(judge.asked(), 40);
  assert.match(shown("03-14"), /\nown +20 /);
  assert.match(shown("03-23"), /^Nobody's codes yet/);
  for (const id of ["03-25", "03-26", "03-28", "03-30", "03-31"]) {
    assert.match(shown(id), /^Nothing to show yet: people have given no answer a technique\./);
  }
  using opened = openRun(run);
  const people = "SELECT judge FROM judges WHERE spec LIKE '%person%'";
  assert.deepEqual(rowsOf(opened, people), []);
});
