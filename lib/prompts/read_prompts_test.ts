import assert from "node:assert/strict";
import { join } from "node:path";
import { projectPath } from "../base/project_paths.ts";
import { loadMaterial } from "../materials/load_material.ts";
import { withFolder } from "../testing/temporary_run.ts";
import { buildPrompts } from "./build_prompts.ts";
import { readPrompts } from "./read_prompts.ts";
import { writePrompts } from "./write_prompts.ts";

for (const ending of ["csv", "parquet", "jsonl"]) {
  Deno.test(`readPrompts() reads back what writePrompts() wrote as .${ending}`, () =>
    withFolder(async (folder) => {
      const prompts = buildPrompts(await loadMaterial(projectPath("data", "starter")));
      const path = join(folder, `prompts.${ending}`);
      await writePrompts(path, prompts);
      assert.deepEqual(await readPrompts(path), prompts);
    }));
}

Deno.test("readPrompts() takes any CSV with prompt_id and input", () =>
  withFolder(async (folder) => {
    const path = join(folder, "own.csv");
    await Deno.writeTextFile(path, 'id2,input,prompt_id\n9,"Who, me?",a\n8,Why?,b\n');
    const prompts = await readPrompts(path);
    assert.deepEqual(prompts.map(({ prompt_id, input }) => [prompt_id, input]), [
      ["a", "Who, me?"],
      ["b", "Why?"],
    ]);
    assert.equal(prompts[0]?.dataset, null);
  }));

const REFUSED: readonly { text: string; ending?: string; message: RegExp }[] = [
  {
    text: "id,input\n1,x\n",
    message: /expected columns 'prompt_id' and 'input' but found id, input/,
  },
  { text: "prompt_id,input\na,x\na,y\n", message: /line 3: prompt_id 'a' is already in line 2/ },
  { text: "prompt_id,input\na, \n", message: /line 2: 'input' is empty/ },
  { text: "prompt_id,input\n,x\n", message: /line 2: 'prompt_id' is empty/ },
  { text: "prompt_id,input,format\na,x,1.5\n", message: /line 2: .*'format' but found '1\.5'/ },
  {
    text: "prompt_id,input,expected\na,x,pluralism\n",
    message: /line 2: expected one of refusal, .* as 'expected' but found 'pluralism'/,
  },
  {
    text: '{"prompt_id":"a","input":{"text":"x"}}\n',
    ending: "jsonl",
    message: /line 1, 'input': expected a text but found an object/,
  },
];

for (const { text, ending = "csv", message } of REFUSED) {
  Deno.test(`readPrompts() refuses ${JSON.stringify(text)}`, () =>
    withFolder(async (folder) => {
      const path = join(folder, `x.${ending}`);
      await Deno.writeTextFile(path, text);
      await assert.rejects(readPrompts(path), message);
    }));
}
