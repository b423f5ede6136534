import assert from "node:assert/strict";
import { join } from "node:path";
import { addPrompts } from "../runs/add_prompts.ts";
import { countRunPrompts } from "../runs/read_run_prompts.ts";
import { openRun, type RunFile } from "../runs/run_file.ts";
import { aPrompt, withFolder } from "../testing/temporary_run.ts";
import { keepPrompts, readGivenPrompts } from "./_given_prompts.ts";

/** Gives the file to the run; it is unreadable from when it was hashed on, where that is said. */
async function give(
  run: RunFile,
  { unreadable = false }: { unreadable?: boolean } = {},
): Promise<string[] | undefined> {
  const prompts = join(run.folder, "..", "prompts.csv");
  const text = "prompt_id,input\np0,Q0\np1,Q1\n";
  await Deno.writeTextFile(prompts, text);
  const given = await readGivenPrompts({ run: run.folder, prompts });
  if (unreadable) await Deno.writeTextFile(prompts, "nothing");
  return await keepPrompts(run, given);
}

Deno.test("a file whose prompts the run has is not read again, until one of them changes", async () => {
  await withFolder(async (folder) => {
    using run = openRun(join(folder, "run"), { create: true });
    assert.equal(await give(run), undefined);
    assert.equal(await give(run, { unreadable: true }), undefined);
    addPrompts(run, [aPrompt("more")]);
    await assert.rejects(give(run, { unreadable: true }), /prompt_id/);
    assert.deepEqual(await give(run), ["p0", "p1"]);
    assert.equal(countRunPrompts(run), 3);
  });
});
