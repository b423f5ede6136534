import type { NotebookCell, NotebookFile } from "./check/notebook_file.ts";

/** The cells of a new notebook: it loads a run, or makes a small simulated one where there is none. */
export function newNotebookCells(name: string): NotebookFile {
  const cells = [
    markdown("head", HEAD.replace("TITLE", titleOf(name)).replace("NAME", name)),
    code("imports", IMPORTS),
    markdown("parameters-head", PARAMETERS_HEAD),
    code("parameters", PARAMETERS),
    markdown("load-head", LOAD_HEAD),
    code("load", LOAD),
    markdown("answers-head", ANSWERS_HEAD),
    code("answers", ANSWERS),
    markdown("own-head", OWN_HEAD),
    code("own", OWN),
    markdown("try", TRY),
  ];
  return { cells, metadata: {}, nbformat: 4 };
}

function titleOf(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function markdown(id: string, source: string): NotebookCell {
  return { cell_type: "markdown", id, metadata: {}, source };
}

function code(id: string, source: string): NotebookCell {
  return { cell_type: "code", id, metadata: {}, source };
}

const HEAD = `# TITLE

**What do you want to know?** Write your question here, in one sentence.

| | |
| --- | --- |
| You will have | what this notebook finds: write it here |
| Reads | a run: \`outputs/<run>/run.sqlite\` |
| Writes | nothing yet; of a run that is not there, a small simulated one |
| Takes | a few seconds |`;

const IMPORTS = `import { drawAnswers, firstRun, interruptSignal, runFolder } from "@lib/mod.ts";
import { showCards, showTable } from "@lib/mod.ts";
import { from } from "arquero";`;

const PARAMETERS_HEAD = `## Parameters

Change a value, then run this cell and those below it.`;

const PARAMETERS =
  `// The run: a folder in outputs/, such as "my-study", which notebooks 1 to 3 fill.
const RUN = Deno.env.get("NEUTRALITY_RUN") ?? "my-first-look";
// Whose labels: "rules", or a judge of notebook 3 such as "simulated-judge" or "gpt-4o".
const JUDGE = "rules";
// How many prompts simulated models are asked where there is no such run yet.
const PROMPTS = 100;`;

const LOAD_HEAD = `## The run

What is in it? A run that is not there yet is made: **simulated** models answer a few prompts, and fixed
rules label the answers. A run that is there stays as it is.`;

const LOAD =
  `const run = await firstRun(runFolder(RUN), { prompts: PROMPTS, signal: interruptSignal() });
run;`;

const ANSWERS_HEAD =
  `Answers that failed are in no comparison. Where the panel says _simulated_, the answers are made up.

## Some answers

What do they look like? One per model, drawn at random (the same ones each time).`;

const ANSWERS = `showCards(
  drawAnswers(run, { by: "model", each: 1, seed: 1 }).map((answer) => ({
    head: \`\${answer.model} · \${answer.prompt_id}\`,
    body: answer.input,
    reply: answer.response,
  })),
);`;

const OWN_HEAD = `If they are not what you meant to ask, mend the prompts in notebook 1 first.

## Your question

As a start: how often does each model use each technique? SQL counts in the run, Arquero makes a column
of each technique.`;

const OWN = `const counts = run.db.prepare(
  \`SELECT model, technique, count(*) AS answers FROM annotations
  WHERE judge = ? AND technique IS NOT NULL GROUP BY model, technique\`,
).all(JUDGE).map((row) => ({ ...row }));
showTable(from(counts).groupby("model").pivot("technique", "answers"), {
  title: \`Answers by technique, as \${JUDGE} says\`,
});`;

const TRY = `Counts are no shares yet, and say nothing of how sure they are: notebook 4 does that.

## Try

1. **By question:** put \`prompts.dataset\` in place of \`model\` in the last cell, twice in the SQL with
   \`JOIN prompts USING (prompt_id)\` after \`annotations\`, and \`"dataset"\` in \`groupby\`.
2. **Another run:** set \`RUN\` to one of yours, and \`JUDGE\` to a judge of it.
3. **Your own question:** rewrite the last cell. \`lib/README.md\` says what a run holds.`;
